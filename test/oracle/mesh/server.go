package mesh

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	metadatafake "k8s.io/client-go/metadata/fake"
	clienttesting "k8s.io/client-go/testing"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/networking/core"
	"istio.io/istio/pilot/pkg/xds/endpoints"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/gvr"
	"istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/kube/kclient/clienttest"
	"istio.io/istio/pkg/test"

	"cdk8s-istio/test/oracle/envoy"
)

// Mesh is a cluster with Istio's control plane running over its manifests.
type Mesh struct {
	*Network
	Config  *meshconfig.MeshConfig
	Server  *xds.FakeDiscoveryServer
	t       test.Failer
	proxies map[*Workload]*envoy.Proxy
}

// Start reads manifests and starts the control plane over them. `known` are addresses of pods, by workload.
func Start(t test.Failer, files map[string]string, known map[string]netip.Addr) (*Mesh, error) {
	read, err := readManifests(files)
	if err != nil {
		return nil, err
	}
	objects := append(read.all, classObjects(read.all)...)
	objects = append(objects, deployGateways(objects)...)
	secrets, err := certificateSecrets(objects)
	if err != nil {
		return nil, err
	}
	objects = append(objects, secrets...)
	workloads, err := readWorkloads(objects, known)
	if err != nil {
		return nil, err
	}
	network, err := newNetwork(objects, workloads)
	if err != nil {
		return nil, err
	}
	for _, object := range read.istio {
		provideKeys(object)
	}
	seen, err := kubernetesObjects(objects, network)
	if err != nil {
		return nil, err
	}
	configs, err := istioConfigs(read.istio)
	if err != nil {
		return nil, err
	}
	server := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
		KubernetesObjects:  seen,
		Configs:            configs,
		MeshConfig:         read.mesh,
		KubeClientModifier: func(client kube.Client) { installGatewayAPI(t, client) },
	})
	return &Mesh{Network: network, Config: read.mesh, Server: server, t: t, proxies: map[*Workload]*envoy.Proxy{}}, nil
}

// istioConfigs are the objects of Istio as its configuration store holds them. An object that Istio's validation refuses
// is an error.
func istioConfigs(objects []*unstructured.Unstructured) ([]config.Config, error) {
	var configs []config.Config
	for _, object := range objects {
		text, err := object.MarshalJSON()
		if err != nil {
			return nil, err
		}
		parsed, _, err := crd.ParseInputs(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s %s/%s: %w", object.GetKind(), object.GetNamespace(), object.GetName(), err)
		}
		for _, one := range parsed {
			one.Domain = domain
			configs = append(configs, one)
		}
	}
	return configs, nil
}

// kubernetesObjects are the objects that istiod watches, with the pods and endpoints that the cluster makes of them.
func kubernetesObjects(objects []*unstructured.Unstructured, network *Network) ([]runtime.Object, error) {
	var seen []runtime.Object
	for _, object := range objects {
		group, kind := object.GroupVersionKind().Group, object.GetKind()
		watched := group == gatewayGroup || isIstio(group) || kind == "Namespace" || kind == "Secret" || kind == "ConfigMap"
		if !watched {
			continue
		}
		decoded, err := typed(object)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s %s/%s: %w", kind, object.GetNamespace(), object.GetName(), err)
		}
		seen = append(seen, decoded)
	}
	for _, service := range network.Services {
		seen = append(seen, service)
	}
	for _, slice := range network.slices {
		seen = append(seen, slice)
	}
	for _, workload := range network.Workloads {
		if workload.Kind != machineKind {
			seen = append(seen, workload.Pod)
		}
	}
	return seen, nil
}

// keys is a key set of nobody: which tokens are good is told beforehand, and no key server is asked.
const keys = `{"keys":[{"e":"AQAB","kid":"k","kty":"RSA","n":"xAE7eB6qugXyCAG3yhh7pkDkT65pHymX-P7KfIupjf59vsdo91bSP9C8H07pSAGQO1MV_xFj9VswgsCg4R6otmg5PV2He95lZdHtOcU5DXIg_pbhLdKXbi66GlVeK6ABZOUW3WYtnNHD-91gVuoeJT_DwtGGcp4ignkgXfkiEm4sw-4sfb4qdt5oLbyVpmW6x9cfa7vs2WTfURiCrBoUqgBo_-4WTiULmmHSGZHOjzwa8WtrtOQGsAFjIbno85jp6MnGGGZPYZbDAa_b3y5u-YpW7ypZrvD8BgtKVjgtQgZhLAGezMt0ua3DRrWnKqTZ0BJ_EyxOGuHJrLsn00fnMQ"}]}`

func provideKeys(object *unstructured.Unstructured) {
	if object.GetKind() != "RequestAuthentication" {
		return
	}
	rules, found, _ := unstructured.NestedSlice(object.Object, "spec", "jwtRules")
	if !found {
		return
	}
	for _, rule := range rules {
		if fields, isMap := rule.(map[string]any); isMap {
			delete(fields, "jwksUri")
			fields["jwks"] = keys
		}
	}
	_ = unstructured.SetNestedSlice(object.Object, rules, "spec", "jwtRules")
}

// installGatewayAPI makes the kinds of the Gateway API known, in a version that istiod takes.
func installGatewayAPI(t test.Failer, client kube.Client) {
	metadata, isFake := client.Metadata().(*metadatafake.FakeMetadataClient)
	if !isFake {
		t.Fatal("the test client of Istio has another metadata client than the oracle knows")
		return
	}
	metadata.PrependReactor("*", "customresourcedefinitions", func(action clienttesting.Action) (bool, runtime.Object, error) {
		var object runtime.Object
		switch change := action.(type) {
		case clienttesting.CreateAction:
			object = change.GetObject()
		}
		if named, isNamed := object.(metav1.Object); isNamed && strings.HasSuffix(named.GetName(), "."+gatewayGroup) {
			named.SetAnnotations(map[string]string{gatewayGroup + "/bundle-version": "v1.7.0"})
		}
		return false, nil, nil
	})
	clienttest.MakeCRD(t, client, gvr.BackendTLSPolicy)
	clienttest.MakeCRD(t, client, gvr.ListenerSet)
}

// proxyNode describes the proxy of a workload's pod as it describes itself to istiod.
func (m *Mesh) proxyNode(workload *Workload) *model.Proxy {
	kinds := map[DataPlane]model.NodeType{Sidecar: model.SidecarProxy, Router: model.Router, Waypoint: model.Waypoint}
	pod := workload.Pod
	return &model.Proxy{
		Type:            kinds[workload.DataPlane],
		ID:              pod.Name + "." + workload.Namespace,
		ConfigNamespace: workload.Namespace,
		DNSDomain:       workload.Namespace + ".svc." + domain,
		IPAddresses:     []string{workload.IP.String()},
		Labels:          pod.Labels,
		Metadata: &model.NodeMetadata{
			Namespace:      workload.Namespace,
			Labels:         pod.Labels,
			Annotations:    pod.Annotations,
			ClusterID:      "Kubernetes",
			IstioVersion:   release,
			EnableHBONE:    true,
			ServiceAccount: workload.ServiceAccount(),
			WorkloadName:   workload.Name,
		},
	}
}

// release is the release of the proxies, which is that of the control plane.
const release = "1.31.0"

// Proxy is the configuration of the proxy of a workload's pod.
func (m *Mesh) Proxy(workload *Workload) *envoy.Proxy {
	if proxy := m.proxies[workload]; proxy != nil {
		return proxy
	}
	node := m.Server.SetupProxy(m.proxyNode(workload))
	listeners := m.Server.Listeners(node)
	proxy := &envoy.Proxy{
		Listeners: listeners,
		Clusters:  map[string]*cluster.Cluster{},
		Routes:    map[string]*route.RouteConfiguration{},
		Endpoints: func(name string) *endpoint.ClusterLoadAssignment {
			builder := endpoints.NewEndpointBuilder(name, node, m.Server.PushContext())
			return builder.BuildClusterLoadAssignment(m.Server.Discovery.Env.EndpointIndex)
		},
	}
	for _, one := range m.Server.Clusters(node) {
		proxy.Clusters[one.GetName()] = one
	}
	// A name must be asked for once only, as a proxy does: istiod builds the second table of one name wrongly.
	names := core.ExtractRoutesFromListeners(listeners)
	slices.Sort(names)
	resources, _ := m.Server.ConfigGen.BuildHTTPRoutes(node, &model.PushRequest{Push: m.Server.PushContext()}, slices.Compact(names))
	for _, resource := range resources {
		table := &route.RouteConfiguration{}
		if err := resource.GetResource().UnmarshalTo(table); err != nil {
			m.t.Fatal(err)
		}
		proxy.Routes[table.GetName()] = table
	}
	m.proxies[workload] = proxy
	return proxy
}
