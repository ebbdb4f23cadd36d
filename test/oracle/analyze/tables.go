package analyze

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"istio.io/istio/pkg/test/env"
)

// Case is a row of the test table of Istio's analyzers.
type Case struct {
	Name         string    `json:"name"`
	Analyzer     string    `json:"analyzer"`
	Files        []File    `json:"files"`
	MeshConfig   string    `json:"meshConfig,omitempty"`
	MeshNetworks string    `json:"meshNetworks,omitempty"`
	Expected     []Finding `json:"expected"`
}

// File is an input of a case.
type File struct {
	Path string `json:"path"`
	YAML string `json:"yaml"`
}

// Tables reads the rows from the source of the tests, since tests of another module cannot be imported.
func Tables() ([]Case, error) {
	folder := filepath.Join(env.IstioSrc, "pkg/config/analysis")
	codes, err := messageCodes(filepath.Join(folder, "msg/messages.gen.go"))
	if err != nil {
		return nil, err
	}
	source, err := parser.ParseFile(token.NewFileSet(), filepath.Join(folder, "analyzers/analyzers_test.go"), nil, 0)
	if err != nil {
		return nil, err
	}
	var cases []Case
	for _, row := range tableRows(source, "testGrid") {
		one, err := readRow(row, filepath.Join(folder, "analyzers"), codes)
		if err != nil {
			return nil, err
		}
		cases = append(cases, *one)
	}
	return cases, nil
}

// messageCodes maps the name of a message to its code.
func messageCodes(file string) (map[string]string, error) {
	source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		return nil, err
	}
	codes := map[string]string{}
	ast.Inspect(source, func(node ast.Node) bool {
		values, isSpec := node.(*ast.ValueSpec)
		if !isSpec || len(values.Names) != 1 || len(values.Values) != 1 {
			return true
		}
		if call, isCall := values.Values[0].(*ast.CallExpr); isCall && len(call.Args) == 3 {
			if code := text(call.Args[1]); code != "" {
				codes[values.Names[0].Name] = code
			}
		}
		return true
	})
	return codes, nil
}

// tableRows are the elements of a table that a file declares.
func tableRows(source *ast.File, name string) []*ast.CompositeLit {
	var rows []*ast.CompositeLit
	ast.Inspect(source, func(node ast.Node) bool {
		values, isSpec := node.(*ast.ValueSpec)
		if !isSpec || values.Names[0].Name != name {
			return true
		}
		for _, element := range values.Values[0].(*ast.CompositeLit).Elts {
			rows = append(rows, element.(*ast.CompositeLit))
		}
		return false
	})
	return rows
}

func readRow(row *ast.CompositeLit, folder string, codes map[string]string) (*Case, error) {
	one := &Case{Expected: []Finding{}}
	read := func(path string) (string, error) {
		content, err := os.ReadFile(filepath.Join(folder, path))
		return string(content), err
	}
	for _, element := range row.Elts {
		field := element.(*ast.KeyValueExpr)
		var err error
		switch field.Key.(*ast.Ident).Name {
		case "name":
			one.Name = text(field.Value)
		case "analyzer":
			one.Analyzer = analyzerName(field.Value)
		case "meshConfigFile":
			one.MeshConfig, err = read(text(field.Value))
		case "meshNetworksFile":
			one.MeshNetworks, err = read(text(field.Value))
		case "inputFiles":
			for _, path := range field.Value.(*ast.CompositeLit).Elts {
				var content string
				if content, err = read(text(path)); err != nil {
					break
				}
				one.Files = append(one.Files, File{Path: text(path), YAML: content})
			}
		case "expected":
			one.Expected, err = expectations(field.Value.(*ast.CompositeLit), codes)
		}
		if err != nil {
			return nil, fmt.Errorf("case %q: %w", one.Name, err)
		}
	}
	return one, nil
}

func expectations(list *ast.CompositeLit, codes map[string]string) ([]Finding, error) {
	found := []Finding{}
	for _, element := range list.Elts {
		pair := element.(*ast.CompositeLit).Elts
		name := pair[0].(*ast.SelectorExpr).Sel.Name
		code, known := codes[name]
		if !known {
			return nil, fmt.Errorf("no message %s", name)
		}
		found = append(found, Finding{Code: code, Resource: text(pair[1])})
	}
	return found, nil
}

// analyzerName is the analyzer of a row: `pkg.Type`, and for the check of one kind `schema.ValidationAnalyzer.Kind`.
func analyzerName(value ast.Expr) string {
	switch kind := value.(type) {
	case *ast.UnaryExpr:
		return analyzerName(kind.X)
	case *ast.CompositeLit:
		return analyzerName(kind.Type)
	case *ast.SelectorExpr:
		return kind.X.(*ast.Ident).Name + "." + kind.Sel.Name
	case *ast.CallExpr:
		if argument, isSelector := kind.Args[0].(*ast.SelectorExpr); isSelector {
			return "schema.ValidationAnalyzer." + argument.Sel.Name
		}
	}
	return ""
}

// text is the value of a string literal, or of several joined by `+`.
func text(value ast.Expr) string {
	switch kind := value.(type) {
	case *ast.BasicLit:
		if unquoted, err := strconv.Unquote(kind.Value); err == nil {
			return unquoted
		}
		return strings.Trim(kind.Value, "`")
	case *ast.BinaryExpr:
		return text(kind.X) + text(kind.Y)
	}
	return ""
}
