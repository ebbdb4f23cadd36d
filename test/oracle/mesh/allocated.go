package mesh

import (
	"net/netip"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const noAllocation = "networking.istio.io/enable-autoallocate-ip"

// allocate gives each host of a ServiceEntry without addresses one, as a controller of istiod does that the test server
// does not run. Istio's DNS tells it to ambient pods.
func (n *Network) allocate(object *unstructured.Unstructured, addresses *addresses) {
	written, _, _ := unstructured.NestedStringSlice(object.Object, "spec", "addresses")
	resolution, _, _ := unstructured.NestedString(object.Object, "spec", "resolution")
	if len(written) > 0 || resolution == "" || resolution == "NONE" || strings.EqualFold(object.GetLabels()[noAllocation], "false") {
		return
	}
	hosts, _, _ := unstructured.NestedStringSlice(object.Object, "spec", "hosts")
	var status []any
	for _, host := range hosts {
		if strings.HasPrefix(host, "*") {
			continue
		}
		address := addresses.next(object.GetNamespace() + "/" + object.GetName() + "/" + host)
		name := strings.ToLower(host)
		n.allocated[name] = append(n.allocated[name], address)
		status = append(status, map[string]any{"host": host, "value": address.String()})
	}
	if len(status) > 0 {
		_ = unstructured.SetNestedSlice(object.Object, status, "status", "addresses")
	}
}

// Captured gives the addresses of a name as Istio's DNS tells them to an ambient pod: of hosts outside of the cluster, those
// that istiod has allocated.
func (n *Network) Captured(name, namespace string) []netip.Addr {
	addresses := n.Resolve(name, namespace)
	host := strings.ToLower(strings.TrimSuffix(name, "."))
	if allocated := n.allocated[host]; len(allocated) > 0 && len(addresses) == 1 && addresses[0] == n.outside(host) {
		return allocated
	}
	return addresses
}
