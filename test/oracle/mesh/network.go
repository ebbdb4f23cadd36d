package mesh

import (
	"fmt"
	"hash/fnv"
	"net/netip"
	"slices"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

const domain = "cluster.local"

// Network is the cluster without Istio: what names resolve to, and which pod takes a connection.
type Network struct {
	Workloads []*Workload
	Services  []*corev1.Service
	pods      map[netip.Addr]*Workload
	byAddress map[netip.Addr]*corev1.Service
	byName    map[string]*corev1.Service
	slices    []*discoveryv1.EndpointSlice
	external  []externalHost
	entries   []selectingEntry
	// allocated are the addresses that istiod gives to hosts of ServiceEntries.
	allocated map[string][]netip.Addr
}

// selectingEntry is a ServiceEntry that selects pods.
type selectingEntry struct {
	namespace string
	selector  labels.Selector
	ports     []int
}

// externalHost is a host of a ServiceEntry with the address that it is written with.
type externalHost struct {
	host, namespace string
	address         netip.Addr
}

func newNetwork(objects []*unstructured.Unstructured, workloads []*Workload) (*Network, error) {
	network := &Network{
		Workloads: workloads,
		pods:      map[netip.Addr]*Workload{},
		byAddress: map[netip.Addr]*corev1.Service{},
		byName:    map[string]*corev1.Service{},
		allocated: map[string][]netip.Addr{},
	}
	for _, workload := range workloads {
		network.pods[workload.IP] = workload
	}
	addresses := newAddresses(netip.MustParseAddr("10.96.0.1"), nil)
	allocated := newAddresses(netip.MustParseAddr("240.240.0.1"), nil)
	for _, object := range objects {
		switch object.GetKind() {
		case "Service":
			decoded, err := typed(object)
			if err != nil {
				return nil, fmt.Errorf("cannot read Service %s/%s: %w", object.GetNamespace(), object.GetName(), err)
			}
			network.addService(decoded.(*corev1.Service), addresses)
		case "EndpointSlice":
			decoded, err := typed(object)
			if err != nil {
				return nil, fmt.Errorf("cannot read EndpointSlice %s/%s: %w", object.GetNamespace(), object.GetName(), err)
			}
			if slice, current := decoded.(*discoveryv1.EndpointSlice); current {
				network.slices = append(network.slices, slice)
			}
		case "ServiceEntry":
			network.addExternal(object)
			network.allocate(object, allocated)
		}
	}
	for _, service := range network.Services {
		network.slices = append(network.slices, network.slicesOf(service)...)
	}
	return network, nil
}

func serviceName(service *corev1.Service) string {
	return service.Name + "." + service.Namespace + ".svc." + domain
}

func (n *Network) addService(service *corev1.Service, addresses *addresses) {
	n.Services = append(n.Services, service)
	n.byName[serviceName(service)] = service
	if service.Spec.Type == corev1.ServiceTypeExternalName {
		return
	}
	for i := range service.Spec.Ports {
		port := &service.Spec.Ports[i]
		if port.Protocol == "" {
			port.Protocol = corev1.ProtocolTCP
		}
		if port.TargetPort == (intstr.IntOrString{}) {
			port.TargetPort = intstr.FromInt32(port.Port)
		}
	}
	if service.Spec.ClusterIP == "" {
		service.Spec.ClusterIP = addresses.next(serviceName(service)).String()
	}
	if service.Spec.ClusterIP != corev1.ClusterIPNone {
		service.Spec.ClusterIPs = []string{service.Spec.ClusterIP}
		if address, err := netip.ParseAddr(service.Spec.ClusterIP); err == nil {
			n.byAddress[address] = service
		}
	}
}

func (n *Network) addExternal(object *unstructured.Unstructured) {
	if selector, found, _ := unstructured.NestedStringMap(object.Object, "spec", "workloadSelector", "labels"); found {
		entry := selectingEntry{namespace: object.GetNamespace(), selector: labels.SelectorFromSet(selector)}
		ports, _, _ := unstructured.NestedSlice(object.Object, "spec", "ports")
		for _, port := range ports {
			fields, _ := port.(map[string]any)
			number, written, _ := unstructured.NestedInt64(fields, "targetPort")
			if !written {
				number, _, _ = unstructured.NestedInt64(fields, "number")
			}
			entry.ports = append(entry.ports, int(number))
		}
		n.entries = append(n.entries, entry)
	}
	hosts, _, _ := unstructured.NestedStringSlice(object.Object, "spec", "hosts")
	written, _, _ := unstructured.NestedStringSlice(object.Object, "spec", "addresses")
	if len(written) == 0 {
		return
	}
	address, err := netip.ParseAddr(written[0])
	if err != nil {
		block, err := netip.ParsePrefix(written[0])
		if err != nil {
			return
		}
		address = block.Masked().Addr().Next()
	}
	for _, host := range hosts {
		n.external = append(n.external, externalHost{host: strings.ToLower(host), namespace: object.GetNamespace(), address: address})
	}
}

// podsOf are the pods that a Service selects.
func (n *Network) podsOf(service *corev1.Service) []*Workload {
	if len(service.Spec.Selector) == 0 {
		return nil
	}
	selector := labels.SelectorFromSet(service.Spec.Selector)
	var found []*Workload
	for _, workload := range n.Workloads {
		if workload.Kind != machineKind && workload.Namespace == service.Namespace && selector.Matches(labels.Set(workload.Pod.Labels)) {
			found = append(found, workload)
		}
	}
	return found
}

// targetPort is the port of a pod behind a port of a Service; 0 where the pod has no port of that name.
func targetPort(port corev1.ServicePort, pod *corev1.Pod) int {
	if port.TargetPort.Type == intstr.Int {
		return port.TargetPort.IntValue()
	}
	for _, container := range pod.Spec.Containers {
		for _, declared := range container.Ports {
			if declared.Name == port.TargetPort.StrVal {
				return int(declared.ContainerPort)
			}
		}
	}
	return 0
}

// slicesOf writes the EndpointSlices of a Service: one for the pods that have the same target ports.
func (n *Network) slicesOf(service *corev1.Service) []*discoveryv1.EndpointSlice {
	byPorts := map[string]*discoveryv1.EndpointSlice{}
	for _, workload := range n.podsOf(service) {
		var ports []discoveryv1.EndpointPort
		for _, port := range service.Spec.Ports {
			if number := int32(targetPort(port, workload.Pod)); number != 0 {
				ports = append(ports, discoveryv1.EndpointPort{Name: &port.Name, Port: &number, Protocol: &port.Protocol})
			}
		}
		key := ""
		for _, port := range ports {
			key += fmt.Sprintf("%s=%d,", *port.Name, *port.Port)
		}
		slice := byPorts[key]
		if slice == nil {
			slice = &discoveryv1.EndpointSlice{
				ObjectMeta: metav1.ObjectMeta{
					Name:      fmt.Sprintf("%s-%d", service.Name, len(byPorts)),
					Namespace: service.Namespace,
					Labels:    map[string]string{discoveryv1.LabelServiceName: service.Name},
				},
				AddressType: discoveryv1.AddressTypeIPv4,
				Ports:       ports,
			}
			byPorts[key] = slice
		}
		ready := true
		slice.Endpoints = append(slice.Endpoints, discoveryv1.Endpoint{
			Addresses:  []string{workload.IP.String()},
			Conditions: discoveryv1.EndpointConditions{Ready: &ready, Serving: &ready},
			TargetRef:  &corev1.ObjectReference{Kind: "Pod", Name: workload.Pod.Name, Namespace: workload.Namespace},
		})
	}
	var written []*discoveryv1.EndpointSlice
	for _, slice := range byPorts {
		written = append(written, slice)
	}
	sort.Slice(written, func(i, j int) bool { return written[i].Name < written[j].Name })
	return written
}

// Resolve gives the addresses of a name, as a pod of a namespace sees it.
func (n *Network) Resolve(name, namespace string) []netip.Addr {
	if address, err := netip.ParseAddr(name); err == nil {
		return []netip.Addr{address}
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	search := []string{"", "." + domain, ".svc." + domain}
	if namespace != "" {
		search = append(search, "."+namespace+".svc."+domain)
	}
	for i := len(search) - 1; i >= 0; i-- {
		if addresses := n.lookup(name+search[i], namespace); addresses != nil {
			return addresses
		}
	}
	return []netip.Addr{n.outside(name)}
}

// lookup asks the DNS of the cluster for a full name; nil for a name that it does not know.
func (n *Network) lookup(name, namespace string) []netip.Addr {
	if service := n.byName[name]; service != nil {
		switch {
		case service.Spec.Type == corev1.ServiceTypeExternalName:
			return n.Resolve(service.Spec.ExternalName, namespace)
		case service.Spec.ClusterIP == corev1.ClusterIPNone:
			addresses := []netip.Addr{}
			for _, workload := range n.podsOf(service) {
				addresses = append(addresses, workload.IP)
			}
			return addresses
		}
		return []netip.Addr{netip.MustParseAddr(service.Spec.ClusterIP)}
	}
	pod, rest, found := strings.Cut(name, ".")
	service := n.byName[rest]
	if !found || service == nil || service.Spec.ClusterIP != corev1.ClusterIPNone {
		return nil
	}
	for _, workload := range n.podsOf(service) {
		if workload.Kind == "StatefulSet" && workload.GoverningService == service.Name && workload.Name+"-0" == pod {
			return []netip.Addr{workload.IP}
		}
	}
	return nil
}

// outside is the address of a name that the cluster does not know.
func (n *Network) outside(name string) netip.Addr {
	for _, external := range n.external {
		if external.host == name {
			return external.address
		}
	}
	for _, external := range n.external {
		if suffix, wildcard := strings.CutPrefix(external.host, "*"); wildcard && strings.HasSuffix(name, suffix) {
			return external.address
		}
	}
	hash := fnv.New32a()
	hash.Write([]byte(name))
	sum := hash.Sum32()
	return netip.AddrFrom4([4]byte{198, 18 + byte(sum>>16&1), byte(sum >> 8), byte(sum)})
}

// IsShared tells whether ServiceEntries of several namespaces have an address; which one ztunnel takes is chance.
func (n *Network) IsShared(address netip.Addr) bool {
	namespaces := map[string]bool{}
	for _, external := range n.external {
		if external.address == address {
			namespaces[external.namespace] = true
		}
	}
	return len(namespaces) > 1
}

// Pod is the workload whose pod has an address.
func (n *Network) Pod(address netip.Addr) *Workload { return n.pods[address] }

// ServiceAt is the Service whose cluster address it is.
func (n *Network) ServiceAt(address netip.Addr) *corev1.Service { return n.byAddress[address] }

// IsHidden tells whether a host is that of a Service that is exported to nobody.
func (n *Network) IsHidden(host string) bool {
	service := n.byName[host]
	return service != nil && strings.Contains(service.Annotations["networking.istio.io/exportTo"], "~")
}

// HeadlessServiceOf is the headless Service that a pod's address belongs to, by preference one with that port.
func (n *Network) HeadlessServiceOf(workload *Workload, port int) *corev1.Service {
	var found *corev1.Service
	for _, service := range n.Services {
		if service.Spec.ClusterIP != corev1.ClusterIPNone {
			continue
		}
		for _, other := range n.podsOf(service) {
			if other != workload {
				continue
			}
			if declares(service, port) {
				return service
			}
			if found == nil {
				found = service
			}
		}
	}
	return found
}

func declares(service *corev1.Service, port int) bool {
	for _, declared := range service.Spec.Ports {
		if int(declared.Port) == port {
			return true
		}
	}
	return false
}

// Endpoint is a port of a pod; without a workload it is an address outside.
type Endpoint struct {
	Workload *Workload
	Address  netip.AddrPort
}

// Outside tells whether an endpoint is no pod of the cluster.
func (e Endpoint) Outside() bool { return e.Workload == nil || e.Workload.Kind == machineKind }

// Deliver is what the network makes of a connection that no proxy takes on its way. Of a Service's undeclared port
// nothing comes of it.
func (n *Network) Deliver(to netip.AddrPort) []Endpoint {
	service := n.byAddress[to.Addr()]
	if service == nil {
		return []Endpoint{{Workload: n.pods[to.Addr()], Address: to}}
	}
	var endpoints []Endpoint
	for _, port := range service.Spec.Ports {
		if int(port.Port) != int(to.Port()) {
			continue
		}
		for _, workload := range n.podsOf(service) {
			if number := targetPort(port, workload.Pod); number != 0 {
				address := netip.AddrPortFrom(workload.IP, uint16(number))
				endpoints = append(endpoints, Endpoint{Workload: workload, Address: address})
			}
		}
		break
	}
	return endpoints
}

// ServiceHost is the full name of a Service.
func ServiceHost(service *corev1.Service) string { return serviceName(service) }

// TargetPort is the port of a workload's pod behind a port of a Service; 0 where the Service does not lead there.
func (n *Network) TargetPort(service *corev1.Service, workload *Workload, port int) int {
	for _, selected := range n.podsOf(service) {
		if selected != workload {
			continue
		}
		for _, declared := range service.Spec.Ports {
			if int(declared.Port) == port {
				return targetPort(declared, workload.Pod)
			}
		}
	}
	return 0
}

// Served tells whether a Service or ServiceEntry sends to a port of a workload's pod.
func (n *Network) Served(workload *Workload, port int) bool {
	for _, service := range n.Services {
		if !slices.Contains(n.podsOf(service), workload) {
			continue
		}
		for _, declared := range service.Spec.Ports {
			if targetPort(declared, workload.Pod) == port {
				return true
			}
		}
	}
	for _, entry := range n.entries {
		if entry.namespace == workload.Namespace && entry.selector.Matches(labels.Set(workload.Pod.Labels)) && slices.Contains(entry.ports, port) {
			return true
		}
	}
	return false
}
