// The same for the kinds that Istio is used with.
import type { ApplicationSpec } from '../../imports/argoproj.io';
import type { CertificateSpec } from '../../imports/cert-manager.io';
import type { CanaryAnalysis } from '../../imports/flagger.app';
import type { HTTPRouteSpec, ListenerSetSpec, TLSRouteSpec } from '../../imports/gateway.networking.k8s.io';
import type { HelmReleaseSpec } from '../../imports/helm.toolkit.fluxcd.io';
import type { ServiceMonitorSpec } from '../../imports/monitoring.coreos.com';
import type { ExtensionProvider, MeshConfig, Values } from '../../imports/sailoperator.io';

// @ts-expect-error a provider of two kinds
export const t1: ExtensionProvider = {
  name: 'a',
  zipkin: { service: 'a', port: 1 },
  opentelemetry: { service: 'a', port: 1 },
};
// @ts-expect-error a misspelt setting of the mesh
export const t2: MeshConfig = { accessLogfile: '/dev/stdout' };
// @ts-expect-error an unknown mode
export const t3: MeshConfig = { outboundTrafficPolicy: { mode: 'REGISTRY' } };
// @ts-expect-error a misspelt value
export const t4: Values = { globl: {} };
// @ts-expect-error no endpoints
export const t5: ServiceMonitorSpec = { selector: {} };
// @ts-expect-error a certificate without issuer
export const t6: CertificateSpec = { secretName: 'a' };
// @ts-expect-error an application without destination
export const t7: ApplicationSpec = { project: 'default' };
// @ts-expect-error an unknown type of match
export const t8: HTTPRouteSpec = { rules: [{ matches: [{ path: { type: 'Suffix', value: '/' } }] }] };
// @ts-expect-error a release from two sources
export const t9: HelmReleaseSpec = {
  interval: '1m',
  chart: { spec: { chart: 'a', sourceRef: { kind: 'HelmRepository', name: 'a' } } },
  chartRef: { kind: 'OCIRepository', name: 'a' },
};
// @ts-expect-error two ways to shift traffic
export const t10: CanaryAnalysis = { interval: '1m', threshold: 5, stepWeight: 10, iterations: 5 };
// @ts-expect-error a TLS route without the names that it is for
export const t11: TLSRouteSpec = { rules: [{ backendRefs: [{ name: 'a', port: 443 }] }] };
// @ts-expect-error listeners of no gateway
export const t12: ListenerSetSpec = { listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }] };
