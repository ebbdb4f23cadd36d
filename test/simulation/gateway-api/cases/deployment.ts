import { namespace, service } from '../../mesh-of';
import { aged, type CaseGroup, gateway, gatewayApi, OPEN, PUBLIC, route, SHOP } from '../case-group';
import { authority } from '../test-certificate';

const to = (name: string) => `[{ backendRefs: [{ name: ${name}, port: 80 }] }]`;

const MANUAL = [
  `
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: edge }
spec: { selector: { app: ingress }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
`,
  `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec:
  template:
    metadata: { labels: { app: ingress, istio: ingress, sidecar.istio.io/inject: "true" }, annotations: { inject.istio.io/templates: gateway } }
    spec: { serviceAccountName: ingress, containers: [{ name: istio-proxy, image: auto }] }
`,
];

/** Gateways whose pods somebody else deploys. */
export const manualDeployment: CaseGroup = {
  name: 'Gateways for pods that are there',
  gateway: 'edge/ingress',
  mesh: [
    ...SHOP.filter(yaml => !yaml.includes('name: edge')),
    namespace('edge'),
    ...MANUAL,
    gateway(
      'edge/public',
      `[${OPEN}, { name: other, port: 8888, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }]`,
      ', addresses: [{ type: Hostname, value: ingress.edge.svc.cluster.local }]',
    ),
    route('api', to('api'), ', hostnames: [shop.example]'),
    gateway(
      'edge/short',
      `[{ name: http, port: 80, protocol: HTTP, hostname: short.example }]`,
      ', addresses: [{ type: Hostname, value: ingress }]',
    ),
    gatewayApi(
      'HTTPRoute',
      'edge/short',
      `{ parentRefs: [{ name: short }], rules: [{ filters: [{ type: RequestRedirect, requestRedirect: { hostname: long.example } }] }] }`,
    ),
  ],
  cases: [
    {
      title: 'the pods behind the Service of the address serve the Gateway',
      request: { to: 'http://shop.example/' },
      decides:
        'spec: GatewaySpec.addresses; istio: pilot/pkg/config/kube/gateway/conversion.go, extractGatewayServices',
      expect: 'routed to api.shop:80 by HTTPRoute shop/api spec.rules[0]',
    },
    {
      title: 'a listener on a port that the Service does not have is not served',
      request: { to: 'http://shop.example:8888/' },
      decides: 'istio: pilot/pkg/model/gateway.go, ports of the Services of a Gateway',
      expect: 'no-listener',
    },
    {
      title: 'an address may be the name of the Service alone',
      request: { to: 'http://short.example/' },
      decides: 'istio: pilot/pkg/config/kube/gateway/conversion.go, extractGatewayServices',
      expect: 'redirected 302 http://long.example/ by HTTPRoute edge/short spec.rules[0]',
    },
  ],
};

/** Gateways that istiod deploys, and one that is not its business. */
export const automatedDeployment: CaseGroup = {
  name: 'Gateways that istiod deploys',
  gateway: 'edge/front',
  mesh: [
    ...SHOP,
    gatewayApi(
      'Gateway',
      'edge/public',
      `{ gatewayClassName: istio, listeners: [${OPEN}] }`,
      'annotations: { gateway.istio.io/name-override: front }',
    ),
    gatewayApi('Gateway', 'edge/others', `{ gatewayClassName: nginx, listeners: [${OPEN}] }`),
    `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: nginx }
spec: { controllerName: example.com/nginx }
`,
    route('api', to('api'), ', hostnames: [shop.example]'),
    gatewayApi(
      'HTTPRoute',
      'shop/others',
      `{ parentRefs: [{ name: others, namespace: edge }], hostnames: [others.example], rules: ${to('api')} }`,
    ),
  ],
  cases: [
    {
      title: 'the pods may have a name of their own',
      request: { to: 'http://shop.example/' },
      decides: 'istio: pilot/pkg/config/kube/gateway/deploymentcontroller.go, name-override',
      expect: 'routed to api.shop:80 by HTTPRoute shop/api spec.rules[0]',
    },
    {
      title: 'routes of a Gateway of another controller are not served',
      request: { to: 'http://others.example/' },
      decides: 'spec: GatewayClassSpec.controllerName',
      expect: 'no-route 404',
    },
  ],
};

/** A class of one's own, with the controller of Istio. */
export const ownClass: CaseGroup = {
  name: 'a GatewayClass beside that of Istio',
  gateway: 'edge/public-own',
  mesh: [
    ...SHOP,
    gatewayApi('Gateway', 'edge/public', `{ gatewayClassName: own, listeners: [${OPEN}] }`),
    `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: own }
spec: { controllerName: istio.io/gateway-controller }
`,
    route('api', to('api'), ', hostnames: [shop.example]'),
  ],
  cases: [
    {
      title: 'its Gateways are deployed as those of Istio',
      request: { to: 'http://shop.example/' },
      decides: 'spec: GatewayClassSpec.controllerName',
      expect: 'routed to api.shop:80 by HTTPRoute shop/api spec.rules[0]',
    },
  ],
};

const tlsPolicy = (name: string, target: string, validation: string, metadata = '') =>
  gatewayApi('BackendTLSPolicy', `shop/${name}`, `{ targetRefs: [${target}], validation: ${validation} }`, metadata);

const withoutSidecar = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ name: https, port: 443, targetPort: 8443 }, { name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}-v1, namespace: shop }
spec:
  template:
    metadata: { labels: { app: ${name}, sidecar.istio.io/inject: "false" } }
    spec: { serviceAccountName: ${name}, containers: [{ name: app, image: app }] }
`;

/** TLS that a gateway speaks to backends. */
export const backendTls: CaseGroup = {
  name: 'BackendTLSPolicy',
  mesh: [
    ...SHOP,
    PUBLIC,
    authority('shop/ca'),
    withoutSidecar('legacy'),
    withoutSidecar('broken'),
    withoutSidecar('section'),
    service('shop/meshed'),
    route(
      'backends',
      `[
        { matches: [{ path: { value: /legacy } }], backendRefs: [{ name: legacy, port: 443 }] },
        { matches: [{ path: { value: /broken } }], backendRefs: [{ name: broken, port: 443 }] },
        { matches: [{ path: { value: /section } }], backendRefs: [{ name: section, port: 443 }] },
        { matches: [{ path: { value: /plain } }], backendRefs: [{ name: section, port: 80 }] }
      ]`,
    ),
    tlsPolicy(
      'legacy',
      '{ group: "", kind: Service, name: legacy }',
      '{ hostname: legacy.example, caCertificateRefs: [{ group: "", kind: ConfigMap, name: ca }] }',
      aged(20),
    ),
    tlsPolicy(
      'younger',
      '{ group: "", kind: Service, name: legacy }',
      '{ hostname: other.example, caCertificateRefs: [{ group: "", kind: ConfigMap, name: missing }] }',
      aged(24),
    ),
    tlsPolicy(
      'broken',
      '{ group: "", kind: Service, name: broken }',
      '{ hostname: broken.example, caCertificateRefs: [{ group: "", kind: ConfigMap, name: missing }] }',
    ),
    tlsPolicy(
      'section',
      '{ group: "", kind: Service, name: section, sectionName: https }',
      '{ hostname: section.example, wellKnownCACertificates: System }',
    ),
  ],
  cases: [
    {
      title: 'the gateway speaks TLS to the backend, by the oldest policy',
      request: { to: 'http://any.example/legacy' },
      decides: 'spec: BackendTLSPolicy, the oldest of one target counts',
      expect: 'routed to legacy.shop:443 by HTTPRoute shop/backends spec.rules[0].matches[0]',
    },
    {
      title: 'without the certificate of the authority nothing is sent',
      request: { to: 'http://any.example/broken' },
      decides: 'istio: pilot/pkg/config/kube/gateway/backend_policies.go, an invalid certificate blocks the backend',
      expect: 'unavailable 503 to broken.shop:443 by HTTPRoute shop/backends spec.rules[1].matches[0]',
    },
    {
      title: 'a section limits the policy to a port',
      request: { to: 'http://any.example/section' },
      decides: 'spec: LocalPolicyTargetReferenceWithSectionName, the name of a port of the Service',
      expect: 'routed to section.shop:443 by HTTPRoute shop/backends spec.rules[2].matches[0]',
    },
    {
      title: 'the other ports stay as they are',
      request: { to: 'http://any.example/plain' },
      decides: 'spec: LocalPolicyTargetReferenceWithSectionName, the name of a port of the Service',
      expect: 'routed to section.shop:80 by HTTPRoute shop/backends spec.rules[3].matches[0]',
    },
  ],
};
