// Package simulate follows requests through a mesh, proxy by proxy.
package simulate

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"cdk8s-istio/test/oracle/envoy"
)

// Question is one request, in the form of the product's SimulationRequest.
type Question struct {
	From                string            `json:"from"`
	To                  string            `json:"to"`
	Method              string            `json:"method"`
	Headers             map[string]string `json:"headers"`
	IP                  string            `json:"ip"`
	Gateway             string            `json:"gateway"`
	ClientCertificate   bool              `json:"clientCertificate"`
	JWTClaims           map[string]any    `json:"jwtClaims"`
	Tokens              []Token           `json:"tokens"`
	ExternalAuthorizers map[string]string `json:"externalAuthorizers"`
}

// Token is a token that a request carries.
type Token struct {
	Claims map[string]any `json:"claims"`
	In     struct {
		Header string `json:"header"`
		Prefix string `json:"prefix"`
		Param  string `json:"param"`
		Cookie string `json:"cookie"`
	} `json:"in"`
	SignatureValid *bool `json:"signatureValid"`
	Expired        bool  `json:"expired"`
}

// internet is the sender that comes in through a gateway.
const internet = "internet"

var defaultPorts = map[string]int{"http": 80, "https": 443, "grpc": 80, "tls": 443}

// target is where a question goes.
type target struct {
	scheme, host, authority, path string
	port                          int
}

func (q *Question) target() (*target, error) {
	text := q.To
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	scheme, rest, _ := strings.Cut(text, "://")
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	to := &target{scheme: scheme, authority: rest[:end], path: rest[end:]}
	if !strings.HasPrefix(to.path, "/") {
		to.path = "/" + to.path
	}
	parsed, err := url.Parse("//" + to.authority)
	if err != nil {
		return nil, err
	}
	to.host, to.port = parsed.Hostname(), defaultPorts[scheme]
	if text := parsed.Port(); text != "" {
		to.port, err = strconv.Atoi(text)
	}
	if err != nil || to.port == 0 {
		return nil, fmt.Errorf("%q names no port", q.To)
	}
	return to, nil
}

// stream is what the sender puts on the wire.
func (q *Question) stream(to *target) envoy.Stream {
	var stream envoy.Stream
	switch to.scheme {
	case "http", "https", "grpc":
		stream.HTTP = q.request(to)
	}
	switch to.scheme {
	case "https":
		return stream.Wrap(envoy.TLS{ServerName: to.host, Protocols: []string{"h2", "http/1.1"}, Certificate: q.ClientCertificate})
	case "tls":
		return stream.Wrap(envoy.TLS{ServerName: to.host, Certificate: q.ClientCertificate})
	}
	return stream
}

func (q *Question) request(to *target) *envoy.Request {
	request := &envoy.Request{
		Method: q.Method, Authority: to.authority, Path: to.path, HTTP2: to.scheme == "grpc", Headers: map[string][]string{},
	}
	if request.Method == "" {
		request.Method = "GET"
		if to.scheme == "grpc" {
			request.Method = "POST"
		}
	}
	if to.scheme == "grpc" {
		request.Headers["content-type"] = []string{"application/grpc"}
	}
	for name, value := range q.Headers {
		switch name = strings.ToLower(name); name {
		case "host", ":authority":
			request.Authority = value
		default:
			request.Headers[name] = []string{value}
		}
	}
	tokens := q.Tokens
	if tokens == nil && q.JWTClaims != nil {
		bearer := Token{Claims: q.JWTClaims}
		bearer.In.Header, bearer.In.Prefix = "Authorization", "Bearer "
		tokens = []Token{bearer}
	}
	for _, token := range tokens {
		token.carry(request)
	}
	return request
}

// carry writes a token into a request.
func (t *Token) carry(request *envoy.Request) {
	text := envoy.EncodeToken(t.Claims, t.SignatureValid == nil || *t.SignatureValid, t.Expired)
	switch {
	case t.In.Header != "":
		name := strings.ToLower(t.In.Header)
		request.Headers[name] = append(request.Headers[name], t.In.Prefix+text)
	case t.In.Param != "":
		separator := "?"
		if strings.Contains(request.Path, "?") {
			separator = "&"
		}
		request.Path += separator + t.In.Param + "=" + text
	case t.In.Cookie != "":
		request.Headers["cookie"] = append(request.Headers["cookie"], t.In.Cookie+"="+text)
	}
}

func (q *Question) answers() envoy.Answers {
	answers := envoy.Answers{}
	for provider, answer := range q.ExternalAuthorizers {
		answers[provider] = answer == "allow"
	}
	return answers
}

// Addresses are those of the pods that questions come from, as the questions say.
func Addresses(questions []Question) map[string]netip.Addr {
	known := map[string]netip.Addr{}
	for _, question := range questions {
		if address, err := netip.ParseAddr(question.IP); err == nil && question.From != internet {
			known[question.From] = address
		}
	}
	return known
}
