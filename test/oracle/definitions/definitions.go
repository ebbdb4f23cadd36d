// Package definitions does what the API server does with the definitions of Istio's kinds and of the Gateway API.
package definitions

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/yaml"

	"istio.io/istio/pkg/config/crd"
	"istio.io/istio/pkg/test/env"
)

// istioFile are the definitions that a release of Istio installs, gatewayFile those of the Gateway API that its own
// tests install.
var (
	istioFile   = filepath.Join(env.IstioSrc, "manifests/charts/base/files/crd-all.gen.yaml")
	gatewayFile = filepath.Join(env.IstioSrc, "tests/integration/pilot/testdata/gateway-api-crd.yaml")
)

var validator = sync.OnceValues(func() (*crd.Validator, error) {
	made, err := crd.NewValidatorFromFilesWithOptions([]string{istioFile, gatewayFile}, crd.WithoutCRDValidation())
	if err == nil {
		made.SkipMissing = true
	}
	return made, err
})

// Check tells what the API server refuses: structure, unknown fields and CEL rules. Kinds without a definition pass.
func Check(object *unstructured.Unstructured) error {
	made, err := validator()
	if err != nil {
		return err
	}
	return made.ValidateCustomResource(object)
}

var gatewaySchemas = sync.OnceValues(func() (map[schema.GroupVersionKind]*structuralschema.Structural, error) {
	text, err := os.ReadFile(gatewayFile)
	if err != nil {
		return nil, err
	}
	schemas := map[schema.GroupVersionKind]*structuralschema.Structural{}
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 1<<16)
	for {
		var written apiextensionsv1.CustomResourceDefinition
		err := decoder.Decode(&written)
		if errors.Is(err, io.EOF) {
			return schemas, nil
		}
		if err != nil {
			return nil, err
		}
		if written.Kind != "CustomResourceDefinition" {
			continue
		}
		for _, version := range written.Spec.Versions {
			var internal apiextensions.JSONSchemaProps
			if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &internal, nil); err != nil {
				return nil, err
			}
			structural, err := structuralschema.NewStructural(&internal)
			if err != nil {
				return nil, err
			}
			gvk := schema.GroupVersionKind{Group: written.Spec.Group, Version: version.Name, Kind: written.Spec.Names.Kind}
			schemas[gvk] = structural
		}
	}
})

// FillDefaults writes the defaults of its definition into an object of the Gateway API. The kinds of Istio have none.
func FillDefaults(object *unstructured.Unstructured) error {
	schemas, err := gatewaySchemas()
	if err != nil {
		return err
	}
	if structural := schemas[object.GroupVersionKind()]; structural != nil {
		defaulting.Default(object.Object, structural)
	}
	return nil
}
