// Package mesh turns the manifests of a cluster into a running control plane of Istio, and knows the network beneath it.
package mesh

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"

	meshconfig "istio.io/api/mesh/v1alpha1"
	meshutil "istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/kube"

	"cdk8s-istio/test/oracle/definitions"
)

// manifests are the objects of a cluster, parted by who reads them.
type manifests struct {
	all        []*unstructured.Unstructured
	istio      []*unstructured.Unstructured
	kubernetes []runtime.Object
	mesh       *meshconfig.MeshConfig
}

// readManifests reads YAML files. The objects keep the order of the files' names and of the documents in them.
func readManifests(files map[string]string) (*manifests, error) {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	read := &manifests{mesh: meshutil.DefaultMeshConfig()}
	for _, name := range names {
		decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader([]byte(files[name])), 1<<16)
		for {
			var text json.RawMessage
			err := decoder.Decode(&text)
			if errors.Is(err, io.EOF) {
				break
			}
			object := &unstructured.Unstructured{}
			if err == nil && len(text) > 0 && string(text) != "null" {
				err = object.UnmarshalJSON(text)
			}
			if err != nil {
				return nil, fmt.Errorf("cannot read %s: %w", name, err)
			}
			if len(object.Object) == 0 {
				continue
			}
			if err := read.add(object); err != nil {
				return nil, fmt.Errorf("%s %s/%s: %w", object.GetKind(), object.GetNamespace(), object.GetName(), err)
			}
		}
	}
	return read, nil
}

func (m *manifests) add(object *unstructured.Unstructured) error {
	gvk := object.GroupVersionKind()
	if object.GetNamespace() == "" && !clusterScoped[gvk.Kind] {
		object.SetNamespace(metav1.NamespaceDefault)
	}
	if err := definitions.Check(object); err != nil {
		return err
	}
	if err := definitions.FillDefaults(object); err != nil {
		return err
	}
	// The API server serves an object in each of its versions; istiod watches this one in an older one.
	if gvk.Kind == "ReferenceGrant" {
		object.SetAPIVersion(gvk.Group + "/v1beta1")
	}
	m.all = append(m.all, object)
	switch {
	case isIstio(gvk.Group):
		m.istio = append(m.istio, object)
	case gvk.Kind == "ConfigMap" && object.GetName() == "istio" && object.GetNamespace() == "istio-system":
		text, _, err := unstructured.NestedString(object.Object, "data", "mesh")
		if err != nil {
			return err
		}
		m.mesh, err = meshutil.ApplyMeshConfig(text, m.mesh)
		return err
	}
	return nil
}

// clusterScoped are the kinds among those that the oracle knows which have no namespace.
var clusterScoped = map[string]bool{"Namespace": true, "GatewayClass": true, "ClusterRole": true, "ClusterRoleBinding": true, "Node": true}

func isIstio(group string) bool {
	switch group {
	case "networking.istio.io", "security.istio.io", "telemetry.istio.io", "extensions.istio.io":
		return true
	}
	return false
}

// typed converts an object to the Go type that informers of Istio expect.
func typed(object *unstructured.Unstructured) (runtime.Object, error) {
	text, err := object.MarshalJSON()
	if err != nil {
		return nil, err
	}
	decoded, _, err := kube.IstioCodec.UniversalDeserializer().Decode(text, nil, nil)
	return decoded, err
}
