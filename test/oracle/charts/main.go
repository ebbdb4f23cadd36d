// Renders a plan of an installation as helm and as istioctl do, from the charts of the release that the oracle is built of.
//
// Reads {"components": [{"chart", "release", "namespace", "values"}], "operators": ["yaml"]} from standard input, and
// writes {"helm": [{"of", "object"}], "istioctl": [{"of", "object"}]}.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"istio.io/istio/operator/pkg/helm"
	"istio.io/istio/operator/pkg/manifest"
	"istio.io/istio/operator/pkg/render"
	"istio.io/istio/operator/pkg/util/clog"
	"istio.io/istio/operator/pkg/values"
)

type plan struct {
	Components []struct {
		Chart     string         `json:"chart"`
		Release   string         `json:"release"`
		Namespace string         `json:"namespace"`
		Values    map[string]any `json:"values"`
	} `json:"components"`
	Operators []string `json:"operators"`
}

// Where the sources of Istio hold each chart that is published.
var folders = map[string]string{
	"base":    "base",
	"istiod":  "istio-control/istio-discovery",
	"cni":     "istio-cni",
	"ztunnel": "ztunnel",
	"gateway": "gateway",
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var given plan
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		return err
	}
	byHelm := []any{}
	for _, one := range given.Components {
		input := values.Map{"spec": map[string]any{"values": one.Values}}
		manifests, warnings, err := helm.Render(one.Release, one.Namespace, folders[one.Chart], input, nil)
		if err != nil {
			return fmt.Errorf("chart %s: %w", one.Chart, err)
		}
		if len(warnings) > 0 {
			return fmt.Errorf("chart %s: %w", one.Chart, warnings.ToError())
		}
		byHelm = appendObjects(byHelm, one.Release, manifests)
	}
	byIstioctl := []any{}
	for _, operator := range given.Operators {
		file, err := os.CreateTemp("", "operator-*.yaml")
		if err != nil {
			return err
		}
		defer os.Remove(file.Name())
		if _, err := file.WriteString(operator); err != nil {
			return err
		}
		sets, _, err := render.GenerateManifest([]string{file.Name()}, nil, false, nil, clog.NewDefaultLogger())
		if err != nil {
			return err
		}
		for _, set := range sets {
			byIstioctl = appendObjects(byIstioctl, string(set.Component), set.Manifests)
		}
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"helm": byHelm, "istioctl": byIstioctl})
}

func appendObjects(objects []any, of string, manifests []manifest.Manifest) []any {
	for _, one := range manifests {
		objects = append(objects, map[string]any{"of": of, "object": one.Object})
	}
	return objects
}
