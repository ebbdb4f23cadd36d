import type { MeshModel } from '../../src/model/mesh-model';
import type { SimulationRequest } from '../../src/simulation/request';
import { simulate } from '../../src/simulation/simulate';
import { meshOf, namespace, object, service } from './mesh-of';

export const BACKEND = 'backend.shop.svc.cluster.local';
export const SHOP = [namespace('shop'), service('shop/web'), service('shop/backend', ['v1', 'v2'])];
export const SUBSETS = object(
  'DestinationRule',
  'shop/backend',
  `{ host: ${BACKEND}, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }`,
);
export const routes = (http: string, name = 'backend', metadata = '') =>
  object('VirtualService', `shop/${name}`, `{ hosts: [${BACKEND}], http: ${http} }`, metadata);
export const policy = (spec: string, name = 'policy') => object('AuthorizationPolicy', `shop/${name}`, spec);

/** The verdict on a request from web to backend. */
export const verdict = (mesh: MeshModel | readonly string[], request: Partial<SimulationRequest> = {}) =>
  simulate(Array.isArray(mesh) ? meshOf(mesh) : (mesh as MeshModel), {
    from: 'shop/web',
    to: 'http://backend/api',
    ...request,
  });

export const stages = ({ trace }: ReturnType<typeof verdict>) => trace.map(({ stage }) => stage);
