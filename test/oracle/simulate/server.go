package simulate

import (
	"errors"
	"net/netip"

	"cdk8s-istio/test/oracle/envoy"
	"cdk8s-istio/test/oracle/mesh"
)

// arrive is a connection at a port of a pod, or outside.
func (w *walk) arrive(from netip.Addr, end mesh.Endpoint, stream envoy.Stream) Target {
	w = w.further()
	workload := end.Workload
	if workload == nil {
		if layer := stream.Outermost(); layer != nil && layer.Owner == envoy.MeshTLS {
			panic(leaveOut("mutual TLS of the mesh goes to something outside"))
		}
		return Target{Outcome: "routed", MTLS: truth(false)}
	}
	target := Target{Workload: workload.FullName(), Port: int(end.Address.Port())}
	connection := &envoy.Connection{Source: from, Destination: end.Address, Stream: stream}
	switch workload.DataPlane {
	case mesh.Sidecar:
		w.atSidecar(&target, workload, connection)
	case mesh.Router:
		target.Onward = w.atGateway(workload, connection)
	case mesh.NoProxy:
		w.atApplication(&target, workload, stream)
	case mesh.Ambient:
		w.atZtunnel(&target, workload, from, "", end.Address, stream)
	case mesh.Waypoint:
		panic(leaveOut("a waypoint is called without a tunnel"))
	}
	return target
}

// atSidecar is a connection at the sidecar of a server; with a filter state it comes out of a tunnel.
func (w *walk) atSidecar(target *Target, workload *mesh.Workload, connection *envoy.Connection) {
	proxy := w.mesh.Proxy(workload)
	listener := "virtualInbound"
	if connection.FilterState != nil {
		listener = "main_internal"
	}
	accepted, err := proxy.Accept(proxy.Listener(listener), connection)
	var verdict *envoy.Verdict
	if err == nil {
		verdict, err = accepted.Run(w.answers)
	}
	var unsupported envoy.Unsupported
	switch {
	case errors.As(err, &unsupported):
		panic(unsupported)
	case errors.Is(err, envoy.ErrForeignCertificate):
		panic(leaveOut("%v", err))
	case errors.Is(err, envoy.ErrProtocol):
		target.Outcome = "protocol-error"
		return
	case err != nil:
		target.Outcome = "mtls-failure"
		return
	}
	target.MTLS = truth(connection.FilterState != nil || accepted.Peer != nil && accepted.Peer.Owner == envoy.MeshTLS)
	switch verdict.Kind {
	case envoy.Denied:
		target.Outcome = "denied"
		if layer := accepted.Stream.Outermost(); layer != nil && layer.Owner != envoy.Application {
			target.Or = []string{"mtls-failure", "protocol-error"}
		}
	case envoy.Unauthenticated:
		target.Outcome, target.Status = "unauthenticated", verdict.Status
	case envoy.UpToProvider:
		target.Outcome = "up-to-provider"
		if layer := accepted.Stream.Outermost(); layer != nil && layer.Owner != envoy.Application {
			target.Or = []string{"mtls-failure", "protocol-error"}
		}
	case envoy.Forwarded:
		w.atApplication(target, workload, accepted.Stream)
	default:
		panic(leaveOut("the server's sidecar answers"))
	}
}

// atApplication is what the application gets.
func (w *walk) atApplication(target *Target, workload *mesh.Workload, stream envoy.Stream) {
	if target.MTLS == nil {
		target.MTLS = truth(false)
	}
	target.Outcome = "routed"
	if layer := stream.Outermost(); layer != nil {
		switch layer.Owner {
		case envoy.MeshTLS:
			target.Outcome, target.MTLS = "mtls-failure", nil
			if workload.DataPlane == mesh.Sidecar {
				target.Or = []string{"protocol-error"}
			}
			return
		case envoy.UserTLS:
			panic(leaveOut("TLS of a DestinationRule meets an application"))
		}
	}
	if !w.mesh.Served(workload, target.Port) {
		panic(leaveOut("nothing sends to port %d of %s", target.Port, target.Workload))
	}
}
