package envoy

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"sync"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	rbac "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
)

var expressions sync.Map

// matchesWhole tells whether an RE2 expression matches all of a text.
func matchesWhole(expression, text string) bool {
	compiled, known := expressions.Load(expression)
	if !known {
		compiled = regexp.MustCompile(`\A(?:` + expression + `)\z`)
		expressions.Store(expression, compiled)
	}
	return compiled.(*regexp.Regexp).MatchString(text)
}

func matchString(pattern *matcher.StringMatcher, text string) bool {
	fold := func(value string) string { return value }
	if pattern.GetIgnoreCase() {
		fold = strings.ToLower
	}
	text = fold(text)
	switch kind := pattern.GetMatchPattern().(type) {
	case *matcher.StringMatcher_Exact:
		return text == fold(kind.Exact)
	case *matcher.StringMatcher_Prefix:
		return strings.HasPrefix(text, fold(kind.Prefix))
	case *matcher.StringMatcher_Suffix:
		return strings.HasSuffix(text, fold(kind.Suffix))
	case *matcher.StringMatcher_Contains:
		return strings.Contains(text, fold(kind.Contains))
	case *matcher.StringMatcher_SafeRegex:
		return matchesWhole(kind.SafeRegex.GetRegex(), text)
	}
	panic(unsupported("string matcher %T", pattern.GetMatchPattern()))
}

func matchHeader(condition *route.HeaderMatcher, request *Request) bool {
	value, present := request.header(condition.GetName())
	if kind, isPresence := condition.GetHeaderMatchSpecifier().(*route.HeaderMatcher_PresentMatch); isPresence {
		wanted := kind.PresentMatch != condition.GetInvertMatch()
		return present == wanted
	}
	if condition.GetHeaderMatchSpecifier() == nil {
		return present != condition.GetInvertMatch()
	}
	if !present && !condition.GetTreatMissingHeaderAsEmpty() {
		return false
	}
	return matchHeaderValue(condition, value) != condition.GetInvertMatch()
}

func matchHeaderValue(condition *route.HeaderMatcher, value string) bool {
	switch kind := condition.GetHeaderMatchSpecifier().(type) {
	case *route.HeaderMatcher_StringMatch:
		return matchString(kind.StringMatch, value)
	case *route.HeaderMatcher_SafeRegexMatch:
		return matchesWhole(kind.SafeRegexMatch.GetRegex(), value)
	case *route.HeaderMatcher_ExactMatch:
		return value == kind.ExactMatch
	case *route.HeaderMatcher_PrefixMatch:
		return strings.HasPrefix(value, kind.PrefixMatch)
	case *route.HeaderMatcher_SuffixMatch:
		return strings.HasSuffix(value, kind.SuffixMatch)
	case *route.HeaderMatcher_ContainsMatch:
		return strings.Contains(value, kind.ContainsMatch)
	case *route.HeaderMatcher_RangeMatch:
		number, err := strconv.ParseInt(value, 10, 64)
		return err == nil && number >= kind.RangeMatch.GetStart() && number < kind.RangeMatch.GetEnd()
	}
	panic(unsupported("header matcher %T", condition.GetHeaderMatchSpecifier()))
}

func matchQuery(condition *route.QueryParameterMatcher, parameters map[string]string) bool {
	value, present := parameters[condition.GetName()]
	switch kind := condition.GetQueryParameterMatchSpecifier().(type) {
	case *route.QueryParameterMatcher_PresentMatch:
		return present == kind.PresentMatch
	case *route.QueryParameterMatcher_StringMatch:
		return present && matchString(kind.StringMatch, value)
	}
	return present
}

// matchMetadata looks a path up in dynamic metadata, such as the claims of a token.
func matchMetadata(condition *matcher.MetadataMatcher, metadata map[string]any) bool {
	var value any = metadata[condition.GetFilter()]
	for _, segment := range condition.GetPath() {
		fields, isMap := value.(map[string]any)
		if !isMap {
			value = nil
			break
		}
		value = fields[segment.GetKey()]
	}
	return matchValue(condition.GetValue(), value) != condition.GetInvert()
}

func matchValue(condition *matcher.ValueMatcher, value any) bool {
	switch kind := condition.GetMatchPattern().(type) {
	case *matcher.ValueMatcher_StringMatch:
		text, isText := value.(string)
		return isText && matchString(kind.StringMatch, text)
	case *matcher.ValueMatcher_BoolMatch:
		truth, isTruth := value.(bool)
		return isTruth && truth == kind.BoolMatch
	case *matcher.ValueMatcher_PresentMatch:
		return (value != nil) == kind.PresentMatch
	case *matcher.ValueMatcher_NullMatch_:
		return value == nil
	case *matcher.ValueMatcher_ListMatch:
		list, isList := value.([]any)
		if !isList {
			return false
		}
		for _, element := range list {
			if matchValue(kind.ListMatch.GetOneOf(), element) {
				return true
			}
		}
		return false
	case *matcher.ValueMatcher_OrMatch:
		for _, one := range kind.OrMatch.GetValueMatchers() {
			if matchValue(one, value) {
				return true
			}
		}
		return false
	}
	panic(unsupported("value matcher %T", condition.GetMatchPattern()))
}

func inBlock(block *core.CidrRange, address netip.Addr) bool {
	start, err := netip.ParseAddr(block.GetAddressPrefix())
	if err != nil || !address.IsValid() {
		return false
	}
	return netip.PrefixFrom(start, int(block.GetPrefixLen().GetValue())).Contains(address)
}

// matchTemplate follows Envoy's URI templates: `*` is one segment, `**` the rest, which may be empty.
func matchTemplate(template, path string) bool {
	pattern := regexp.QuoteMeta(template)
	pattern = strings.NewReplacer(
		`/\{\*\*\}`, `/.*`, `\{\*\*\}`, `.*`, `\{\*\}`, `[^/]+`,
		`/\*\*`, `/.*`, `\*\*`, `.*`, `\*`, `[^/]+`,
	).Replace(pattern)
	return matchesWhole(pattern, path)
}

// Facts are what policies look at.
type Facts struct {
	// Direct is the peer of the connection, Remote the original client.
	Direct, Remote netip.Addr
	Destination    netip.AddrPort
	// Identity is the SPIFFE name in the peer's certificate.
	Identity    string
	ServerName  string
	HTTP        *Request
	Metadata    map[string]any
	FilterState map[string]string
}

// matchingPolicy is the name of a policy that matches, the first in the order of names.
func matchingPolicy(rules *rbac.RBAC, facts *Facts) (string, bool) {
	found := ""
	for name, policy := range rules.GetPolicies() {
		if (found == "" || name < found) && matchAnyPermission(policy.GetPermissions(), facts) && matchAnyPrincipal(policy.GetPrincipals(), facts) {
			found = name
		}
	}
	return found, found != ""
}

func matchAnyPermission(permissions []*rbac.Permission, facts *Facts) bool {
	for _, permission := range permissions {
		if matchPermission(permission, facts) {
			return true
		}
	}
	return false
}

func matchAnyPrincipal(principals []*rbac.Principal, facts *Facts) bool {
	for _, principal := range principals {
		if matchPrincipal(principal, facts) {
			return true
		}
	}
	return false
}

func matchPermission(permission *rbac.Permission, facts *Facts) bool {
	switch kind := permission.GetRule().(type) {
	case *rbac.Permission_Any:
		return kind.Any
	case *rbac.Permission_AndRules:
		for _, rule := range kind.AndRules.GetRules() {
			if !matchPermission(rule, facts) {
				return false
			}
		}
		return true
	case *rbac.Permission_OrRules:
		return matchAnyPermission(kind.OrRules.GetRules(), facts)
	case *rbac.Permission_NotRule:
		return !matchPermission(kind.NotRule, facts)
	case *rbac.Permission_Header:
		return facts.HTTP != nil && matchHeader(kind.Header, facts.HTTP)
	case *rbac.Permission_UrlPath:
		return facts.HTTP != nil && matchString(kind.UrlPath.GetPath(), facts.HTTP.pathname())
	case *rbac.Permission_UriTemplate:
		template := &templateMatch{}
		unmarshal(kind.UriTemplate.GetTypedConfig(), template)
		return facts.HTTP != nil && matchTemplate(template.GetPathTemplate(), facts.HTTP.pathname())
	case *rbac.Permission_DestinationIp:
		return inBlock(kind.DestinationIp, facts.Destination.Addr())
	case *rbac.Permission_DestinationPort:
		return uint32(facts.Destination.Port()) == kind.DestinationPort
	case *rbac.Permission_DestinationPortRange:
		port := int32(facts.Destination.Port())
		return port >= kind.DestinationPortRange.GetStart() && port < kind.DestinationPortRange.GetEnd()
	case *rbac.Permission_Metadata:
		return matchMetadata(kind.Metadata, facts.Metadata)
	case *rbac.Permission_RequestedServerName:
		return matchString(kind.RequestedServerName, facts.ServerName)
	}
	panic(unsupported("permission %T", permission.GetRule()))
}

func matchPrincipal(principal *rbac.Principal, facts *Facts) bool {
	switch kind := principal.GetIdentifier().(type) {
	case *rbac.Principal_Any:
		return kind.Any
	case *rbac.Principal_AndIds:
		for _, id := range kind.AndIds.GetIds() {
			if !matchPrincipal(id, facts) {
				return false
			}
		}
		return true
	case *rbac.Principal_OrIds:
		return matchAnyPrincipal(kind.OrIds.GetIds(), facts)
	case *rbac.Principal_NotId:
		return !matchPrincipal(kind.NotId, facts)
	case *rbac.Principal_Authenticated_:
		name := kind.Authenticated.GetPrincipalName()
		return facts.Identity != "" && (name == nil || matchString(name, facts.Identity))
	case *rbac.Principal_DirectRemoteIp:
		return inBlock(kind.DirectRemoteIp, facts.Direct)
	case *rbac.Principal_RemoteIp:
		return inBlock(kind.RemoteIp, facts.Remote)
	case *rbac.Principal_Header:
		return facts.HTTP != nil && matchHeader(kind.Header, facts.HTTP)
	case *rbac.Principal_UrlPath:
		return facts.HTTP != nil && matchString(kind.UrlPath.GetPath(), facts.HTTP.pathname())
	case *rbac.Principal_Metadata:
		return matchMetadata(kind.Metadata, facts.Metadata)
	case *rbac.Principal_FilterState:
		value, found := facts.FilterState[kind.FilterState.GetKey()]
		return found && matchString(kind.FilterState.GetStringMatch(), value)
	}
	panic(unsupported("principal %T", principal.GetIdentifier()))
}
