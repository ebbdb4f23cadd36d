/** A Telemetry with this specification. */
export const telemetry = (spec: string, name = 't', namespace = 'shop') => `
---
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
`;

/** A Telemetry with these items of access logging. */
export const logs = (items: string, name?: string, namespace?: string) =>
  telemetry(`{ accessLogging: [${items}] }`, name, namespace);
