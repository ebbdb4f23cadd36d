package envoy

import (
	"net"
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	template "github.com/envoyproxy/go-control-plane/envoy/extensions/path/match/uri_template/v3"
)

// virtualHost chooses the virtual host: the whole name, then the longest that starts with a star, then the longest that
// ends with one, then `*`.
func virtualHost(table *route.RouteConfiguration, authority string) *route.VirtualHost {
	host := strings.ToLower(authority)
	if table.GetIgnorePortInHostMatching() {
		host = withoutPort(host)
	}
	var found *route.VirtualHost
	quality := 0
	for _, candidate := range table.GetVirtualHosts() {
		for _, name := range candidate.GetDomains() {
			if value := fits(strings.ToLower(name), host); value > quality {
				found, quality = candidate, value
			}
		}
	}
	return found
}

func withoutPort(authority string) string {
	if host, _, err := net.SplitHostPort(authority); err == nil {
		if strings.Contains(host, ":") {
			return "[" + host + "]"
		}
		return host
	}
	return authority
}

// fits ranks how closely the name of a virtual host fits a host; 0 for not at all.
func fits(name, host string) int {
	const exact, suffix, prefix, any = 1 << 30, 1 << 20, 1 << 10, 1
	switch {
	case name == "*":
		return any
	case name == host:
		return exact
	case strings.HasPrefix(name, "*"):
		if strings.HasSuffix(host, name[1:]) && len(host) > len(name)-1 {
			return suffix + len(name)
		}
	case strings.HasSuffix(name, "*"):
		if strings.HasPrefix(host, name[:len(name)-1]) && len(host) > len(name)-1 {
			return prefix + len(name)
		}
	}
	return 0
}

// chooseRoute takes the first route of a virtual host that matches.
func chooseRoute(host *route.VirtualHost, request *Request, metadata map[string]any) *route.Route {
	for _, candidate := range host.GetRoutes() {
		if matchesRoute(candidate.GetMatch(), request, metadata) {
			return candidate
		}
	}
	return nil
}

func matchesRoute(match *route.RouteMatch, request *Request, metadata map[string]any) bool {
	if !matchesPath(match, request.pathname()) {
		return false
	}
	for _, condition := range match.GetHeaders() {
		if !matchHeader(condition, request) {
			return false
		}
	}
	parameters := request.query()
	for _, condition := range match.GetQueryParameters() {
		if !matchQuery(condition, parameters) {
			return false
		}
	}
	if match.GetGrpc() != nil {
		content, _ := request.header("content-type")
		if content != "application/grpc" && !strings.HasPrefix(content, "application/grpc+") {
			return false
		}
	}
	for _, condition := range match.GetDynamicMetadata() {
		if !matchMetadata(condition, metadata) {
			return false
		}
	}
	if fraction := match.GetRuntimeFraction(); fraction != nil && fraction.GetDefaultValue().GetNumerator() == 0 {
		return false
	}
	if match.GetTlsContext() != nil || match.GetRuntimeFraction() != nil {
		panic(unsupported("a route by share of requests or by certificate"))
	}
	return true
}

func matchesPath(match *route.RouteMatch, path string) bool {
	fold := func(text string) string { return text }
	if sensitive := match.GetCaseSensitive(); sensitive != nil && !sensitive.GetValue() {
		fold = strings.ToLower
	}
	switch kind := match.GetPathSpecifier().(type) {
	case *route.RouteMatch_Prefix:
		return strings.HasPrefix(fold(path), fold(kind.Prefix))
	case *route.RouteMatch_Path:
		return fold(path) == fold(kind.Path)
	case *route.RouteMatch_PathSeparatedPrefix:
		prefix := fold(kind.PathSeparatedPrefix)
		return fold(path) == prefix || strings.HasPrefix(fold(path), prefix+"/")
	case *route.RouteMatch_SafeRegex:
		return matchesWhole(kind.SafeRegex.GetRegex(), path)
	case *route.RouteMatch_PathMatchPolicy:
		pattern := &template.UriTemplateMatchConfig{}
		unmarshal(kind.PathMatchPolicy.GetTypedConfig(), pattern)
		return matchTemplate(pattern.GetPathTemplate(), path)
	case *route.RouteMatch_ConnectMatcher_:
		return false
	}
	panic(unsupported("path condition %T", match.GetPathSpecifier()))
}

// Share is a part of the requests of a route, and the request as it goes upstream in it.
type Share struct {
	Cluster string
	Percent float64
	Request *Request
}

// shares parts the requests of a route among its clusters. Operations of a share come before those of the route, and
// those before the ones of the virtual host. It also gives the request as the route alone changes it.
func shares(table *route.RouteConfiguration, host *route.VirtualHost, taken *route.Route, request *Request) ([]Share, *Request) {
	action := taken.GetRoute()
	outer := []mutations{
		{add: taken.GetRequestHeadersToAdd(), remove: taken.GetRequestHeadersToRemove()},
		{add: host.GetRequestHeadersToAdd(), remove: host.GetRequestHeadersToRemove()},
		{add: table.GetRequestHeadersToAdd(), remove: table.GetRequestHeadersToRemove()},
	}
	finish := func(inner *mutations) *Request {
		changed := request.Clone()
		if inner != nil {
			inner.apply(changed)
		}
		for _, one := range outer {
			one.apply(changed)
		}
		rewrite(changed, taken.GetMatch(), action)
		return changed
	}
	whole := finish(nil)
	switch kind := action.GetClusterSpecifier().(type) {
	case *route.RouteAction_Cluster:
		return []Share{{Cluster: kind.Cluster, Percent: 100, Request: whole}}, whole
	case *route.RouteAction_WeightedClusters:
		var parted []Share
		total := 0.0
		for _, one := range kind.WeightedClusters.GetClusters() {
			total += float64(one.GetWeight().GetValue())
		}
		for _, one := range kind.WeightedClusters.GetClusters() {
			percent := 100 * float64(one.GetWeight().GetValue()) / total
			if percent == 0 || total == 0 {
				continue
			}
			changed := finish(&mutations{add: one.GetRequestHeadersToAdd(), remove: one.GetRequestHeadersToRemove()})
			if literal := one.GetHostRewriteLiteral(); literal != "" {
				changed.Authority = literal
			}
			parted = append(parted, Share{Cluster: one.GetName(), Percent: percent, Request: changed})
		}
		return parted, whole
	}
	panic(unsupported("cluster specifier %T", action.GetClusterSpecifier()))
}
