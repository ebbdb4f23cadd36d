package envoy

import (
	"net"
	"regexp"
	"strconv"
	"strings"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
)

// mutations are header operations of one level of the configuration.
type mutations struct {
	add    []*core.HeaderValueOption
	remove []string
}

// apply removes headers, then overwrites, then adds, which is Envoy's order within a level.
func (m mutations) apply(request *Request) {
	for _, name := range m.remove {
		delete(request.Headers, strings.ToLower(name))
	}
	type header struct{ name, value string }
	var overwritten, appended []header
	for _, option := range m.add {
		name := strings.ToLower(option.GetHeader().GetKey())
		value := formatted(option.GetHeader().GetValue(), request)
		if value == "" && !option.GetKeepEmptyValue() {
			continue
		}
		_, present := request.Headers[name]
		switch action := option.GetAppendAction(); {
		case option.GetAppend() != nil && !option.GetAppend().GetValue(),
			action == core.HeaderValueOption_OVERWRITE_IF_EXISTS_OR_ADD,
			action == core.HeaderValueOption_OVERWRITE_IF_EXISTS && present:
			overwritten = append(overwritten, header{name, value})
		case action == core.HeaderValueOption_APPEND_IF_EXISTS_OR_ADD,
			action == core.HeaderValueOption_ADD_IF_ABSENT && !present:
			appended = append(appended, header{name, value})
		}
	}
	for _, one := range overwritten {
		request.Headers[one.name] = []string{one.value}
	}
	for _, one := range appended {
		request.Headers[one.name] = append(request.Headers[one.name], one.value)
	}
}

var command = regexp.MustCompile(`%%|%REQ\(([^)]*)\)%|%[^%]*%`)

// formatted fills in the commands in the value of a header.
func formatted(value string, request *Request) string {
	return command.ReplaceAllStringFunc(value, func(found string) string {
		parts := command.FindStringSubmatch(found)
		switch {
		case found == "%%":
			return "%"
		case parts[1] != "":
			text, _ := request.header(parts[1])
			return text
		}
		panic(unsupported("%s in the value of a header", found))
	})
}

// rewrite changes path and authority as a route says.
func rewrite(request *Request, match *route.RouteMatch, action *route.RouteAction) {
	switch kind := action.GetHostRewriteSpecifier().(type) {
	case *route.RouteAction_HostRewriteLiteral:
		request.Authority = kind.HostRewriteLiteral
	case *route.RouteAction_HostRewriteHeader:
		if value, present := request.header(kind.HostRewriteHeader); present {
			request.Authority = value
		}
	}
	request.Path = rewrittenPath(request, match, action.GetPrefixRewrite(), action.GetRegexRewrite().GetPattern().GetRegex(), action.GetRegexRewrite().GetSubstitution())
}

func rewrittenPath(request *Request, match *route.RouteMatch, prefix, regex, substitution string) string {
	path, query, hasQuery := strings.Cut(request.Path, "?")
	switch {
	case prefix != "":
		path = prefix + path[len(matchedPath(match, path)):]
	case regex != "":
		compiled := regexp.MustCompile(regex)
		path = compiled.ReplaceAllString(path, goSubstitution(substitution))
	}
	if hasQuery {
		path += "?" + query
	}
	return path
}

// matchedPath is the part of a path that a rewritten prefix replaces: all of it unless the route matches a prefix.
func matchedPath(match *route.RouteMatch, path string) string {
	switch kind := match.GetPathSpecifier().(type) {
	case *route.RouteMatch_Prefix:
		return path[:min(len(kind.Prefix), len(path))]
	case *route.RouteMatch_PathSeparatedPrefix:
		return path[:min(len(kind.PathSeparatedPrefix), len(path))]
	}
	return path
}

var numberedGroup = regexp.MustCompile(`\\(\d|\\)`)

// goSubstitution turns `\1` of RE2 into `${1}` of Go.
func goSubstitution(substitution string) string {
	escaped := strings.ReplaceAll(substitution, "$", "$$")
	return numberedGroup.ReplaceAllStringFunc(escaped, func(found string) string {
		if found == `\\` {
			return `\`
		}
		return "${" + found[1:] + "}"
	})
}

// redirectLocation is the value of Location for a redirect of a request.
func redirectLocation(request *Request, match *route.RouteMatch, redirect *route.RedirectAction) string {
	path := request.Path
	switch kind := redirect.GetPathRewriteSpecifier().(type) {
	case *route.RedirectAction_PathRedirect:
		if kind.PathRedirect == "" {
			break
		}
		_, query, hasQuery := strings.Cut(path, "?")
		path = kind.PathRedirect
		if hasQuery && !strings.Contains(path, "?") {
			path += "?" + query
		}
	case *route.RedirectAction_PrefixRewrite:
		path = rewrittenPath(request, match, kind.PrefixRewrite, "", "")
	case *route.RedirectAction_RegexRewrite:
		path = rewrittenPath(request, match, "", kind.RegexRewrite.GetPattern().GetRegex(), kind.RegexRewrite.GetSubstitution())
	}
	if redirect.GetStripQuery() {
		path, _, _ = strings.Cut(path, "?")
	}
	scheme := request.Scheme
	if wanted := redirect.GetSchemeRedirect(); wanted != "" {
		scheme = wanted
	} else if redirect.GetHttpsRedirect() {
		scheme = "https"
	}
	port := ""
	if number := redirect.GetPortRedirect(); number != 0 {
		port = ":" + strconv.Itoa(int(number))
	}
	host := redirect.GetHostRedirect()
	if host == "" {
		host = requestHost(request, scheme, redirect.GetPortRedirect() != 0)
	}
	return scheme + "://" + host + port + path
}

// requestHost is the host that was asked for, without a port that the redirect replaces or that only suited the scheme.
func requestHost(request *Request, scheme string, newPort bool) string {
	host, port, err := net.SplitHostPort(request.Authority)
	if err != nil {
		return request.Authority
	}
	was := request.Scheme
	drop := newPort || scheme != was && (was == "https" && port == "443" || was == "http" && port == "80")
	if !drop {
		return request.Authority
	}
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}
