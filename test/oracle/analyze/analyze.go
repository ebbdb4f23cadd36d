// Package analyze asks `istioctl analyze` about manifests, and reads the tables of its own tests.
package analyze

import (
	"sort"
	"strings"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/local"
)

// Finding is what an analyzer reports of an object.
type Finding struct {
	Code     string `json:"code"`
	Resource string `json:"resource"`
	Message  string `json:"message,omitempty"`
}

// Manifests runs all analyzers over files, with the default objects that istioctl adds.
func Manifests(files map[string]string) ([]Finding, error) {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), "", "istio-system", nil)
	var readers []local.ReaderSource
	for _, name := range names {
		readers = append(readers, local.ReaderSource{Name: name, Reader: strings.NewReader(files[name])})
	}
	if err := analyzer.AddTestReaderKubeSource(readers); err != nil {
		return nil, err
	}
	if err := analyzer.AddDefaultResources(); err != nil {
		return nil, err
	}
	stop := make(chan struct{})
	defer close(stop)
	result, err := analyzer.Analyze(stop)
	if err != nil {
		return nil, err
	}
	findings := []Finding{}
	for _, message := range result.Messages {
		finding := Finding{Code: message.Type.Code(), Message: message.String()}
		if message.Resource != nil {
			finding.Resource = message.Resource.Origin.FriendlyName()
		}
		findings = append(findings, finding)
	}
	return findings, nil
}
