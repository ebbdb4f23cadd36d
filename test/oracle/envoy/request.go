// Package envoy evaluates configuration of Envoy: what a proxy with these listeners, routes and clusters makes of a
// connection or request. It follows Envoy's documentation and knows the features that istiod uses.
package envoy

import (
	"net/netip"
	"slices"
	"strings"
)

// Request is an HTTP request on its way. Names of headers are in lower case.
type Request struct {
	Method, Scheme, Authority, Path string
	Headers                         map[string][]string
	// HTTP2 tells whether the client speaks HTTP/2, which sniffing sees.
	HTTP2 bool
}

// Clone is a copy that can be changed.
func (r *Request) Clone() *Request {
	clone := *r
	clone.Headers = make(map[string][]string, len(r.Headers))
	for name, values := range r.Headers {
		clone.Headers[name] = slices.Clone(values)
	}
	return &clone
}

// header is the value that matchers see: several values are joined.
func (r *Request) header(name string) (string, bool) {
	switch name = strings.ToLower(name); name {
	case ":method":
		return r.Method, true
	case ":authority", "host":
		return r.Authority, true
	case ":path":
		return r.Path, true
	case ":scheme":
		return r.Scheme, true
	}
	values, found := r.Headers[name]
	return strings.Join(values, ","), found
}

// pathname is the path without its query and fragment.
func (r *Request) pathname() string {
	path, _, _ := strings.Cut(r.Path, "#")
	path, _, _ = strings.Cut(path, "?")
	return path
}

// query gives the first value of each parameter, not decoded.
func (r *Request) query() map[string]string {
	_, text, _ := strings.Cut(r.Path, "?")
	text, _, _ = strings.Cut(text, "#")
	parameters := map[string]string{}
	for _, part := range strings.Split(text, "&") {
		name, value, _ := strings.Cut(part, "=")
		if _, known := parameters[name]; !known && name != "" {
			parameters[name] = value
		}
	}
	return parameters
}

// Owner is who encrypts.
type Owner int

const (
	// Application is the program in the client's pod, or a client on the internet.
	Application Owner = iota
	// MeshTLS is a proxy with the certificate of the mesh.
	MeshTLS
	// UserTLS is a proxy with TLS settings of a DestinationRule.
	UserTLS
)

// TLS is one layer of encryption.
type TLS struct {
	Owner      Owner
	ServerName string
	Protocols  []string
	// Identity is the SPIFFE name in the client's certificate.
	Identity string
	// Certificate tells whether the client shows one.
	Certificate bool
}

// Stream is what a connection carries: layers of TLS, the outermost first, and in them a request or something else.
type Stream struct {
	Layers []TLS
	HTTP   *Request
}

// Wrap adds a layer of TLS around a stream.
func (s Stream) Wrap(layer TLS) Stream {
	return Stream{Layers: append([]TLS{layer}, s.Layers...), HTTP: s.HTTP}
}

// Outermost is the layer that the next reader meets.
func (s Stream) Outermost() *TLS {
	if len(s.Layers) == 0 {
		return nil
	}
	return &s.Layers[0]
}

// Connection is what arrives at a proxy.
type Connection struct {
	Source      netip.Addr
	Destination netip.AddrPort
	Stream      Stream
	// FilterState is what a tunnel says of the connection in it.
	FilterState map[string]string
}
