package simulate

import (
	"net/netip"
	"strings"

	"istio.io/istio/pkg/workloadapi"
	"istio.io/istio/pkg/workloadapi/security"

	"cdk8s-istio/test/oracle/envoy"
	"cdk8s-istio/test/oracle/mesh"
)

// peerPrincipal is the filter state in which Envoy finds the identity of the client of a tunnel.
const peerPrincipal = "io.istio.peer_principal"

// throughZtunnel is what ztunnel makes of a connection that an application opens: it goes to the waypoint of the
// destination if there is one, else to the pods.
func (w *walk) throughZtunnel(client *mesh.Workload, to netip.AddrPort, stream envoy.Stream) *Answer {
	known := w.mesh.Server.AmbientIndex.Lookup("/" + to.Addr().String())
	if len(known) == 0 {
		return w.overNetwork(client.IP, to, stream)
	}
	if service := known[0].GetService(); service != nil {
		if w.mesh.IsShared(to.Addr()) {
			panic(leaveOut("several ServiceEntries have the address"))
		}
		if len(service.GetWeightedWaypoints()) > 0 {
			panic(leaveOut("several waypoints share the requests"))
		}
		if waypoint := w.waypointPod(service.GetWaypoint()); waypoint != nil {
			return w.atWaypoint(waypoint, client.IP, w.identity(client), to, stream)
		}
		return w.toAmbientService(client, service, to, stream)
	}
	workload := known[0].GetWorkload()
	if waypoint := w.waypointPod(workload.GetWaypoint()); waypoint != nil {
		return w.atWaypoint(waypoint, client.IP, w.identity(client), to, stream)
	}
	pod := w.mesh.Pod(to.Addr())
	if pod == nil {
		return w.overNetwork(client.IP, to, stream)
	}
	end := mesh.Endpoint{Workload: pod, Address: to}
	return w.addressed(to, []Target{w.overTunnel(client, workload, end, stream)})
}

// waypointPod is the pod of the waypoint that ztunnel sends to.
func (w *walk) waypointPod(address *workloadapi.GatewayAddress) *mesh.Workload {
	if address == nil {
		return nil
	}
	key := ""
	if host := address.GetHostname(); host != nil {
		key = host.GetNamespace() + "/" + host.GetHostname()
	} else {
		ip, _ := netip.AddrFromSlice(address.GetAddress().GetAddress())
		key = "/" + ip.String()
	}
	for _, found := range w.mesh.Server.AmbientIndex.Lookup(key) {
		for _, bytes := range found.GetWorkload().GetAddresses() {
			if ip, valid := netip.AddrFromSlice(bytes); valid {
				if pod := w.mesh.Pod(ip); pod != nil {
					return pod
				}
			}
		}
	}
	panic(leaveOut("a waypoint without pods"))
}

// toAmbientService sends a connection to the pods of a service that has no waypoint.
func (w *walk) toAmbientService(client *mesh.Workload, service *workloadapi.Service, to netip.AddrPort, stream envoy.Stream) *Answer {
	key := service.GetNamespace() + "/" + service.GetHostname()
	destination := Destination{Host: service.GetHostname(), Port: int(to.Port()), Percent: 100}
	for _, found := range w.mesh.Server.AmbientIndex.Lookup(key) {
		workload := found.GetWorkload()
		if workload == nil || workload.GetStatus() != workloadapi.WorkloadStatus_HEALTHY {
			continue
		}
		for _, port := range workload.GetServices()[key].GetPorts() {
			if port.GetServicePort() != uint32(to.Port()) || port.GetTargetPort() == 0 {
				continue
			}
			// Ztunnel looks up what is only known by its name.
			if name := workload.GetHostname(); name != "" {
				for _, address := range w.mesh.Resolve(name, "") {
					for _, end := range w.mesh.Deliver(netip.AddrPortFrom(address, uint16(port.GetTargetPort()))) {
						destination.Targets = append(destination.Targets, w.overTunnel(client, workload, end, stream))
					}
				}
			}
			for _, bytes := range workload.GetAddresses() {
				ip, _ := netip.AddrFromSlice(bytes)
				end := mesh.Endpoint{Workload: w.mesh.Pod(ip), Address: netip.AddrPortFrom(ip, uint16(port.GetTargetPort()))}
				destination.Targets = append(destination.Targets, w.overTunnel(client, workload, end, stream))
			}
		}
	}
	destination.Targets = distinct(destination.Targets)
	destination.Unavailable = len(destination.Targets) == 0
	return &Answer{Outcome: "forwarded", Destinations: []Destination{destination}}
}

// overTunnel brings a connection from ztunnel to a pod: in a tunnel if the pod takes one.
func (w *walk) overTunnel(client *mesh.Workload, workload *workloadapi.Workload, end mesh.Endpoint, stream envoy.Stream) Target {
	if workload.GetTunnelProtocol() == workloadapi.TunnelProtocol_HBONE {
		return w.arriveTunnelled(client.IP, w.identity(client), end, stream)
	}
	return w.arrive(client.IP, end, stream)
}

// atWaypoint is a tunnelled connection at the pods of a waypoint.
func (w *walk) atWaypoint(waypoint *mesh.Workload, from netip.Addr, identity string, to netip.AddrPort, stream envoy.Stream) *Answer {
	proxy := w.mesh.Proxy(waypoint)
	accepted, err := proxy.Accept(proxy.Listener("main_internal"), tunnelled(from, identity, to, stream))
	if err != nil {
		return failure(err, stream)
	}
	verdict, err := accepted.Run(w.answers)
	if err != nil {
		return failure(err, stream)
	}
	return w.goOn(waypoint, proxy, accepted, verdict, to)
}

// tunnelled is a connection as it leaves a tunnel inside a proxy.
func tunnelled(from netip.Addr, identity string, to netip.AddrPort, stream envoy.Stream) *envoy.Connection {
	return &envoy.Connection{
		Source: from, Destination: to, Stream: stream,
		FilterState: map[string]string{peerPrincipal: identity, "io.istio.connect_authority": to.String()},
	}
}

// arriveTunnelled is a connection in a tunnel with mutual TLS at a pod.
func (w *walk) arriveTunnelled(from netip.Addr, identity string, end mesh.Endpoint, stream envoy.Stream) Target {
	w = w.further()
	workload := end.Workload
	if workload == nil {
		panic(leaveOut("mutual TLS of the mesh goes to something outside"))
	}
	target := Target{Workload: workload.FullName(), Port: int(end.Address.Port())}
	switch workload.DataPlane {
	case mesh.Ambient:
		w.atZtunnel(&target, workload, from, identity, end.Address, stream)
	case mesh.Sidecar:
		w.atSidecar(&target, workload, tunnelled(from, identity, end.Address, stream))
	case mesh.Waypoint:
		target.Onward = w.atWaypoint(workload, from, identity, end.Address, stream)
	default:
		target.Outcome = "mtls-failure"
	}
	return target
}

// atZtunnel is a connection at the ztunnel of a server, with the identity of the client if it came in a tunnel.
func (w *walk) atZtunnel(target *Target, workload *mesh.Workload, from netip.Addr, identity string, to netip.AddrPort, stream envoy.Stream) {
	target.MTLS = truth(identity != "")
	index := w.mesh.Server.AmbientIndex
	var own []string
	for _, found := range index.Lookup("/" + workload.IP.String()) {
		own = append(own, found.GetWorkload().GetAuthorizationPolicies()...)
	}
	connection := l4Connection{from: from, to: to, identity: identity}
	var allowing, allowed, denied, strict bool
	for _, info := range index.Policies(nil) {
		policy := info.Authorization
		if policy.GetDryRun() || !appliesTo(policy, workload, own) {
			continue
		}
		matched := connection.matches(policy)
		switch {
		case policy.GetAction() == security.Action_ALLOW:
			allowing, allowed = true, allowed || matched
		case demandsTunnel(policy):
			strict = strict || matched
		default:
			denied = denied || matched
		}
	}
	switch {
	case strict:
		target.Outcome, target.Or = "mtls-failure", []string{"denied"}
	case denied, allowing && !allowed:
		target.Outcome = "denied"
		if layer := stream.Outermost(); layer != nil && layer.Owner == envoy.MeshTLS {
			target.Or = []string{"mtls-failure"}
		}
	default:
		w.atApplication(target, workload, stream)
	}
}

// demandsTunnel tells whether istiod made a policy of a PeerAuthentication.
func demandsTunnel(policy *security.Authorization) bool {
	return strings.HasPrefix(policy.GetName(), "istio_converted_static_strict") ||
		strings.HasPrefix(policy.GetName(), "converted_peer_authentication_")
}

// appliesTo tells whether ztunnel enforces a policy for a workload: because of its scope, or because the workload names it.
func appliesTo(policy *security.Authorization, workload *mesh.Workload, own []string) bool {
	switch policy.GetScope() {
	case security.Scope_GLOBAL:
		return true
	case security.Scope_NAMESPACE:
		return policy.GetNamespace() == workload.Namespace
	}
	for _, name := range own {
		if name == policy.GetNamespace()+"/"+policy.GetName() {
			return true
		}
	}
	return false
}

// l4Connection is what policies in ztunnel look at.
type l4Connection struct {
	from     netip.Addr
	to       netip.AddrPort
	identity string
}

// matches follows ztunnel's matching of policies. A match without any condition, which is what conditions on HTTP leave
// behind, never matches, although a rule without matches always does.
func (c l4Connection) matches(policy *security.Authorization) bool {
	for _, group := range policy.GetGroups() {
		all := true
		for _, rules := range group.GetRules() {
			all = all && (len(rules.GetMatches()) == 0 || c.matchesAny(rules.GetMatches()))
		}
		if all {
			return true
		}
	}
	return false
}

func (c l4Connection) matchesAny(matches []*security.Match) bool {
	for _, match := range matches {
		if !emptyMatch(match) && c.matchesAll(match) {
			return true
		}
	}
	return false
}

func emptyMatch(match *security.Match) bool {
	return len(match.GetNamespaces())+len(match.GetNotNamespaces())+len(match.GetServiceAccounts())+len(match.GetNotServiceAccounts())+
		len(match.GetPrincipals())+len(match.GetNotPrincipals())+len(match.GetSourceIps())+len(match.GetNotSourceIps())+
		len(match.GetDestinationIps())+len(match.GetNotDestinationIps())+len(match.GetDestinationPorts())+len(match.GetNotDestinationPorts()) == 0
}

func (c l4Connection) matchesAll(match *security.Match) bool {
	name := strings.TrimPrefix(c.identity, "spiffe://")
	parts := strings.Split(name, "/")
	namespace, account := "", ""
	if len(parts) == 5 {
		namespace, account = parts[2], parts[4]
	}
	isAccount := func(one *security.ServiceAccountMatch) bool {
		return c.identity != "" && one.GetNamespace() == namespace && one.GetServiceAccount() == account
	}
	isPrincipal := func(one *security.StringMatch) bool { return c.identity != "" && matchText(one, name) }
	isNamespace := func(one *security.StringMatch) bool { return matchText(one, namespace) }
	isSource := func(one *security.Address) bool { return inRange(one, c.from) }
	isDestination := func(one *security.Address) bool { return inRange(one, c.to.Addr()) }
	isPort := func(one uint32) bool { return one == uint32(c.to.Port()) }
	return either(match.GetNamespaces(), match.GetNotNamespaces(), isNamespace) &&
		either(match.GetServiceAccounts(), match.GetNotServiceAccounts(), isAccount) &&
		either(match.GetPrincipals(), match.GetNotPrincipals(), isPrincipal) &&
		either(match.GetSourceIps(), match.GetNotSourceIps(), isSource) &&
		either(match.GetDestinationIps(), match.GetNotDestinationIps(), isDestination) &&
		either(match.GetDestinationPorts(), match.GetNotDestinationPorts(), isPort)
}

// either tells whether one of the wanted values fits, if any are written, and none of the unwanted ones.
func either[T any](wanted, unwanted []T, fits func(T) bool) bool {
	found := len(wanted) == 0
	for _, one := range wanted {
		found = found || fits(one)
	}
	for _, one := range unwanted {
		found = found && !fits(one)
	}
	return found
}

func matchText(match *security.StringMatch, text string) bool {
	switch kind := match.GetMatchType().(type) {
	case *security.StringMatch_Exact:
		return text == kind.Exact
	case *security.StringMatch_Prefix:
		return strings.HasPrefix(text, kind.Prefix)
	case *security.StringMatch_Suffix:
		return strings.HasSuffix(text, kind.Suffix)
	case *security.StringMatch_Presence:
		return text != ""
	}
	return false
}

func inRange(block *security.Address, address netip.Addr) bool {
	start, valid := netip.AddrFromSlice(block.GetAddress())
	return valid && netip.PrefixFrom(start, int(block.GetLength())).Contains(address)
}
