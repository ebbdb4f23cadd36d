package envoy

import (
	"net/netip"
	"strings"

	rbac "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	cors "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/cors/v3"
	authorize "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/ext_authz/v3"
	fault "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/fault/v3"
	jwt "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"
	httprbac "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	authorizetcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/ext_authz/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcprbac "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/rbac/v3"
	tcpproxy "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
)

// Kind is what a proxy does with a connection or request.
type Kind int

const (
	// Forwarded goes on to the clusters of `Shares`.
	Forwarded Kind = iota
	// Redirected is answered with a redirect.
	Redirected
	// Answered is answered by the proxy.
	Answered
	// Denied is refused by a policy.
	Denied
	// Unauthenticated is refused because of its token.
	Unauthenticated
	// UpToProvider is decided by an external authorizer.
	UpToProvider
	// NoRoute is answered with 404.
	NoRoute
)

// Verdict is what a filter chain makes of a connection or request.
type Verdict struct {
	Kind     Kind
	Status   int
	Location string
	// VirtualHost and Route are what an HTTP request took.
	VirtualHost *route.VirtualHost
	Route       *route.Route
	Shares      []Share
	// Request is what the route alone makes of the request, without what a share changes.
	Request *Request
	// HTTP tells whether the proxy read a request, rather than forwarding bytes.
	HTTP bool
}

// Answers are what external authorizers say, by provider: true to allow. One that is missing decides by itself.
type Answers map[string]bool

// run is one connection or request on its way through the filters of a chain.
type run struct {
	*Accepted
	answers Answers
	facts   Facts
	pending bool
}

// Run sends an accepted connection through the filters of its chain.
func (a *Accepted) Run(answers Answers) (*Verdict, error) {
	r := &run{Accepted: a, answers: answers}
	r.facts = Facts{
		Direct:      a.Connection.Source,
		Remote:      a.Connection.Source,
		Destination: a.Connection.Destination,
		ServerName:  a.ServerName,
		Metadata:    map[string]any{},
		FilterState: a.Connection.FilterState,
	}
	if a.Peer != nil {
		r.facts.Identity = a.Peer.Identity
	}
	for _, filter := range a.Chain.GetFilters() {
		message, err := filter.GetTypedConfig().UnmarshalNew()
		if err != nil {
			continue // Filters of Istio's own that have no Go types: they only exchange metadata and count.
		}
		switch config := message.(type) {
		case *tcprbac.RBAC:
			if refused := r.enforce("envoy.filters.network.rbac", config.GetRules(), config.GetShadowRules(), config.GetShadowRulesStatPrefix()); refused {
				return &Verdict{Kind: Denied}, nil
			}
		case *authorizetcp.ExtAuthz:
			if refused := r.ask(config.GetFilterEnabledMetadata()); refused {
				return &Verdict{Kind: Denied}, nil
			}
		case *hcm.HttpConnectionManager:
			return r.manage(config)
		case *tcpproxy.TcpProxy:
			if r.pending {
				return &Verdict{Kind: UpToProvider}, nil
			}
			return &Verdict{Kind: Forwarded, Shares: tcpShares(config)}, nil
		default:
			if strings.HasPrefix(filter.GetName(), "envoy.filters.network.sni_cluster") {
				return nil, unsupported("network filter %s", filter.GetName())
			}
		}
	}
	return nil, ErrNoChain
}

func tcpShares(config *tcpproxy.TcpProxy) []Share {
	switch kind := config.GetClusterSpecifier().(type) {
	case *tcpproxy.TcpProxy_Cluster:
		return []Share{{Cluster: kind.Cluster, Percent: 100}}
	case *tcpproxy.TcpProxy_WeightedClusters:
		total := 0.0
		for _, one := range kind.WeightedClusters.GetClusters() {
			total += float64(one.GetWeight())
		}
		var parted []Share
		for _, one := range kind.WeightedClusters.GetClusters() {
			if one.GetWeight() > 0 {
				parted = append(parted, Share{Cluster: one.GetName(), Percent: 100 * float64(one.GetWeight()) / total})
			}
		}
		return parted
	}
	panic(unsupported("TCP cluster specifier %T", config.GetClusterSpecifier()))
}

// enforce tells whether rules refuse, and notes which of the shadow rules match.
func (r *run) enforce(filter string, rules, shadow *rbac.RBAC, prefix string) bool {
	if shadow != nil {
		if name, matched := matchingPolicy(shadow, &r.facts); matched {
			fields, _ := r.facts.Metadata[filter].(map[string]any)
			if fields == nil {
				fields = map[string]any{}
				r.facts.Metadata[filter] = fields
			}
			fields[prefix+"shadow_effective_policy_id"] = name
		}
	}
	if rules == nil {
		return false
	}
	_, matched := matchingPolicy(rules, &r.facts)
	switch rules.GetAction() {
	case rbac.RBAC_ALLOW:
		return !matched
	case rbac.RBAC_DENY:
		return matched
	}
	return false
}

// ask tells whether an external authorizer refuses, if the shadow rules sent the request to it.
func (r *run) ask(enabled *matcher.MetadataMatcher) bool {
	if enabled == nil || !matchMetadata(enabled, r.facts.Metadata) {
		return false
	}
	provider := strings.TrimPrefix(enabled.GetValue().GetStringMatch().GetPrefix(), "istio-ext-authz-")
	allow, known := r.answers[provider]
	r.pending = r.pending || !known
	return known && !allow
}

// manage is the HTTP connection manager.
func (r *run) manage(manager *hcm.HttpConnectionManager) (*Verdict, error) {
	if r.Stream.Outermost() != nil || r.Stream.HTTP == nil {
		return nil, ErrProtocol
	}
	request := r.Stream.HTTP.Clone()
	r.facts.HTTP = request
	r.forwardingHeaders(request, manager)
	if !normalizePath(request, manager) {
		return &Verdict{Kind: Answered, Status: 400, HTTP: true}, nil
	}
	if manager.GetStripAnyHostPort() {
		request.Authority = withoutPort(request.Authority)
	}
	table := manager.GetRouteConfig()
	if table == nil {
		name := manager.GetRds().GetRouteConfigName()
		if table = r.Proxy.Routes[name]; table == nil {
			return nil, unsupported("a route table %s that istiod does not know", name)
		}
	}
	host := virtualHost(table, request.Authority)
	verdict := &Verdict{HTTP: true, VirtualHost: host}
	if host != nil && host.GetRequireTls() == route.VirtualHost_ALL && first(request.Headers["x-forwarded-proto"]) != "https" {
		if refusal := r.filterHTTP(manager, request, nil, nil); refusal != nil {
			return refusal, nil
		}
		verdict.Kind, verdict.Status = Redirected, 301
		verdict.Location = "https://" + request.Authority + request.Path
		return verdict, nil
	}
	pick := func() *route.Route {
		if host == nil {
			return nil
		}
		return chooseRoute(host, request, r.facts.Metadata)
	}
	taken := pick()
	repick := func() {
		host = virtualHost(table, request.Authority)
		taken = pick()
	}
	if refusal := r.filterHTTP(manager, request, repick, func() *route.Route { return taken }); refusal != nil {
		refusal.VirtualHost, refusal.Route = host, taken
		return refusal, nil
	}
	verdict.VirtualHost, verdict.Route = host, taken
	r.finish(verdict, table, request)
	return verdict, nil
}

// forwardingHeaders does what a connection manager does to x-forwarded-* before anything else, and finds the client.
func (r *run) forwardingHeaders(request *Request, manager *hcm.HttpConnectionManager) {
	scheme := "http"
	if r.Peer != nil {
		scheme = "https"
	}
	forwarded := splitList(request.Headers["x-forwarded-for"])
	if manager.GetUseRemoteAddress().GetValue() {
		if hops := int(manager.GetXffNumTrustedHops()); hops > 0 && len(forwarded) >= hops {
			r.setRemote(forwarded[len(forwarded)-hops])
		}
		forwarded = append(forwarded, r.Connection.Source.String())
		request.Headers["x-forwarded-for"] = []string{strings.Join(forwarded, ",")}
		if manager.GetXffNumTrustedHops() == 0 || len(request.Headers["x-forwarded-proto"]) == 0 {
			request.Headers["x-forwarded-proto"] = []string{scheme}
		}
	} else {
		if hops := int(manager.GetXffNumTrustedHops()); len(forwarded) > hops {
			r.setRemote(forwarded[len(forwarded)-1-hops])
		}
		if len(request.Headers["x-forwarded-proto"]) == 0 {
			request.Headers["x-forwarded-proto"] = []string{scheme}
		}
	}
	request.Scheme = first(request.Headers["x-forwarded-proto"])
}

func (r *run) setRemote(text string) {
	if address, err := netip.ParseAddr(strings.TrimSpace(text)); err == nil {
		r.facts.Remote = address
	}
}

func splitList(values []string) []string {
	var list []string
	for _, value := range values {
		list = append(list, strings.Split(value, ",")...)
	}
	return list
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// filterHTTP sends a request through the HTTP filters in their order. Without a route, what belongs to routes is left out.
func (r *run) filterHTTP(manager *hcm.HttpConnectionManager, request *Request, repick func(), taken func() *route.Route) *Verdict {
	for _, filter := range manager.GetHttpFilters() {
		message, err := filter.GetTypedConfig().UnmarshalNew()
		if err != nil {
			continue
		}
		switch config := message.(type) {
		case *httprbac.RBAC:
			if r.enforce("envoy.filters.http.rbac", config.GetRules(), config.GetShadowRules(), config.GetShadowRulesStatPrefix()) {
				return &Verdict{Kind: Denied, Status: 403, HTTP: true}
			}
		case *authorize.ExtAuthz:
			if r.ask(config.GetFilterEnabledMetadata()) {
				return &Verdict{Kind: Denied, Status: 403, HTTP: true}
			}
		case *jwt.JwtAuthentication:
			if status := r.checkTokens(config, request, repick); status != 0 {
				if r.pending {
					return &Verdict{Kind: UpToProvider, HTTP: true}
				}
				return &Verdict{Kind: Unauthenticated, Status: status, HTTP: true}
			}
		case *fault.HTTPFault:
			if taken == nil {
				continue
			}
			if status := abortStatus(taken()); status != 0 && !r.pending {
				return &Verdict{Kind: Answered, Status: status, HTTP: true}
			}
		case *cors.Cors:
			if taken != nil && !r.pending && isPreflight(request) && answersPreflight(taken(), request) {
				return &Verdict{Kind: Answered, Status: 200, HTTP: true}
			}
		}
	}
	if r.pending {
		return &Verdict{Kind: UpToProvider, HTTP: true}
	}
	return nil
}

func (r *run) checkTokens(config *jwt.JwtAuthentication, request *Request, repick func()) int {
	if config.GetBypassCorsPreflight() && isPreflight(request) {
		return 0
	}
	for _, rule := range config.GetRules() {
		if !matchesRoute(rule.GetMatch(), request, r.facts.Metadata) {
			continue
		}
		check := &tokenCheck{config: config, request: request, metadata: r.facts.Metadata}
		status := check.verify(rule.GetRequires())
		if check.reroute && repick != nil {
			repick()
		}
		switch status {
		case tokenGood:
			return 0
		case tokenWrongAudience:
			return 403
		}
		return 401
	}
	return 0
}

// finish is the router filter.
func (r *run) finish(verdict *Verdict, table *route.RouteConfiguration, request *Request) {
	taken := verdict.Route
	if taken == nil {
		verdict.Kind, verdict.Status = NoRoute, 404
		return
	}
	switch action := taken.GetAction().(type) {
	case *route.Route_Redirect:
		verdict.Kind = Redirected
		verdict.Status = redirectStatus(action.Redirect)
		verdict.Location = redirectLocation(request, taken.GetMatch(), action.Redirect)
	case *route.Route_DirectResponse:
		verdict.Kind, verdict.Status = Answered, int(action.DirectResponse.GetStatus())
	case *route.Route_Route:
		verdict.Kind = Forwarded
		verdict.Shares, verdict.Request = shares(table, verdict.VirtualHost, taken, request)
	default:
		panic(unsupported("route action %T", taken.GetAction()))
	}
}

func redirectStatus(redirect *route.RedirectAction) int {
	switch redirect.GetResponseCode() {
	case route.RedirectAction_FOUND:
		return 302
	case route.RedirectAction_SEE_OTHER:
		return 303
	case route.RedirectAction_TEMPORARY_REDIRECT:
		return 307
	case route.RedirectAction_PERMANENT_REDIRECT:
		return 308
	}
	return 301
}
