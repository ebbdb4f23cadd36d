// Command oracle answers questions about manifests with Istio's own code. It reads one question a line from standard
// input, as JSON, and writes one answer a line to standard output.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	istiolog "istio.io/istio/pkg/log"
	"istio.io/istio/pkg/test"

	"cdk8s-istio/test/oracle/analyze"
	"cdk8s-istio/test/oracle/mesh"
	"cdk8s-istio/test/oracle/simulate"
	"cdk8s-istio/test/oracle/validate"
)

// question is one line of input.
type question struct {
	Op       string              `json:"op"`
	Files    map[string]string   `json:"files"`
	Requests []simulate.Question `json:"requests"`
	Workload string              `json:"workload"`
	Objects  []json.RawMessage   `json:"objects"`
}

// reply is one line of output.
type reply struct {
	Answers       []*simulate.Answer    `json:"answers,omitempty"`
	Configuration json.RawMessage       `json:"configuration,omitempty"`
	Judgements    []*validate.Judgement `json:"judgements,omitempty"`
	Findings      []analyze.Finding     `json:"findings,omitempty"`
	Cases         []analyze.Case        `json:"cases,omitempty"`
	Error         string                `json:"error,omitempty"`
}

func main() {
	if os.Getenv("ORACLE_LOG") == "" {
		for _, scope := range istiolog.Scopes() {
			scope.SetOutputLevel(istiolog.NoneLevel)
		}
	}
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := json.NewEncoder(os.Stdout)
	output.SetEscapeHTML(false)
	for {
		line, err := input.ReadBytes('\n')
		if err != nil {
			return
		}
		asked := &question{}
		answered := &reply{}
		if err := json.Unmarshal(line, asked); err != nil {
			answered.Error = err.Error()
		} else if err := answer(asked, answered); err != nil {
			answered = &reply{Error: err.Error()}
		}
		if err := output.Encode(answered); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func answer(asked *question, answered *reply) error {
	var err error
	switch asked.Op {
	case "simulate", "configuration":
		return inMesh(asked, answered)
	case "validate":
		for _, object := range asked.Objects {
			judgement, err := validate.Judge(object)
			if err != nil {
				return err
			}
			answered.Judgements = append(answered.Judgements, judgement)
		}
	case "analyze":
		answered.Findings, err = analyze.Manifests(asked.Files)
	case "analyzer-tables":
		answered.Cases, err = analyze.Tables()
	default:
		return fmt.Errorf("no question %q", asked.Op)
	}
	return err
}

// inMesh answers what needs a running control plane.
func inMesh(asked *question, answered *reply) error {
	var failure error
	err := test.Wrap(func(t test.Failer) {
		running, err := mesh.Start(t, asked.Files, simulate.Addresses(asked.Requests))
		if err != nil {
			failure = err
			return
		}
		if asked.Op == "configuration" {
			answered.Configuration, failure = simulate.Configuration(running, asked.Workload)
			return
		}
		for i := range asked.Requests {
			one, err := simulate.Ask(running, &asked.Requests[i])
			if err != nil {
				failure = fmt.Errorf("request %d: %w", i+1, err)
				return
			}
			answered.Answers = append(answered.Answers, one)
		}
	})
	if failure != nil {
		return failure
	}
	return err
}
