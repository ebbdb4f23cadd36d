import type { SimulationRequest } from '../../../src/simulation/request';
import type { Verdict } from '../../../src/simulation/verdict';
import { namespace, service } from '../mesh-of';

/** Requests to one mesh, each with what must become of it and what decides that. */
export interface CaseGroup {
  readonly name: string;
  readonly mesh: readonly string[];
  /** The release of Istio. @default '1.31', which the oracle is made of */
  readonly release?: string;
  /** The pods that take requests from the internet. @default 'edge/public-istio' */
  readonly gateway?: string;
  readonly cases: readonly RequestCase[];
}

export interface RequestCase {
  readonly title: string;
  /** @default - from the internet */
  readonly request: Omit<SimulationRequest, 'from'> & { readonly from?: string };
  /** The part of the specification, or the file of Istio, that decides it, and how. */
  readonly decides: `spec: ${string}` | `istio: ${string}`;
  /** The verdict in one line; see `summaryOf`. */
  readonly expect: string;
  /** Further parts of the verdict. */
  readonly also?: object;
}

/** An object of the Gateway API with its spec in YAML flow style. */
export function gatewayApi(kind: string, fullName: string, spec: string, metadata = ''): string {
  const [own = '', name = ''] = fullName.split('/');
  return `
apiVersion: gateway.networking.k8s.io/${kind === 'ReferenceGrant' ? 'v1beta1' : 'v1'}
kind: ${kind}
metadata: { name: ${name}, namespace: ${own}${metadata === '' ? '' : `, ${metadata}`} }
spec: ${spec}
`;
}

/** A Gateway of the class `istio`. */
export function gateway(fullName: string, listeners: string, more = ''): string {
  return gatewayApi('Gateway', fullName, `{ gatewayClassName: istio, listeners: ${listeners}${more} }`);
}

/** A listener for plaintext HTTP on port 80, open to all namespaces. */
export const OPEN = '{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }';

/** A Gateway in a namespace of its own, open to all. */
export const PUBLIC = gateway('edge/public', `[${OPEN}]`);

/** Its route for all hosts, in the namespace of the services. */
export function route(name: string, rules: string, more = '', metadata = ''): string {
  const spec = `{ parentRefs: [{ name: public, namespace: edge }]${more}, rules: ${rules} }`;
  return gatewayApi('HTTPRoute', `shop/${name}`, spec, metadata);
}

/** An age for objects: of two, the one with the smaller number is older. */
export const aged = (year: number): string => `creationTimestamp: "20${String(year).padStart(2, '0')}-01-01T00:00:00Z"`;

/** A service with one version. */
export const SHOP: readonly string[] = [
  namespace('edge', '{ team: edge }'),
  namespace('shop'),
  namespace('other'),
  service('shop/web'),
  service('shop/api'),
  service('shop/new'),
  service('shop/db', ['v1'], '[{ name: tcp-data, port: 5432, targetPort: 5432 }]'),
  service('shop/vault', ['v1'], '[{ name: tls, port: 443, targetPort: 8443 }]'),
  service('other/client'),
];

/** The request of a case in full. */
export function requestOf({ gateway: entrance = 'edge/public-istio' }: CaseGroup, one: RequestCase): SimulationRequest {
  const { from = 'internet', ...rest } = one.request;
  return from === 'internet' ? { from, gateway: entrance, ip: '203.0.113.7', ...rest } : { from, ...rest };
}

/** A verdict in one line: what happens to the request, its destinations with their shares, and the route that decides. */
export function summaryOf({ outcome, status, location, destinations, route }: Verdict): string {
  const ends = destinations.map(destination => {
    const { host, port, subset, percent, outcome: own, status: code } = destination;
    const name = `${host.replace(/\.svc\.cluster\.local$/, '')}:${port}${subset === undefined || subset === '' ? '' : `/${subset}`}`;
    const share = percent === 100 ? undefined : `${Math.round(percent * 100) / 100}%`;
    return words([share, name, own === outcome ? undefined : own, destinations.length > 1 ? code : undefined]);
  });
  const by = route?.virtualService === undefined ? undefined : `by ${route.virtualService} ${route.field ?? ''}`;
  return words([outcome, status, location, ends.length === 0 ? undefined : `to ${ends.join(', ')}`, by]);
}

function words(parts: readonly (string | number | undefined)[]): string {
  return parts.filter(part => part !== undefined).join(' ');
}
