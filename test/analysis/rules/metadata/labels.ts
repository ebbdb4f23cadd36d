/** A Namespace with these labels or annotations. */
export const namespace = (labels: string, name = 'shop', annotations = '{}') => `
---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: ${labels}, annotations: ${annotations} }
`;

/** A controller with these labels and annotations on itself and on its pods. */
export const controller = (
  { labels = '{}', annotations = '{}', podLabels = '{ app: web }', podAnnotations = '{}', spec = '{}' },
  kind = 'Deployment',
) => `
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: web, namespace: shop, labels: ${labels}, annotations: ${annotations} }
spec: { template: { metadata: { labels: ${podLabels}, annotations: ${podAnnotations} }, spec: ${spec} } }
`;

/** Any other object with these labels. */
export const object = (apiVersion: string, kind: string, labels: string, annotations = '{}') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: web, namespace: shop, labels: ${labels}, annotations: ${annotations} }
spec: {}
`;
