package envoy

import (
	"testing"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

func TestPathsAreNormalizedAsTheManagerSays(t *testing.T) {
	base := &hcm.HttpConnectionManager{NormalizePath: wrapperspb.Bool(true)}
	merging := &hcm.HttpConnectionManager{NormalizePath: wrapperspb.Bool(true), MergeSlashes: true}
	decoding := &hcm.HttpConnectionManager{
		NormalizePath: wrapperspb.Bool(true), MergeSlashes: true,
		PathWithEscapedSlashesAction: hcm.HttpConnectionManager_UNESCAPE_AND_FORWARD,
	}
	for _, row := range []struct {
		manager     *hcm.HttpConnectionManager
		given, want string
	}{
		{&hcm.HttpConnectionManager{}, "/a/../b//c", "/a/../b//c"},
		{&hcm.HttpConnectionManager{}, "/a#fragment", "/a"},
		{base, "/a/../b", "/b"},
		{base, "/a/%2e%2E/b?q=/../x", "/b?q=/../x"},
		{base, `/a\b`, "/a/b"},
		{base, "/%61dmin", "/admin"},
		{base, "/a%2Fb//c", "/a%2Fb//c"},
		{base, "/..", "/"},
		{merging, "//a///b/", "/a/b/"},
		{merging, "/a%2F%2Fb", "/a%2F%2Fb"},
		{decoding, "/a%2f%2Fb%5c..", "/a/"},
	} {
		request := &Request{Path: row.given}
		if !normalizePath(request, row.manager) || request.Path != row.want {
			t.Errorf("%q becomes %q, wanted %q", row.given, request.Path, row.want)
		}
	}
}

func TestNulInAPathIsRefused(t *testing.T) {
	if normalizePath(&Request{Path: "/a%00"}, &hcm.HttpConnectionManager{NormalizePath: wrapperspb.Bool(true)}) {
		t.Error("wanted the path to be refused")
	}
}

func TestVirtualHostsFitByTheLongestName(t *testing.T) {
	host := func(name string, domains ...string) *route.VirtualHost {
		return &route.VirtualHost{Name: name, Domains: domains}
	}
	table := &route.RouteConfiguration{VirtualHosts: []*route.VirtualHost{
		host("all", "*"), host("suffix", "*.example.com"), host("longer", "*.b.example.com"), host("prefix", "shop.*"),
		host("exact", "a.b.example.com"),
	}}
	for authority, want := range map[string]string{
		"a.b.example.com": "exact", "A.B.example.com": "exact", "x.b.example.com": "longer", "x.example.com": "suffix",
		"example.com": "all", "shop.test": "prefix", "shop.example.com": "suffix",
	} {
		if got := virtualHost(table, authority).GetName(); got != want {
			t.Errorf("%q gets to %q, wanted %q", authority, got, want)
		}
	}
}

func TestTemplatesMatchWholeSegments(t *testing.T) {
	for _, row := range []struct {
		template, path string
		want           bool
	}{
		{"/api/{*}/items", "/api/v1/items", true},
		{"/api/{*}/items", "/api/v1/v2/items", false},
		{"/api/{*}/items", "/api//items", false},
		{"/admin/{**}", "/admin/a/b", true},
		{"/admin/{**}", "/admin", false},
		{"/a/{**}/z", "/a/b/c/z", true},
	} {
		if got := matchTemplate(row.template, row.path); got != row.want {
			t.Errorf("%q matches %q: %v, wanted %v", row.template, row.path, got, row.want)
		}
	}
}
