package envoy

import (
	"errors"
	"net/netip"
	"slices"
	"strings"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
)

// Proxy is the configuration of one Envoy.
type Proxy struct {
	Listeners []*listener.Listener
	Clusters  map[string]*cluster.Cluster
	Routes    map[string]*route.RouteConfiguration
	// Endpoints gives the endpoints of a cluster that takes them from the control plane.
	Endpoints func(cluster string) *endpoint.ClusterLoadAssignment
}

// Failures of a connection before anything reads what it carries.
var (
	ErrNoListener  = errors.New("no listener")
	ErrNoChain     = errors.New("no filter chain")
	ErrTLS         = errors.New("TLS handshake fails")
	ErrProtocol    = errors.New("protocol error")
	ErrBadListener = errors.New("two filter chains have one match, so Envoy refuses the listener")
	// ErrForeignCertificate is no failure of its own: whether it is one hangs on who signed the certificate.
	ErrForeignCertificate = errors.New("a certificate from outside at a server with mutual TLS of the mesh")
)

// Listener finds the listener with a name.
func (p *Proxy) Listener(name string) *listener.Listener {
	for _, one := range p.Listeners {
		if one.GetName() == name {
			return one
		}
	}
	return nil
}

// ListenerAt finds the listener of an address: bound to it, or to all addresses on its port.
func (p *Proxy) ListenerAt(address netip.AddrPort) *listener.Listener {
	any := netip.AddrPortFrom(netip.IPv4Unspecified(), address.Port())
	for _, wanted := range []netip.AddrPort{address, any} {
		for _, one := range p.Listeners {
			if boundTo(one, wanted) {
				return one
			}
		}
	}
	return nil
}

func boundTo(one *listener.Listener, wanted netip.AddrPort) bool {
	addresses := []*core.Address{one.GetAddress()}
	for _, additional := range one.GetAdditionalAddresses() {
		addresses = append(addresses, additional.GetAddress())
	}
	for _, address := range addresses {
		socket := address.GetSocketAddress()
		parsed, err := netip.ParseAddr(socket.GetAddress())
		if err == nil && netip.AddrPortFrom(parsed, uint16(socket.GetPortValue())) == wanted {
			return true
		}
	}
	return false
}

// sniffed is what the listener filters read of a connection.
type sniffed struct {
	transport  string
	serverName string
	protocols  []string
}

func sniff(one *listener.Listener, connection *Connection) sniffed {
	read := sniffed{transport: "raw_buffer"}
	if layer := connection.Stream.Outermost(); layer != nil {
		if hasFilter(one, "envoy.filters.listener.tls_inspector", connection) {
			return sniffed{transport: "tls", serverName: strings.ToLower(layer.ServerName), protocols: layer.Protocols}
		}
		return read
	}
	if request := connection.Stream.HTTP; request != nil && hasFilter(one, "envoy.filters.listener.http_inspector", connection) {
		read.protocols = []string{"http/1.1"}
		if request.HTTP2 {
			read.protocols = []string{"h2c"}
		}
	}
	return read
}

func hasFilter(one *listener.Listener, name string, connection *Connection) bool {
	for _, filter := range one.GetListenerFilters() {
		if filter.GetName() == name {
			return filter.GetFilterDisabled() == nil || !matchPredicate(filter.GetFilterDisabled(), connection)
		}
	}
	return false
}

func matchPredicate(predicate *listener.ListenerFilterChainMatchPredicate, connection *Connection) bool {
	switch kind := predicate.GetRule().(type) {
	case *listener.ListenerFilterChainMatchPredicate_AnyMatch:
		return kind.AnyMatch
	case *listener.ListenerFilterChainMatchPredicate_NotMatch:
		return !matchPredicate(kind.NotMatch, connection)
	case *listener.ListenerFilterChainMatchPredicate_OrMatch:
		return slices.ContainsFunc(kind.OrMatch.GetRules(), func(rule *listener.ListenerFilterChainMatchPredicate) bool {
			return matchPredicate(rule, connection)
		})
	case *listener.ListenerFilterChainMatchPredicate_AndMatch:
		return !slices.ContainsFunc(kind.AndMatch.GetRules(), func(rule *listener.ListenerFilterChainMatchPredicate) bool {
			return !matchPredicate(rule, connection)
		})
	case *listener.ListenerFilterChainMatchPredicate_DestinationPortRange:
		port := int32(connection.Destination.Port())
		return port >= kind.DestinationPortRange.GetStart() && port < kind.DestinationPortRange.GetEnd()
	}
	panic(unsupported("listener filter predicate %T", predicate.GetRule()))
}

// Accepted is a connection in the filter chain that took it.
type Accepted struct {
	Proxy      *Proxy
	Listener   *listener.Listener
	Chain      *listener.FilterChain
	Connection *Connection
	// Stream is what is left when the chain has ended its layer of TLS.
	Stream Stream
	// Peer is the layer that the chain has ended.
	Peer *TLS
	// ServerName is what the TLS inspector read.
	ServerName string
}

// Accept chooses the filter chain of a listener for a connection, and ends its TLS.
func (p *Proxy) Accept(one *listener.Listener, connection *Connection) (*Accepted, error) {
	if repeatsMatch(one) {
		return nil, ErrBadListener
	}
	read := sniff(one, connection)
	chain := chooseChain(one, connection, read)
	if chain == nil {
		return nil, ErrNoChain
	}
	accepted := &Accepted{
		Proxy: p, Listener: one, Chain: chain, Connection: connection, Stream: connection.Stream, ServerName: read.serverName,
	}
	if chain.GetTransportSocket() == nil {
		return accepted, nil
	}
	layer := connection.Stream.Outermost()
	if layer == nil {
		return nil, ErrTLS
	}
	context := &tls.DownstreamTlsContext{}
	unmarshal(chain.GetTransportSocket().GetTypedConfig(), context)
	if servesMesh(context) && layer.Owner == Application && layer.Certificate {
		return nil, ErrForeignCertificate
	}
	if !handshake(layer, context) {
		return nil, ErrTLS
	}
	accepted.Peer = layer
	accepted.Stream = Stream{Layers: connection.Stream.Layers[1:], HTTP: connection.Stream.HTTP}
	return accepted, nil
}

// handshake tells whether a client of TLS and a server that ends it agree.
func handshake(layer *TLS, context *tls.DownstreamTlsContext) bool {
	if servesMesh(context) != (layer.Owner == MeshTLS) {
		return false
	}
	return layer.Certificate || !context.GetRequireClientCertificate().GetValue()
}

func servesMesh(context *tls.DownstreamTlsContext) bool {
	for _, secret := range context.GetCommonTlsContext().GetTlsCertificateSdsSecretConfigs() {
		if secret.GetName() == "default" {
			return true
		}
	}
	return false
}

// chooseChain goes through the conditions of the filter chains in Envoy's order. Each condition leaves the chains that
// fit best, and there is no way back.
func chooseChain(one *listener.Listener, connection *Connection, read sniffed) *listener.FilterChain {
	if tree := one.GetFilterChainMatcher(); tree != nil {
		name, found := matchTree(tree, connection, read)
		if found {
			for _, chain := range one.GetFilterChains() {
				if chain.GetName() == name {
					return chain
				}
			}
		}
		return one.GetDefaultFilterChain()
	}
	chains := one.GetFilterChains()
	for _, condition := range chainConditions(connection, read) {
		chains = best(chains, condition)
	}
	if len(chains) == 0 {
		return one.GetDefaultFilterChain()
	}
	return chains[0]
}

// chainCondition ranks a chain: 0 for a condition that does not fit, 1 for none, more for a better fit.
type chainCondition func(match *listener.FilterChainMatch) int

func chainConditions(connection *Connection, read sniffed) []chainCondition {
	conditions := []chainCondition{
		func(match *listener.FilterChainMatch) int {
			return rank(match.GetDestinationPort() != nil, match.GetDestinationPort().GetValue() == uint32(connection.Destination.Port()), 2)
		},
		func(match *listener.FilterChainMatch) int {
			return rankBlocks(match.GetPrefixRanges(), connection.Destination.Addr())
		},
		func(match *listener.FilterChainMatch) int { return rankNames(match.GetServerNames(), read.serverName) },
		func(match *listener.FilterChainMatch) int {
			return rank(match.GetTransportProtocol() != "", match.GetTransportProtocol() == read.transport, 2)
		},
		func(match *listener.FilterChainMatch) int {
			wanted := match.GetApplicationProtocols()
			for i, protocol := range read.protocols {
				if slices.Contains(wanted, protocol) {
					return 2 + len(read.protocols) - i
				}
			}
			return rank(len(wanted) > 0, false, 0)
		},
		func(match *listener.FilterChainMatch) int {
			return rankBlocks(match.GetSourcePrefixRanges(), connection.Source)
		},
	}
	return conditions
}

func rank(set, fits bool, value int) int {
	switch {
	case !set:
		return 1
	case fits:
		return value
	}
	return 0
}

func rankBlocks(blocks []*core.CidrRange, address netip.Addr) int {
	value := 0
	for _, block := range blocks {
		if inBlock(block, address) {
			value = max(value, 2+int(block.GetPrefixLen().GetValue()))
		}
	}
	return rank(len(blocks) > 0, value > 0, value)
}

func rankNames(names []string, serverName string) int {
	value := 0
	for _, name := range names {
		suffix, wildcard := strings.CutPrefix(name, "*")
		switch {
		case !wildcard && name == serverName:
			value = max(value, 1<<20)
		case wildcard && strings.HasSuffix(serverName, suffix) && len(serverName) > len(suffix):
			value = max(value, 2+len(suffix))
		}
	}
	return rank(len(names) > 0, value > 0, value)
}

func best(chains []*listener.FilterChain, condition chainCondition) []*listener.FilterChain {
	highest := 1
	var left []*listener.FilterChain
	for _, chain := range chains {
		value := condition(chain.GetFilterChainMatch())
		if value > highest {
			highest, left = value, nil
		}
		if value == highest {
			left = append(left, chain)
		}
	}
	return left
}

// repeatsMatch tells whether two chains of a listener have the same match.
func repeatsMatch(one *listener.Listener) bool {
	if one.GetFilterChainMatcher() != nil {
		return false
	}
	seen := map[string]bool{}
	for _, chain := range one.GetFilterChains() {
		for _, key := range matchKeys(chain.GetFilterChainMatch()) {
			if seen[key] {
				return true
			}
			seen[key] = true
		}
	}
	return false
}

// matchKeys writes out the combinations that a match stands for, as Envoy does to compare chains.
func matchKeys(match *listener.FilterChainMatch) []string {
	keys := []string{match.GetDestinationPort().String() + "|" + match.GetTransportProtocol()}
	var blocks, sources []string
	for _, block := range match.GetPrefixRanges() {
		blocks = append(blocks, block.GetAddressPrefix()+"/"+block.GetPrefixLen().String())
	}
	for _, block := range match.GetSourcePrefixRanges() {
		sources = append(sources, block.GetAddressPrefix()+"/"+block.GetPrefixLen().String())
	}
	for _, values := range [][]string{blocks, match.GetServerNames(), match.GetApplicationProtocols(), sources} {
		if len(values) == 0 {
			values = []string{""}
		}
		var combined []string
		for _, key := range keys {
			for _, value := range values {
				combined = append(combined, key+"|"+value)
			}
		}
		keys = combined
	}
	return keys
}
