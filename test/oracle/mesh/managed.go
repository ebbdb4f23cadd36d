package mesh

import (
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const gatewayGroup = "gateway.networking.k8s.io"

// gatewayClass is what istiod makes of a class of Gateways.
type gatewayClass struct {
	controller, managedBy, role string
	suffix                      bool
}

var gatewayClasses = map[string]gatewayClass{
	"istio":          {controller: "istio.io/gateway-controller", managedBy: "istio.io-gateway-controller", role: "router", suffix: true},
	"istio-waypoint": {controller: "istio.io/mesh-controller", managedBy: "istio.io-mesh-controller", role: "waypoint"},
}

// classObjects are the GatewayClasses that istiod creates, as far as they are not written.
func classObjects(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	written := map[string]bool{}
	for _, object := range objects {
		if object.GetKind() == "GatewayClass" {
			written[object.GetName()] = true
		}
	}
	var classes []*unstructured.Unstructured
	for name, class := range gatewayClasses {
		if !written[name] {
			classes = append(classes, &unstructured.Unstructured{Object: map[string]any{
				"apiVersion": gatewayGroup + "/v1", "kind": "GatewayClass",
				"metadata": map[string]any{"name": name},
				"spec":     map[string]any{"controllerName": class.controller},
			}})
		}
	}
	return classes
}

// deployGateways does the work of istiod's controllers for Gateways of the Gateway API: it gives each one that is not
// bound to existing pods a Deployment and a Service, and writes its address into its status.
func deployGateways(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	written := map[string]bool{}
	for _, object := range objects {
		written[object.GetKind()+" "+object.GetNamespace()+"/"+object.GetName()] = true
	}
	var deployed []*unstructured.Unstructured
	for _, object := range objects {
		if object.GetKind() != "Gateway" || object.GroupVersionKind().Group != gatewayGroup {
			continue
		}
		className, _, _ := unstructured.NestedString(object.Object, "spec", "gatewayClassName")
		class, known := gatewayClasses[className]
		if !known || bound(object) {
			continue
		}
		name := object.GetName()
		if class.suffix {
			name += "-" + className
		}
		if override := object.GetAnnotations()["gateway.istio.io/name-override"]; override != "" {
			name = override
		}
		for _, one := range []*unstructured.Unstructured{gatewayDeployment(object, name, className, class), gatewayService(object, name, class)} {
			if !written[one.GetKind()+" "+one.GetNamespace()+"/"+one.GetName()] {
				deployed = append(deployed, one)
			}
		}
		if _, found, _ := unstructured.NestedFieldNoCopy(object.Object, "status", "addresses"); !found {
			address := map[string]any{"type": "Hostname", "value": name + "." + object.GetNamespace() + ".svc." + domain}
			_ = unstructured.SetNestedSlice(object.Object, []any{address}, "status", "addresses")
		}
	}
	return deployed
}

// bound tells whether a Gateway names the Service of pods that somebody else deploys.
func bound(gateway *unstructured.Unstructured) bool {
	addresses, _, _ := unstructured.NestedSlice(gateway.Object, "spec", "addresses")
	for _, address := range addresses {
		if fields, isMap := address.(map[string]any); isMap && (fields["type"] == nil || fields["type"] == "Hostname") {
			return true
		}
	}
	return false
}

func managedLabels(gateway *unstructured.Unstructured, className string, class gatewayClass) map[string]any {
	labels := map[string]any{}
	infrastructure, found, _ := unstructured.NestedStringMap(gateway.Object, "spec", "infrastructure", "labels")
	if !found {
		infrastructure = gateway.GetLabels()
	}
	for name, value := range infrastructure {
		labels[name] = value
	}
	labels[gatewayGroup+"/gateway-name"] = gateway.GetName()
	labels[gatewayGroup+"/gateway-class-name"] = className
	labels["gateway.istio.io/managed"] = class.managedBy
	labels["sidecar.istio.io/inject"] = "false"
	if class.role != "waypoint" {
		labels["istio.io/dataplane-mode"] = "none"
	}
	return labels
}

func gatewayDeployment(gateway *unstructured.Unstructured, name, className string, class gatewayClass) *unstructured.Unstructured {
	account := name
	if override := gateway.GetAnnotations()["gateway.istio.io/service-account"]; override != "" {
		account = override
	}
	selector := map[string]any{gatewayGroup + "/gateway-name": gateway.GetName()}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apps/v1", "kind": "Deployment",
		"metadata": map[string]any{"name": name, "namespace": gateway.GetNamespace()},
		"spec": map[string]any{
			"selector": map[string]any{"matchLabels": selector},
			"template": map[string]any{
				"metadata": map[string]any{"labels": managedLabels(gateway, className, class)},
				"spec": map[string]any{
					"serviceAccountName": account,
					"containers":         []any{map[string]any{"name": "istio-proxy", "image": "istio-proxy", "args": []any{"proxy", class.role}}},
				},
			},
		},
	}}
}

func gatewayService(gateway *unstructured.Unstructured, name string, class gatewayClass) *unstructured.Unstructured {
	ports := []any{map[string]any{"name": "status-port", "port": int64(15021), "appProtocol": "tcp"}}
	seen := map[int64]bool{15021: true}
	listeners, _, _ := unstructured.NestedSlice(gateway.Object, "spec", "listeners")
	for _, listener := range listeners {
		fields, isMap := listener.(map[string]any)
		if !isMap {
			continue
		}
		number, _, _ := unstructured.NestedInt64(fields, "port")
		if seen[number] {
			continue
		}
		seen[number] = true
		listenerName, _, _ := unstructured.NestedString(fields, "name")
		protocol, _, _ := unstructured.NestedString(fields, "protocol")
		ports = append(ports, map[string]any{"name": listenerName, "port": number, "appProtocol": strings.ToLower(protocol)})
	}
	kind := "LoadBalancer"
	if class.role == "waypoint" {
		kind = "ClusterIP"
	}
	labels := map[string]any{}
	for key, value := range gateway.GetLabels() {
		labels[key] = value
	}
	labels[gatewayGroup+"/gateway-name"] = gateway.GetName()
	metadata := map[string]any{"name": name, "namespace": gateway.GetNamespace(), "labels": labels}
	if created, found, _ := unstructured.NestedFieldNoCopy(gateway.Object, "metadata", "creationTimestamp"); found {
		metadata["creationTimestamp"] = created
	}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Service", "metadata": metadata,
		"spec": map[string]any{
			"type":     kind,
			"selector": map[string]any{gatewayGroup + "/gateway-name": gateway.GetName()},
			"ports":    ports,
		},
	}}
}
