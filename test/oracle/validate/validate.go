// Package validate asks what a cluster with Istio says to objects that somebody applies.
package validate

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/go-multierror"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	istiocrd "istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"

	"cdk8s-istio/test/oracle/definitions"
)

// Judgement is what each of the two checks says to an object; empty where it accepts it.
type Judgement struct {
	// CRD is the API server: structure, unknown fields and CEL rules of the definition.
	CRD string `json:"crd,omitempty"`
	// Webhook is istiod.
	Webhook string `json:"webhook,omitempty"`
	// Warnings are istiod's.
	Warnings []string `json:"warnings,omitempty"`
}

// Judge asks both checks about an object, the second one also where the first refuses it.
func Judge(text json.RawMessage) (*Judgement, error) {
	judgement := &Judgement{}
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(text); err != nil {
		return nil, err
	}
	if err := definitions.Check(object); err != nil {
		judgement.CRD = err.Error()
	}
	judgement.Webhook, judgement.Warnings = askWebhook(text)
	return judgement, nil
}

// askWebhook does what istiod's webhook does to an object that is created.
func askWebhook(text json.RawMessage) (string, []string) {
	var object istiocrd.IstioKind
	if err := json.Unmarshal(text, &object); err != nil {
		return err.Error(), nil
	}
	gvk := object.GroupVersionKind()
	schema, known := collections.Istio.FindByGroupKind(resource.FromKubernetesGVK(&gvk))
	if !known {
		return fmt.Sprintf("unrecognized type %v", gvk), nil
	}
	config, err := istiocrd.ConvertObject(schema, &object, "cluster.local")
	if err != nil {
		return err.Error(), nil
	}
	warning, err := schema.ValidateConfig(*config)
	if err != nil {
		return err.Error(), nil
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &fields); err != nil {
		return err.Error(), nil
	}
	for field := range fields {
		switch field {
		case "apiVersion", "kind", "metadata", "spec", "status":
		default:
			return fmt.Sprintf("unknown field %q", field), nil
		}
	}
	return "", warningsOf(warning)
}

func warningsOf(warning error) []string {
	if warning == nil {
		return nil
	}
	var several *multierror.Error
	if !errors.As(warning, &several) {
		return []string{warning.Error()}
	}
	var warnings []string
	for _, one := range several.Errors {
		warnings = append(warnings, one.Error())
	}
	return warnings
}
