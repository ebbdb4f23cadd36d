package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// kindHistory says since which minor release a kind, its versions and its fields exist.
type kindHistory struct {
	Since            string                       `json:"since"`
	Versions         map[string]versionHistory    `json:"versions"`
	Storage          map[string]string            `json:"storage"`
	Fields           map[string]string            `json:"fields,omitempty"`
	FieldsDeprecated map[string]string            `json:"fieldsDeprecated,omitempty"`
	RequiredSince    map[string]string            `json:"requiredSince,omitempty"`
	RequiredUntil    map[string]string            `json:"requiredUntil,omitempty"`
	Enums            map[string]map[string]string `json:"enums,omitempty"`
}

type versionHistory struct {
	Since      string `json:"since"`
	Deprecated bool   `json:"deprecated"`
}

type historyTable struct {
	Meta  historyMeta             `json:"_meta"`
	Kinds map[string]*kindHistory `json:"kinds"`
}

type historyMeta struct {
	Source string            `json:"source"`
	Floor  string            `json:"floor"`
	Minors map[string]string `json:"minors"`
}

// release is what one minor release has.
type release struct {
	minor string
	kinds map[string]*snapshot
}

// snapshot is one kind in one release. Paths are below `spec`, with `[]` for the items of a list and `{}` for the values
// of a map.
type snapshot struct {
	versions   map[string]bool
	storage    string
	fields     map[string]bool
	required   map[string]bool
	deprecated map[string]bool
	enums      map[string][]string
}

func historyOf(arguments []string) (*historyTable, error) {
	var releases []release
	table := &historyTable{Kinds: map[string]*kindHistory{}}
	table.Meta = historyMeta{Source: "Go module istio.io/api, " + definitionsFile, Minors: map[string]string{}}
	for _, argument := range arguments {
		minor, from, found := strings.Cut(argument, "=")
		if !found {
			return nil, fmt.Errorf("wanted MINOR=VERSION or MINOR=FILE, got %q", argument)
		}
		file := from
		if strings.HasPrefix(from, "v") && !strings.HasSuffix(from, ".yaml") {
			folder, err := moduleFolder(from)
			if err != nil {
				return nil, err
			}
			file = filepath.Join(folder, definitionsFile)
		}
		definitions, err := readDefinitions(file)
		if err != nil {
			return nil, err
		}
		one := release{minor: minor, kinds: map[string]*snapshot{}}
		for _, definition := range definitions {
			if strings.HasSuffix(definition.Spec.Group, ".istio.io") && definition.Spec.Group != "install.istio.io" {
				one.kinds[definition.Spec.Group+"/"+definition.Spec.Names.Kind] = snapshotOf(definition)
			}
		}
		table.Meta.Minors[minor] = from
		releases = append(releases, one)
	}
	table.Meta.Floor = releases[0].minor
	newest := releases[len(releases)-1]
	for kind, last := range newest.kinds {
		table.Kinds[kind] = compare(kind, last, releases)
	}
	return table, nil
}

var saysDeprecated = regexp.MustCompile(`(?i)^(\$hide_from_docs )?\W*deprecated`)

func snapshotOf(definition apiextensions.CustomResourceDefinition) *snapshot {
	one := &snapshot{
		versions: map[string]bool{}, fields: map[string]bool{}, required: map[string]bool{}, deprecated: map[string]bool{}, enums: map[string][]string{},
	}
	for _, version := range definition.Spec.Versions {
		if !version.Served {
			continue
		}
		one.versions[version.Name] = version.Deprecated
		if version.Storage {
			one.storage = version.Name
		}
		if version.Schema != nil && version.Schema.OpenAPIV3Schema != nil && slices.Contains(version.Schema.OpenAPIV3Schema.Required, "spec") {
			one.required["$spec"] = true
		}
		one.read("", specOf(version))
	}
	return one
}

func (s *snapshot) read(path string, schema apiextensions.JSONSchemaProps) {
	for name, property := range schema.Properties {
		at := name
		if path != "" {
			at = path + "." + name
		}
		s.fields[at] = true
		s.required[at] = s.required[at] || slices.Contains(schema.Required, name)
		s.deprecated[at] = s.deprecated[at] || saysDeprecated.MatchString(property.Description)
		inner := below(property)
		for _, value := range inner.schema.Enum {
			if text, err := strconv.Unquote(string(value.Raw)); err == nil && !slices.Contains(s.enums[at+inner.suffix], text) {
				s.enums[at+inner.suffix] = append(s.enums[at+inner.suffix], text)
			}
		}
		s.read(at+inner.suffix, inner.schema)
	}
}

// compare goes through the releases from the oldest to the newest.
func compare(kind string, last *snapshot, releases []release) *kindHistory {
	floor := "<=" + releases[0].minor
	first := func(has func(*snapshot) bool) string {
		for i, one := range releases {
			if known := one.kinds[kind]; known != nil && has(known) {
				if i == 0 {
					return floor
				}
				return one.minor
			}
		}
		return ""
	}
	history := &kindHistory{
		Since: first(func(*snapshot) bool { return true }), Versions: map[string]versionHistory{}, Storage: map[string]string{},
		Fields: map[string]string{}, FieldsDeprecated: map[string]string{}, RequiredSince: map[string]string{},
		RequiredUntil: map[string]string{}, Enums: map[string]map[string]string{},
	}
	for version, deprecated := range last.versions {
		since := first(func(one *snapshot) bool { _, served := one.versions[version]; return served })
		history.Versions[version] = versionHistory{Since: since, Deprecated: deprecated}
	}
	since := map[string]string{"": history.Since}
	for _, path := range slices.Sorted(maps.Keys(last.fields)) {
		since[path] = first(func(one *snapshot) bool { return one.fields[path] })
		if since[path] != since[parentOf(path)] {
			history.Fields[path] = since[path]
		}
		if last.deprecated[path] {
			history.FieldsDeprecated[path] = first(func(one *snapshot) bool { return one.deprecated[path] })
		}
	}
	for path, values := range last.enums {
		field := strings.TrimRight(path, "[]{}")
		came := first(func(one *snapshot) bool { return len(one.enums[path]) > 0 })
		for _, value := range values {
			added := first(func(one *snapshot) bool { return slices.Contains(one.enums[path], value) })
			if added != came && added != since[field] {
				if history.Enums[path] == nil {
					history.Enums[path] = map[string]string{}
				}
				history.Enums[path][value] = added
			}
		}
	}
	history.changes(kind, floor, releases)
	return history
}

// changes notes where a field that existed became required or stopped being so, and where the stored version changed.
func (h *kindHistory) changes(kind, floor string, releases []release) {
	var before *snapshot
	for i, one := range releases {
		now := one.kinds[kind]
		if now == nil {
			continue
		}
		minor := one.minor
		if i == 0 {
			minor = floor
		}
		if before == nil || before.storage != now.storage {
			h.Storage[minor] = now.storage
		}
		for path, required := range now.required {
			existed := before != nil && (before.fields[path] || path == "$spec")
			if required && existed && !before.required[path] {
				h.RequiredSince[path] = minor
			}
		}
		if before != nil {
			for path, required := range before.required {
				if required && !now.required[path] && (now.fields[path] || path == "$spec") {
					h.RequiredUntil[path] = minor
				}
			}
		}
		before = now
	}
}

func parentOf(path string) string {
	dot := strings.LastIndex(path, ".")
	if dot < 0 {
		return ""
	}
	return strings.TrimRight(path[:dot], "[]{}")
}
