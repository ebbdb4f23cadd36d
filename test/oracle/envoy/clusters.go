package envoy

import (
	"net/netip"
	"slices"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	internal "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/internal_upstream/v3"
	rawbuffer "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/raw_buffer/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	upstream "github.com/envoyproxy/go-control-plane/envoy/extensions/upstreams/http/v3"
	typev3 "github.com/envoyproxy/go-control-plane/envoy/type/v3"
)

// FractionPercent turns a fraction into percent.
func FractionPercent(fraction *typev3.FractionalPercent) float64 {
	numerator := float64(fraction.GetNumerator())
	switch fraction.GetDenominator() {
	case typev3.FractionalPercent_TEN_THOUSAND:
		return numerator / 100
	case typev3.FractionalPercent_MILLION:
		return numerator / 10000
	}
	return numerator
}

// Target is an endpoint of a cluster with what the proxy puts around the stream on the way to it.
type Target struct {
	// Address is where the connection goes; not valid for a name.
	Address netip.AddrPort
	// Name and Port are of an endpoint that is written as a name.
	Name string
	Port int
	// Internal is the listener inside the proxy that a tunnel begins at.
	Internal string
	Endpoint *endpoint.LbEndpoint
	// TLS is the layer that the proxy adds; nil for none.
	TLS *tls.UpstreamTlsContext
}

// Targets are the endpoints of a cluster, for a connection that was dialled to `original`, if the proxy knows that.
func (p *Proxy) Targets(one *cluster.Cluster, original netip.AddrPort) []Target {
	if one.GetType() == cluster.Cluster_ORIGINAL_DST {
		if !original.IsValid() {
			return nil
		}
		if number := one.GetOriginalDstLbConfig().GetUpstreamPortOverride(); number != nil {
			original = netip.AddrPortFrom(original.Addr(), uint16(number.GetValue()))
		}
		return []Target{{Address: original, TLS: socketOf(one, nil)}}
	}
	assignment := one.GetLoadAssignment()
	if one.GetType() == cluster.Cluster_EDS {
		name := one.GetEdsClusterConfig().GetServiceName()
		if name == "" {
			name = one.GetName()
		}
		assignment = p.Endpoints(name)
	}
	var targets []Target
	for _, locality := range assignment.GetEndpoints() {
		for _, candidate := range locality.GetLbEndpoints() {
			target := Target{Endpoint: candidate, TLS: socketOf(one, candidate)}
			address := candidate.GetEndpoint().GetAddress()
			if internal := address.GetEnvoyInternalAddress(); internal != nil {
				target.Internal = internal.GetServerListenerName()
			}
			socket := address.GetSocketAddress()
			target.Port = int(socket.GetPortValue())
			if parsed, err := netip.ParseAddr(socket.GetAddress()); err == nil {
				target.Address = netip.AddrPortFrom(parsed, uint16(target.Port))
			} else {
				target.Name = socket.GetAddress()
			}
			targets = append(targets, target)
		}
	}
	return targets
}

// socketOf is the TLS that a cluster uses towards an endpoint: that of the first match on the endpoint's metadata.
func socketOf(one *cluster.Cluster, to *endpoint.LbEndpoint) *tls.UpstreamTlsContext {
	socket := one.GetTransportSocket()
	metadata := to.GetMetadata().GetFilterMetadata()["envoy.transport_socket_match"].GetFields()
	for _, match := range one.GetTransportSocketMatches() {
		fits := true
		for name, wanted := range match.GetMatch().GetFields() {
			given, present := metadata[name]
			fits = fits && present && given.GetStringValue() == wanted.GetStringValue()
		}
		if fits {
			socket = match.GetTransportSocket()
			break
		}
	}
	return upstreamTLS(socket)
}

func upstreamTLS(socket *core.TransportSocket) *tls.UpstreamTlsContext {
	if socket.GetTypedConfig() == nil {
		return nil
	}
	message, err := socket.GetTypedConfig().UnmarshalNew()
	if err != nil {
		panic(unsupported("transport socket %s: %v", socket.GetName(), err))
	}
	switch config := message.(type) {
	case *tls.UpstreamTlsContext:
		return config
	case *internal.InternalUpstreamTransport:
		return upstreamTLS(config.GetTransportSocket())
	case *rawbuffer.RawBuffer:
		return nil
	}
	panic(unsupported("transport socket %s", socket.GetName()))
}

// IsMesh tells whether a client shows the certificate of the mesh.
func IsMesh(context *tls.UpstreamTlsContext) bool {
	return slices.ContainsFunc(context.GetCommonTlsContext().GetTlsCertificateSdsSecretConfigs(), func(secret *tls.SdsSecretConfig) bool {
		return secret.GetName() == "default"
	})
}

// SetsServerName tells whether a cluster takes the server name of TLS from the authority of the request.
func SetsServerName(one *cluster.Cluster) bool {
	packed := one.GetTypedExtensionProtocolOptions()["envoy.extensions.upstreams.http.v3.HttpProtocolOptions"]
	if packed == nil {
		return false
	}
	options := &upstream.HttpProtocolOptions{}
	unmarshal(packed, options)
	return options.GetUpstreamHttpProtocolOptions().GetAutoSni()
}

// Tunnel is the address that an endpoint stands for in a tunnel, and that of the waypoint that the tunnel goes to.
func (t Target) Tunnel() (local, waypoint netip.AddrPort) {
	fields := t.Endpoint.GetMetadata().GetFilterMetadata()["envoy.filters.listener.original_dst"].GetFields()
	local, _ = netip.ParseAddrPort(fields["local"].GetStringValue())
	waypoint, _ = netip.ParseAddrPort(fields["waypoint"].GetStringValue())
	return local, waypoint
}
