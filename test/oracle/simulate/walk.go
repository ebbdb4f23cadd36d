package simulate

import (
	"errors"
	"fmt"
	"net/netip"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"

	"cdk8s-istio/test/oracle/envoy"
	"cdk8s-istio/test/oracle/mesh"
)

// walk follows one request.
type walk struct {
	mesh    *mesh.Mesh
	answers envoy.Answers
	// hops is how many pods the request may still get to, lest it runs in circles.
	hops int
}

// leftOut is thrown as a panic where an answer hangs on more than the manifests say.
type leftOut struct{ why string }

func leaveOut(format string, values ...any) leftOut {
	return leftOut{why: fmt.Sprintf(format, values...)}
}

// Ask follows a request through the mesh.
func Ask(m *mesh.Mesh, question *Question) (answer *Answer, err error) {
	defer func() {
		switch thrown := recover().(type) {
		case nil:
		case leftOut:
			answer, err = &Answer{LeftOut: thrown.why}, nil
		case envoy.Unsupported:
			answer, err = &Answer{LeftOut: thrown.Error()}, nil
		default:
			panic(thrown)
		}
	}()
	to, err := question.target()
	if err != nil {
		return nil, err
	}
	w := &walk{mesh: m, answers: question.answers(), hops: 8}
	stream := question.stream(to)
	if question.From == internet {
		return w.fromInternet(question, to, stream)
	}
	client := find(m, question.From)
	if client == nil {
		return nil, fmt.Errorf("no workload %q", question.From)
	}
	addresses := m.Resolve(to.host, client.Namespace)
	if client.DataPlane == mesh.Ambient {
		addresses = m.Captured(to.host, client.Namespace)
		if len(addresses) > 1 && m.Pod(addresses[0]) == nil {
			panic(leaveOut("several ServiceEntries of a host have addresses of their own"))
		}
	}
	var answers []*Answer
	for _, address := range addresses {
		answers = append(answers, w.fromPod(client, netip.AddrPortFrom(address, uint16(to.port)), stream))
	}
	return united(answers), nil
}

func find(m *mesh.Mesh, name string) *mesh.Workload {
	for _, workload := range m.Workloads {
		if workload.FullName() == name {
			return workload
		}
	}
	return nil
}

// fromPod is a connection that an application opens to an address.
func (w *walk) fromPod(client *mesh.Workload, to netip.AddrPort, stream envoy.Stream) *Answer {
	if to.Addr() == client.IP {
		// What a pod sends to its own address stays on the loopback device, where no proxy takes it.
		target := Target{Workload: client.FullName(), Port: int(to.Port())}
		w.atApplication(&target, client, stream)
		return w.addressed(to, []Target{target})
	}
	switch client.DataPlane {
	case mesh.Sidecar:
		return w.throughSidecar(client, to, stream)
	case mesh.Ambient:
		return w.throughZtunnel(client, to, stream)
	}
	return w.overNetwork(client.IP, to, stream)
}

// throughSidecar is what the sidecar of the client makes of a connection.
func (w *walk) throughSidecar(client *mesh.Workload, to netip.AddrPort, stream envoy.Stream) *Answer {
	proxy := w.mesh.Proxy(client)
	one := proxy.ListenerAt(to)
	if one == nil {
		one = proxy.Listener("virtualOutbound")
	}
	accepted, err := proxy.Accept(one, &envoy.Connection{Source: client.IP, Destination: to, Stream: stream})
	if err != nil {
		return failure(err, stream)
	}
	verdict, err := accepted.Run(w.answers)
	if err != nil {
		return failure(err, stream)
	}
	return w.goOn(client, proxy, accepted, verdict, to)
}

// failure names the failure of a connection at a proxy that the sender meets first.
func failure(err error, stream envoy.Stream) *Answer {
	var unsupported envoy.Unsupported
	switch {
	case errors.As(err, &unsupported):
		panic(unsupported)
	case errors.Is(err, envoy.ErrForeignCertificate):
		panic(leaveOut("%v", err))
	case errors.Is(err, envoy.ErrNoListener), errors.Is(err, envoy.ErrNoChain), errors.Is(err, envoy.ErrBadListener):
		return &Answer{Outcome: "no-listener"}
	case errors.Is(err, envoy.ErrTLS) && stream.Outermost() != nil:
		return &Answer{Outcome: "mtls-failure"}
	}
	return &Answer{Outcome: "protocol-error"}
}

// goOn follows what a proxy has decided.
func (w *walk) goOn(from *mesh.Workload, proxy *envoy.Proxy, accepted *envoy.Accepted, verdict *envoy.Verdict, dialled netip.AddrPort) *Answer {
	switch verdict.Kind {
	case envoy.Denied:
		return &Answer{Outcome: "denied", Status: verdict.Status}
	case envoy.Unauthenticated:
		return &Answer{Outcome: "unauthenticated", Status: verdict.Status}
	case envoy.UpToProvider:
		return &Answer{Outcome: "up-to-provider"}
	case envoy.NoRoute:
		return &Answer{Outcome: "no-route", Status: verdict.Status}
	case envoy.Redirected:
		return &Answer{Outcome: "redirected", Status: verdict.Status, Location: verdict.Location}
	case envoy.Answered:
		switch verdict.VirtualHost.GetName() {
		case "block_all":
			return &Answer{Outcome: "blocked", Status: verdict.Status}
		}
		return &Answer{Outcome: "answered", Status: verdict.Status}
	}
	answer := &Answer{Outcome: "forwarded"}
	for _, share := range verdict.Shares {
		switch share.Cluster {
		case "PassthroughCluster":
			return w.overNetwork(from.IP, dialled, accepted.Stream)
		case "BlackHoleCluster":
			return &Answer{Outcome: "blocked"}
		}
		answer.Destinations = append(answer.Destinations, w.toCluster(from, proxy, accepted, verdict.HTTP, share, dialled))
	}
	if verdict.HTTP {
		answer.Route = routeOf(verdict)
	}
	return answer
}

// toCluster sends a share of the requests to the endpoints of a cluster.
func (w *walk) toCluster(from *mesh.Workload, proxy *envoy.Proxy, accepted *envoy.Accepted, isHTTP bool, share envoy.Share, dialled netip.AddrPort) Destination {
	destination := w.destinationOf(share, dialled)
	one := proxy.Clusters[share.Cluster]
	if one == nil {
		destination.Unavailable = true
		return destination
	}
	if w.mesh.IsHidden(destination.Host) {
		panic(leaveOut("istiod has endpoints of a Service that is exported to nobody at times only"))
	}
	if dialled.Addr().IsUnspecified() {
		panic(leaveOut("a headless Service has no address for the waypoint to which a gateway sends"))
	}
	stream := accepted.Stream
	if isHTTP {
		stream.HTTP = share.Request
	}
	var targets []Target
	for _, to := range proxy.Targets(one, dialled) {
		sent := stream
		if layer := w.clientTLS(from, one, to, stream, isHTTP); layer != nil {
			sent = stream.Wrap(*layer)
		}
		targets = append(targets, w.toEndpoint(from, to, dialled, sent)...)
	}
	destination.Targets = distinct(targets)
	destination.Unavailable = len(targets) == 0
	return destination
}

// podCluster is the cluster of a waypoint for connections to the address of a pod.
const podCluster = "encap"

// destinationOf names where a cluster leads to.
func (w *walk) destinationOf(share envoy.Share, dialled netip.AddrPort) Destination {
	host, subset, port := clusterName(share.Cluster)
	if share.Cluster == podCluster {
		if service := w.mesh.HeadlessServiceOf(w.mesh.Pod(dialled.Addr()), int(dialled.Port())); service != nil {
			host, port = mesh.ServiceHost(service), int(dialled.Port())
		}
	}
	return Destination{Host: host, Port: port, Subset: subset, Percent: share.Percent}
}

// toEndpoint sends a stream to one endpoint of a cluster.
func (w *walk) toEndpoint(from *mesh.Workload, to envoy.Target, dialled netip.AddrPort, stream envoy.Stream) []Target {
	var targets []Target
	switch {
	case to.Internal == "connect_originate":
		return []Target{w.intoTunnel(from, to, dialled, stream)}
	case to.Internal != "":
		panic(leaveOut("the tunnel %s", to.Internal))
	case to.Address.IsValid():
		for _, end := range w.mesh.Deliver(to.Address) {
			targets = append(targets, w.arrive(from.IP, end, stream))
		}
		return targets
	}
	for _, address := range w.mesh.Resolve(to.Name, from.Namespace) {
		for _, end := range w.mesh.Deliver(netip.AddrPortFrom(address, uint16(to.Port))) {
			targets = append(targets, w.arrive(from.IP, end, stream))
		}
	}
	return targets
}

// intoTunnel sends a stream through a tunnel: to a pod, or to the waypoint of a service.
func (w *walk) intoTunnel(from *mesh.Workload, to envoy.Target, dialled netip.AddrPort, stream envoy.Stream) Target {
	local, waypoint := to.Tunnel()
	if !local.IsValid() {
		local = dialled
	}
	if !waypoint.IsValid() {
		end := mesh.Endpoint{Workload: w.mesh.Pod(local.Addr()), Address: local}
		return w.arriveTunnelled(from.IP, w.identity(from), end, stream)
	}
	pod := w.mesh.Pod(waypoint.Addr())
	if pod == nil {
		panic(leaveOut("a waypoint without pods"))
	}
	return Target{Workload: pod.FullName(), Onward: w.further().atWaypoint(pod, from.IP, w.identity(from), local, stream)}
}

// further is the walk after one more pod.
func (w *walk) further() *walk {
	if w.hops == 0 {
		panic(leaveOut("the request goes in a circle"))
	}
	next := *w
	next.hops--
	return &next
}

// clientTLS is the layer of TLS that a proxy puts around a stream to an endpoint.
func (w *walk) clientTLS(from *mesh.Workload, one *cluster.Cluster, to envoy.Target, stream envoy.Stream, isHTTP bool) *envoy.TLS {
	if to.TLS == nil {
		return nil
	}
	layer := &envoy.TLS{
		Owner:      envoy.UserTLS,
		ServerName: to.TLS.GetSni(),
		Protocols:  to.TLS.GetCommonTlsContext().GetAlpnProtocols(),
	}
	certificates := to.TLS.GetCommonTlsContext()
	layer.Certificate = len(certificates.GetTlsCertificateSdsSecretConfigs())+len(certificates.GetTlsCertificates()) > 0
	if envoy.IsMesh(to.TLS) {
		layer.Owner, layer.Identity = envoy.MeshTLS, w.identity(from)
		if isHTTP {
			layer.Protocols = []string{"istio-http/1.1", "istio", "http/1.1"}
		}
	}
	if layer.ServerName == "" && isHTTP && stream.HTTP != nil && envoy.SetsServerName(one) {
		layer.ServerName = hostOf(stream.HTTP.Authority)
	}
	return layer
}

func (w *walk) identity(of *mesh.Workload) string {
	return "spiffe://" + w.mesh.Config.GetTrustDomain() + "/ns/" + of.Namespace + "/sa/" + of.ServiceAccount()
}

// overNetwork is a connection that no proxy of the sender takes.
func (w *walk) overNetwork(from netip.Addr, to netip.AddrPort, stream envoy.Stream) *Answer {
	var targets []Target
	for _, end := range w.mesh.Deliver(to) {
		if end.Outside() {
			return &Answer{Outcome: "passed-through"}
		}
		targets = append(targets, w.arrive(from, end, stream))
	}
	return w.addressed(to, targets)
}

// addressed is the answer for a connection to an address: the Service that the address belongs to, and what gets it.
func (w *walk) addressed(to netip.AddrPort, targets []Target) *Answer {
	service := w.mesh.ServiceAt(to.Addr())
	if service == nil {
		if service = w.mesh.HeadlessServiceOf(w.mesh.Pod(to.Addr()), int(to.Port())); service == nil {
			panic(leaveOut("a pod is called by its address"))
		}
	}
	destination := Destination{Host: mesh.ServiceHost(service), Port: int(to.Port()), Percent: 100, Unavailable: len(targets) == 0, Targets: targets}
	return &Answer{Outcome: "forwarded", Destinations: []Destination{destination}}
}

func truth(value bool) *bool { return &value }
