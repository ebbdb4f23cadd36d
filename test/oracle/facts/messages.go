package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/reflect/protoreflect"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// message is what the table says of one protobuf message.
type message struct {
	Paths     []string          `json:"paths"`
	Durations []string          `json:"durations,omitempty"`
	Enums     map[string]string `json:"enums,omitempty"`
}

type messageTable struct {
	Messages map[string]*message `json:"messages"`
	Source   string              `json:"source"`
}

// messagesOf walks over the messages of a version beside its CRDs. A message that stands at several paths is named at
// each, and its fields are followed at the first.
func messagesOf(version string) (*messageTable, error) {
	folder, err := moduleFolder(version)
	if err != nil {
		return nil, err
	}
	definitions, err := readDefinitions(filepath.Join(folder, definitionsFile))
	if err != nil {
		return nil, err
	}
	roots, err := rootMessages(folder)
	if err != nil {
		return nil, err
	}
	walk := &messageWalk{table: map[string]*message{}}
	specs := map[string]apiextensions.JSONSchemaProps{}
	for _, definition := range definitions {
		specs[definition.Spec.Names.Kind] = specOf(definition.Spec.Versions[0])
	}
	for _, kind := range slices.Sorted(maps.Keys(specs)) {
		root := roots[kind]
		if root == nil {
			return nil, fmt.Errorf("no message is marked as that of the kind %s", kind)
		}
		walk.visit(root, kind, specs[kind])
	}
	return &messageTable{Messages: walk.table, Source: "Go module istio.io/api@" + version}, nil
}

type messageWalk struct{ table map[string]*message }

func (w *messageWalk) visit(descriptor protoreflect.MessageDescriptor, path string, schema apiextensions.JSONSchemaProps) {
	name := string(descriptor.FullName())
	one, known := w.table[name]
	if !known {
		one = &message{}
		w.table[name] = one
	}
	one.Paths = append(one.Paths, path)
	if known {
		return
	}
	fields := map[string]protoreflect.FieldDescriptor{}
	for i := range descriptor.Fields().Len() {
		field := descriptor.Fields().Get(i)
		fields[field.JSONName()] = field
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		property, written := schema.Properties[key]
		if !written {
			continue
		}
		field, inner := fields[key], below(property)
		if field.IsMap() {
			field = field.MapValue()
		}
		switch {
		case field.Enum() != nil && field.Enum().FullName() != "google.protobuf.NullValue":
			if one.Enums == nil {
				one.Enums = map[string]string{}
			}
			one.Enums[key] = string(field.Enum().FullName())
		case field.Message() == nil:
		case field.Message().FullName() == "google.protobuf.Duration":
			one.Durations = append(one.Durations, key)
		case strings.HasPrefix(string(field.Message().FullName()), "istio."):
			w.visit(field.Message(), path+"."+key+inner.suffix, inner.schema)
		}
	}
}

var kindMark = regexp.MustCompile(`\+cue-gen:(\w+):groupName:`)

// rootMessages finds the message of each kind by the marks in the protobuf files.
func rootMessages(folder string) (map[string]protoreflect.MessageDescriptor, error) {
	var marked []string
	kinds := map[string][]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".proto") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		for _, found := range kindMark.FindAllSubmatch(text, -1) {
			kinds[name] = append(kinds[name], string(found[1]))
		}
		if len(kinds[name]) > 0 {
			marked = append(marked, name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	sources := &protocompile.SourceResolver{ImportPaths: []string{folder, filepath.Join(folder, "common-protos")}}
	compiler := protocompile.Compiler{Resolver: protocompile.WithStandardImports(sources)}
	files, err := compiler.Compile(context.Background(), marked...)
	if err != nil {
		return nil, err
	}
	roots := map[string]protoreflect.MessageDescriptor{}
	for _, file := range files {
		for _, kind := range kinds[file.Path()] {
			roots[kind] = file.Messages().ByName(protoreflect.Name(kind))
		}
	}
	return roots, nil
}
