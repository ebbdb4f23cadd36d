package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// readDefinitions reads the CRDs of a file. Other objects in it are passed over.
func readDefinitions(file string) ([]apiextensions.CustomResourceDefinition, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 1<<16)
	var definitions []apiextensions.CustomResourceDefinition
	for {
		var one apiextensions.CustomResourceDefinition
		err := decoder.Decode(&one)
		if errors.Is(err, io.EOF) {
			return definitions, nil
		}
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", file, err)
		}
		if one.Kind == "CustomResourceDefinition" {
			definitions = append(definitions, one)
		}
	}
}

// specOf is the schema of `spec` in one version of a definition.
func specOf(version apiextensions.CustomResourceDefinitionVersion) apiextensions.JSONSchemaProps {
	if version.Schema == nil || version.Schema.OpenAPIV3Schema == nil {
		return apiextensions.JSONSchemaProps{}
	}
	return version.Schema.OpenAPIV3Schema.Properties["spec"]
}

// step is a field below a schema, with the brackets that a path writes for lists and maps.
type step struct {
	suffix string
	schema apiextensions.JSONSchemaProps
}

// below unwraps lists and maps.
func below(schema apiextensions.JSONSchemaProps) step {
	inner := step{schema: schema}
	for {
		switch {
		case inner.schema.Items != nil && inner.schema.Items.Schema != nil:
			inner = step{suffix: inner.suffix + "[]", schema: *inner.schema.Items.Schema}
		case inner.schema.AdditionalProperties != nil && inner.schema.AdditionalProperties.Schema != nil:
			inner = step{suffix: inner.suffix + "{}", schema: *inner.schema.AdditionalProperties.Schema}
		default:
			return inner
		}
	}
}
