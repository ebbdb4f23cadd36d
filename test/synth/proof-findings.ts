import { ApiObject } from 'cdk8s';
import { GatewayWorkload } from '../../src/gateway/gateway-workload';
import type { Diagnostic } from '../../src/values/diagnostic';
import { findingsOf } from '../findings';
import type { declareShop } from '../traffic/app';

const NAMES = ['declared-call-refused', 'undeclared-call-allowed', 'unproven-call'];
export type Shop = ReturnType<typeof declareShop>;

export function proofOf({ app }: Pick<Shop, 'app'>): readonly Diagnostic[] {
  return findingsOf(app).filter(({ rule }) => NAMES.includes(rule));
}

/** Rule, construct and message of each finding. */
export function said(shop: Pick<Shop, 'app'>): readonly string[] {
  return proofOf(shop).map(({ rule, resource, message }) => `${rule} ${resource.name}: ${message}`);
}

/** Writes an object that no construct knows of. */
export function byHand(
  { mesh }: Pick<Shop, 'mesh'>,
  kind: string,
  name: string,
  spec: object,
  namespace = 'shop',
): void {
  const group = kind === 'AuthorizationPolicy' || kind === 'PeerAuthentication' ? 'security' : 'networking';
  const metadata = { name, namespace };
  new ApiObject(mesh.chart('policies'), `hand-${name}`, { apiVersion: `${group}.istio.io/v1`, kind, metadata, spec });
}

export const existing = GatewayWorkload.existing({ name: 'istio-ingress', namespace: 'istio-ingress' });
