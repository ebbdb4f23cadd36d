/** An object of the Gateway API in the namespace `shop`, unless its name has another one; its spec in YAML flow style. */
export function gatewayApi(kind: string, name: string, spec: string): string {
  const [own, rest] = name.includes('/') ? name.split('/') : ['shop', name];
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${rest}, namespace: ${own} }
spec: ${spec}
---`;
}

/** A Gateway of Istio. */
export const gateway = (listeners: string, className = 'istio'): string =>
  gatewayApi('Gateway', 'public', `{ gatewayClassName: ${className}, listeners: [${listeners}] }`);

/** A listener for plaintext HTTP. */
export const HTTP = '{ name: http, port: 80, protocol: HTTP }';

/** A Service with the port 80. */
export const service = (name: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
---`;

/** A Service called `web`. */
export const WEB = service('web');

/** Backends that are there. */
export const TO_WEB = 'backendRefs: [{ name: web, port: 80 }]';

/** A route of the Gateway, with more fields of its spec. */
export const route = (more = '', rules = `[{ ${TO_WEB} }]`, parent = '', kind = 'HTTPRoute', name = 'web'): string =>
  gatewayApi(kind, name, `{ parentRefs: [{ name: public${parent} }]${more}, rules: ${rules} }`);
