package simulate

import (
	"fmt"
	"net/netip"

	"cdk8s-istio/test/oracle/envoy"
	"cdk8s-istio/test/oracle/mesh"
)

// fromInternet is a request that comes in through the pods of a gateway.
func (w *walk) fromInternet(question *Question, to *target, stream envoy.Stream) (*Answer, error) {
	gateway := find(w.mesh, question.Gateway)
	if gateway == nil {
		return nil, fmt.Errorf("no gateway %q", question.Gateway)
	}
	source, err := netip.ParseAddr(question.IP)
	if err != nil {
		return nil, err
	}
	port := to.port
	for _, service := range w.mesh.Services {
		if number := w.mesh.TargetPort(service, gateway, to.port); number != 0 {
			port = number
			break
		}
	}
	connection := &envoy.Connection{Source: source, Destination: netip.AddrPortFrom(gateway.IP, uint16(port)), Stream: stream}
	return w.atGateway(gateway, connection), nil
}

// atGateway is a connection at the pods of a gateway.
func (w *walk) atGateway(gateway *mesh.Workload, connection *envoy.Connection) *Answer {
	proxy := w.mesh.Proxy(gateway)
	one := proxy.ListenerAt(connection.Destination)
	if one == nil {
		return &Answer{Outcome: "no-listener"}
	}
	accepted, err := proxy.Accept(one, connection)
	if err != nil {
		return failure(err, connection.Stream)
	}
	verdict, err := accepted.Run(w.answers)
	if err != nil {
		return failure(err, connection.Stream)
	}
	// Listeners of gateways do not restore the address that a connection was dialled to.
	return w.goOn(gateway, proxy, accepted, verdict, netip.AddrPort{})
}
