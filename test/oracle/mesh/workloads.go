package mesh

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// DataPlane is what stands before the application in a pod.
type DataPlane int

const (
	// NoProxy is a pod outside the mesh.
	NoProxy DataPlane = iota
	// Sidecar is an Envoy that takes all connections of the pod.
	Sidecar
	// Router is an Envoy that is the application, a gateway.
	Router
	// Waypoint is an Envoy that is a waypoint of ambient mode.
	Waypoint
	// Ambient is a pod whose connections ztunnel takes.
	Ambient
)

// Workload is a Deployment or the like, with the one pod that it has here.
type Workload struct {
	Kind, Namespace, Name string
	// GoverningService is the headless Service of a StatefulSet, which gives names to its pods.
	GoverningService string
	DataPlane        DataPlane
	Pod              *corev1.Pod
	IP               netip.Addr
}

// machineKind is the kind of a workload that is no pod.
const machineKind = "WorkloadEntry"

// FullName is what answers call a workload.
func (w *Workload) FullName() string { return w.Namespace + "/" + w.Name }

// ServiceAccount of the pod.
func (w *Workload) ServiceAccount() string {
	if name := w.Pod.Spec.ServiceAccountName; name != "" {
		return name
	}
	return "default"
}

var templatePaths = map[string][]string{
	"Deployment":  {"spec", "template"},
	"StatefulSet": {"spec", "template"},
	"DaemonSet":   {"spec", "template"},
	"ReplicaSet":  {"spec", "template"},
	"Job":         {"spec", "template"},
	"CronJob":     {"spec", "jobTemplate", "spec", "template"},
	"Pod":         {},
}

// readWorkloads finds the pod templates and gives each one pod. Addresses that are known beforehand are taken from `known`.
func readWorkloads(objects []*unstructured.Unstructured, known map[string]netip.Addr) ([]*Workload, error) {
	namespaces := map[string]map[string]string{}
	for _, object := range objects {
		if object.GetKind() == "Namespace" {
			namespaces[object.GetName()] = object.GetLabels()
		}
	}
	addresses := newAddresses(netip.MustParseAddr("10.1.0.1"), known)
	var workloads []*Workload
	for _, object := range objects {
		if object.GetKind() == machineKind {
			if machine := machineOf(object); machine != nil {
				workloads = append(workloads, machine)
			}
			continue
		}
		path, isWorkload := templatePaths[object.GetKind()]
		if !isWorkload {
			continue
		}
		template, found, err := unstructured.NestedMap(object.Object, path...)
		if err != nil || !found {
			return nil, fmt.Errorf("%s %s/%s has no pod template", object.GetKind(), object.GetNamespace(), object.GetName())
		}
		pod, err := podOf(template)
		if err != nil {
			return nil, fmt.Errorf("%s %s/%s: %w", object.GetKind(), object.GetNamespace(), object.GetName(), err)
		}
		workload := &Workload{Kind: object.GetKind(), Namespace: object.GetNamespace(), Name: object.GetName(), Pod: pod}
		if object.GetKind() == "StatefulSet" {
			workload.GoverningService, _, _ = unstructured.NestedString(object.Object, "spec", "serviceName")
		}
		workload.IP = addresses.next(workload.FullName())
		workload.DataPlane = dataPlaneOf(pod, workload.Namespace, namespaces[workload.Namespace])
		workload.complete()
		workloads = append(workloads, workload)
	}
	return workloads, nil
}

// machineOf is a machine outside the cluster. As istiod does, it is taken to have a proxy if its entry gives it an identity.
func machineOf(object *unstructured.Unstructured) *Workload {
	text, _, _ := unstructured.NestedString(object.Object, "spec", "address")
	address, err := netip.ParseAddr(text)
	if err != nil {
		return nil
	}
	labels, _, _ := unstructured.NestedStringMap(object.Object, "spec", "labels")
	account, _, _ := unstructured.NestedString(object.Object, "spec", "serviceAccount")
	machine := &Workload{Kind: machineKind, Namespace: object.GetNamespace(), Name: object.GetName(), IP: address, Pod: &corev1.Pod{}}
	machine.Pod.Name, machine.Pod.Namespace = object.GetName(), object.GetNamespace()
	machine.Pod.Labels = labels
	machine.Pod.Spec.ServiceAccountName = account
	if mode, written := labels["security.istio.io/tlsMode"]; mode == "istio" || !written && account != "" {
		machine.DataPlane = Sidecar
	}
	return machine
}

func podOf(template map[string]any) (*corev1.Pod, error) {
	text, err := json.Marshal(template)
	if err != nil {
		return nil, err
	}
	pod := &corev1.Pod{}
	return pod, json.Unmarshal(text, pod)
}

// complete adds what the cluster, the injector and the CNI plugin add to a pod.
func (w *Workload) complete() {
	pod := w.Pod
	for i := range pod.Spec.Containers {
		for j := range pod.Spec.Containers[i].Ports {
			if port := &pod.Spec.Containers[i].Ports[j]; port.Protocol == "" {
				port.Protocol = corev1.ProtocolTCP
			}
		}
	}
	pod.Namespace = w.Namespace
	pod.Name = w.Name + "-0"
	owner := metav1.OwnerReference{APIVersion: "apps/v1", Kind: w.Kind, Name: w.Name, Controller: new(bool)}
	*owner.Controller = true
	if w.Kind == "Deployment" {
		// Istio takes the name of the Deployment from that of the ReplicaSet and the label of its hash.
		const hash = "5f6c8d9b7d"
		pod.Name = w.Name + "-" + hash + "-x2v4z"
		owner.Kind, owner.Name = "ReplicaSet", w.Name+"-"+hash
		setLabel(pod, "pod-template-hash", hash)
	}
	if w.Kind == "Pod" {
		pod.Name = w.Name
	} else {
		pod.OwnerReferences = []metav1.OwnerReference{owner}
	}
	if w.DataPlane == Sidecar {
		setLabel(pod, "security.istio.io/tlsMode", "istio")
		// Written where proxies may speak HBONE, as in the ambient profile. Between sidecars it makes no difference.
		setLabel(pod, "networking.istio.io/tunnel", "http")
	}
	if w.DataPlane == Ambient {
		if pod.Annotations == nil {
			pod.Annotations = map[string]string{}
		}
		pod.Annotations["ambient.istio.io/redirection"] = "enabled"
	}
	ip := w.IP.String()
	pod.Status = corev1.PodStatus{
		Phase:  corev1.PodRunning,
		PodIP:  ip,
		PodIPs: []corev1.PodIP{{IP: ip}},
		Conditions: []corev1.PodCondition{
			{Type: corev1.PodReady, Status: corev1.ConditionTrue},
		},
	}
}

func setLabel(pod *corev1.Pod, name, value string) {
	if pod.Labels == nil {
		pod.Labels = map[string]string{}
	}
	if _, written := pod.Labels[name]; !written {
		pod.Labels[name] = value
	}
}

// dataPlaneOf follows the selectors of the injection webhook and of the CNI plugin in their default installation.
func dataPlaneOf(pod *corev1.Pod, namespace string, labels map[string]string) DataPlane {
	if injected(pod, namespace, labels) {
		switch {
		case slices.Contains(strings.Split(pod.Annotations["inject.istio.io/templates"], ","), "gateway"):
			return Router
		case slices.Contains(strings.Split(pod.Annotations["inject.istio.io/templates"], ","), "waypoint"):
			return Waypoint
		}
		return Sidecar
	}
	for _, container := range pod.Spec.Containers {
		if slices.Contains(container.Args, "router") {
			return Router
		}
		if slices.Contains(container.Args, "waypoint") {
			return Waypoint
		}
	}
	mode, written := pod.Labels["istio.io/dataplane-mode"]
	if !written {
		mode = labels["istio.io/dataplane-mode"]
	}
	if mode == "ambient" && !pod.Spec.HostNetwork {
		return Ambient
	}
	return NoProxy
}

func injected(pod *corev1.Pod, namespace string, labels map[string]string) bool {
	if pod.Spec.HostNetwork || strings.HasPrefix(namespace, "kube-") {
		return false
	}
	pods := pod.Labels["sidecar.istio.io/inject"]
	injection, hasInjection := labels["istio-injection"]
	revision, hasRevision := labels["istio.io/rev"]
	podRevision, hasPodRevision := pod.Labels["istio.io/rev"]
	switch {
	case pods == "false" || injection == "disabled":
		return false
	case injection == "enabled" || pods == "true" && !hasInjection && !hasRevision && !hasPodRevision:
		return true
	case hasRevision && !hasInjection:
		return revision == "default"
	}
	return hasPodRevision && podRevision == "default" && !hasInjection
}

// addresses hands out the addresses of a range that nobody has yet.
type addresses struct {
	last  netip.Addr
	known map[string]netip.Addr
	taken map[netip.Addr]bool
}

func newAddresses(first netip.Addr, known map[string]netip.Addr) *addresses {
	taken := map[netip.Addr]bool{}
	for _, address := range known {
		taken[address] = true
	}
	return &addresses{last: first, known: known, taken: taken}
}

func (a *addresses) next(name string) netip.Addr {
	if address, found := a.known[name]; found {
		return address
	}
	for {
		a.last = a.last.Next()
		if !a.taken[a.last] {
			return a.last
		}
	}
}
