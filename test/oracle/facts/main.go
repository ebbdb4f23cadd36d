// Command facts makes the two tables about a release that the generator of imports/ reads, from the Go module
// istio.io/api:
//
//	go run ./facts messages v1.32.0
//	go run ./facts history 1.30=v1.30.8 1.31=v1.31.4 1.32=v1.32.0
//
// `messages` writes which protobuf message stands at which path of the CRDs. `history` writes since when each field
// exists; its arguments are minor releases in their order, each with a version of the module or a file of CRDs.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	var table any
	var err error
	switch {
	case len(arguments) == 2 && arguments[0] == "messages":
		table, err = messagesOf(arguments[1])
	case len(arguments) > 1 && arguments[0] == "history":
		table, err = historyOf(arguments[1:])
	default:
		err = fmt.Errorf("usage: facts messages VERSION | facts history MINOR=VERSION|FILE...")
	}
	if err != nil {
		return err
	}
	output := json.NewEncoder(os.Stdout)
	output.SetIndent("", " ")
	output.SetEscapeHTML(false)
	return output.Encode(table)
}

// moduleFolder is where a version of istio.io/api lies; it is downloaded if it has to be.
func moduleFolder(version string) (string, error) {
	text, err := exec.Command("go", "mod", "download", "-json", "istio.io/api@"+version).Output()
	var module struct{ Dir, Error string }
	if parseError := json.Unmarshal(text, &module); parseError != nil {
		return "", fmt.Errorf("cannot get istio.io/api@%s: %w", version, err)
	}
	if module.Error != "" {
		return "", fmt.Errorf("cannot get istio.io/api@%s: %s", version, strings.TrimSpace(module.Error))
	}
	return module.Dir, nil
}

// definitionsFile is the file of CRDs in a version of the module.
const definitionsFile = "kubernetes/customresourcedefinitions.gen.yaml"
