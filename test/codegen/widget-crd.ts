/** A small definition that has one of each thing that the generator treats on its own. */
export const WIDGET_CRD = `
apiVersion: v1
kind: ConfigMap
metadata: { name: passed-over }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions:
    - name: v1beta1
      served: true
      schema: { openAPIV3Schema: &schema
        { type: object, required: [spec], properties: {
          apiVersion: { type: string }, kind: { type: string }, metadata: { type: object },
          status: { type: object, properties: { ready: { type: boolean } } },
          spec: { type: object, description: Not carried over., required: [size],
            x-kubernetes-validations: [
              { rule: '(has(self.file) ? 1 : 0) + (has(self.url) ? 1 : 0) <= 1', message: one source },
              { rule: self == oldSelf } ],
            properties: {
              size: { type: integer, format: int32, minimum: 1, maximum: 9, default: 3 },
              color: { type: string, enum: [RED, GREEN] },
              file: { type: string }, url: { type: string },
              tags: { type: array, items: { type: string }, x-kubernetes-list-type: set, maxItems: 4 },
              limits: { type: object, additionalProperties: { x-kubernetes-int-or-string: true, anyOf: [ { type: integer }, { type: string } ] } },
              raw: { type: object, x-kubernetes-preserve-unknown-fields: true },
              old_name: { type: string }, oldName: { type: string },
              parts: { type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name],
                items: &part { type: object, required: [name], properties: { name: { type: string, pattern: '^[a-z]+$' }, match: &match
                  { type: object,
                    oneOf: [ { not: { anyOf: [ { required: [exact] }, { required: [prefix] } ] } }, { required: [exact] }, { required: [prefix] } ],
                    properties: { exact: { type: string }, prefix: { type: string } } } } } },
              spare: { type: object, properties: { part: *part, match: *match } } } } } } }
    - name: v1
      served: true
      schema: { openAPIV3Schema: *schema }
    - name: v1alpha1
      served: false
      schema: { openAPIV3Schema: *schema }
`;
