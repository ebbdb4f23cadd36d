import { istio, mesh, namespace, type ObstacleCase, pods, service, WEB } from './case';

const route = (name: string, at: string, spec: string) => istio('VirtualService', 'networking', name, at, spec);
const rule = (name: string, at: string, spec: string) => istio('DestinationRule', 'networking', name, at, spec);

/** A second namespace whose pods call "web". */
const CALLER = mesh(namespace('client'), pods('caller', 'client'));
const BOTH = ['shop', 'client'];
const TO_WEB = 'route: [{ destination: { host: web.shop.svc.cluster.local } }]';

const HTTP_ROUTE = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: web, port: 80 }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]`;

const BANK = istio(
  'ServiceEntry',
  'networking',
  'bank',
  'shop',
  '{ hosts: [bank.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }] }',
);

const WAYPOINT = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: egress, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }`;

const GATEWAY_PODS = mesh(
  pods('exit', 'shop', undefined, 'annotations: { inject.istio.io/templates: gateway }'),
  service('exit'),
);

const bound = (entry: string) =>
  entry.replace('namespace: shop }', 'namespace: shop, labels: { istio.io/use-waypoint: egress } }');

export const ROUTES: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'client-condition': [
    {
      what: 'on labels, and on a header',
      with: mesh(
        WEB,
        route(
          'web',
          'shop',
          '{ hosts: [web], http: [{ match: [{ sourceLabels: { app: web } }], route: [{ destination: { host: web } }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        route(
          'web',
          'shop',
          '{ hosts: [web], http: [{ match: [{ headers: { x-app: { exact: web } } }], route: [{ destination: { host: web } }] }] }',
        ),
      ),
      ids: ['client-condition:shop/web'],
    },
    {
      what: 'on the namespace, and only at a gateway',
      with: mesh(
        WEB,
        route(
          'web',
          'shop',
          '{ hosts: [web], http: [{ match: [{ sourceNamespace: shop }], route: [{ destination: { host: web } }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        route(
          'web',
          'shop',
          '{ hosts: [web], gateways: [mesh, edge], http: [{ match: [{ gateways: [edge], sourceNamespace: shop }], route: [{ destination: { host: web } }] }, { route: [{ destination: { host: web } }] }] }',
        ),
      ),
      ids: ['client-condition:shop/web'],
    },
  ],
  'client-route': [
    {
      what: 'in the namespace of the client, and exported to all',
      with: mesh(
        WEB,
        CALLER,
        route(
          'web',
          'client',
          `{ hosts: [web.shop.svc.cluster.local], exportTo: ["."], http: [{ timeout: 1s, ${TO_WEB} }] }`,
        ),
      ),
      without: mesh(
        WEB,
        CALLER,
        route('web', 'client', `{ hosts: [web.shop.svc.cluster.local], http: [{ timeout: 1s, ${TO_WEB} }] }`),
      ),
      namespaces: BOTH,
      ids: ['client-route:client/web'],
    },
    {
      what: 'that some clients do not follow, and that all do that there are',
      with: mesh(
        WEB,
        CALLER,
        route(
          'web',
          'shop',
          '{ hosts: [web], exportTo: [client], http: [{ timeout: 1s, route: [{ destination: { host: web } }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        CALLER,
        route(
          'web',
          'shop',
          '{ hosts: [web], exportTo: [client, shop], http: [{ timeout: 1s, route: [{ destination: { host: web } }] }] }',
        ),
      ),
      namespaces: BOTH,
      ids: ['client-route:shop/web'],
    },
  ],
  'virtual-service-at-waypoint': [
    {
      what: 'with a fault, and with what an HTTPRoute can say',
      with: mesh(
        WEB,
        route(
          'web',
          'shop',
          '{ hosts: [web], http: [{ fault: { abort: { httpStatus: 503, percentage: { value: 5 } } }, route: [{ destination: { host: web } }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        route(
          'web',
          'shop',
          '{ hosts: [web], http: [{ match: [{ uri: { prefix: /api } }], retries: { attempts: 2 }, timeout: 3s, route: [{ destination: { host: web } }] }, { route: [{ destination: { host: web } }] }] }',
        ),
      ),
      ids: ['virtual-service-at-waypoint:shop/web'],
    },
    {
      what: 'with a rewrite by expression, and one of the whole path',
      with: mesh(
        WEB,
        route(
          'web',
          'shop',
          '{ hosts: [web], http: [{ rewrite: { uriRegexRewrite: { match: ^/v1, rewrite: / } }, route: [{ destination: { host: web } }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        route(
          'web',
          'shop',
          '{ hosts: [web], http: [{ match: [{ uri: { exact: /old } }], rewrite: { uri: /new }, route: [{ destination: { host: web } }] }] }',
        ),
      ),
      ids: ['virtual-service-at-waypoint:shop/web'],
    },
    {
      what: 'with routes that others write, and with its own',
      with: mesh(
        WEB,
        route('web', 'shop', '{ hosts: [web], http: [{ delegate: { name: part } }] }'),
        route('part', 'shop', '{ http: [{ route: [{ destination: { host: web } }] }] }'),
      ),
      without: mesh(WEB, route('web', 'shop', '{ hosts: [web], http: [{ route: [{ destination: { host: web } }] }] }')),
      ids: ['virtual-service-at-waypoint:shop/web'],
    },
    {
      what: 'by names of TLS, and of connections to a port',
      with: mesh(
        WEB,
        route(
          'web',
          'shop',
          '{ hosts: [web], tls: [{ match: [{ port: 443, sniHosts: [web] }], route: [{ destination: { host: web } }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        route(
          'web',
          'shop',
          '{ hosts: [web], tcp: [{ match: [{ port: 90 }], route: [{ destination: { host: web } }] }] }',
        ),
      ),
      ids: ['virtual-service-at-waypoint:shop/web'],
    },
  ],
  'mixed-route-apis': [
    {
      what: 'for one service, and for a gateway beside the mesh',
      with: mesh(
        WEB,
        HTTP_ROUTE,
        route('web', 'shop', '{ hosts: [web], http: [{ route: [{ destination: { host: web } }] }] }'),
      ),
      without: mesh(
        WEB,
        HTTP_ROUTE,
        route(
          'web',
          'shop',
          '{ hosts: [web.example.com], gateways: [edge], http: [{ route: [{ destination: { host: web } }] }] }',
        ),
      ),
      ids: ['mixed-route-apis:shop/web'],
    },
  ],
  'egress-through-gateway': [
    {
      what: 'from the mesh, and past a waypoint',
      with: mesh(
        WEB,
        GATEWAY_PODS,
        BANK,
        route(
          'bank',
          'shop',
          '{ hosts: [bank.example.com], gateways: [mesh, exit], http: [{ match: [{ gateways: [mesh] }], route: [{ destination: { host: exit } }] }, { match: [{ gateways: [exit] }], route: [{ destination: { host: bank.example.com } }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        WAYPOINT,
        GATEWAY_PODS,
        bound(BANK),
        route(
          'bank',
          'shop',
          '{ hosts: [bank.example.com], gateways: [mesh, exit], http: [{ match: [{ gateways: [mesh] }], route: [{ destination: { host: exit } }] }] }',
        ),
      ),
      ids: ['egress-through-gateway:shop/bank'],
    },
  ],
  'route-without-waypoint': [
    {
      what: 'for a host outside, and with a waypoint before it',
      with: mesh(
        WEB,
        BANK,
        route(
          'bank',
          'shop',
          '{ hosts: [bank.example.com], http: [{ timeout: 2s, route: [{ destination: { host: bank.example.com } }] }] }',
        ),
      ),
      without: mesh(
        WEB,
        WAYPOINT,
        bound(BANK),
        route(
          'bank',
          'shop',
          '{ hosts: [bank.example.com], http: [{ timeout: 2s, route: [{ destination: { host: bank.example.com } }] }] }',
        ),
      ),
      ids: ['route-without-waypoint:shop/bank'],
    },
    {
      what: 'for a host of nobody, and for a Service that the set does not hold',
      with: mesh(
        WEB,
        route('x', 'shop', '{ hosts: [x.example.com], http: [{ route: [{ destination: { host: web } }] }] }'),
      ),
      without: mesh(
        WEB,
        route(
          'x',
          'shop',
          '{ hosts: [x.shop.svc.cluster.local], http: [{ route: [{ destination: { host: web } }] }] }',
        ),
      ),
      ids: ['route-without-waypoint:shop/x'],
    },
    {
      what: 'for a service that keeps its sidecars, and is called or not',
      with: mesh(
        WEB,
        namespace('client'),
        pods(
          'caller',
          'client',
          '{ containers: [{ name: app, image: app, env: [{ name: WEB_URL, value: "http://web.shop" }] }] }',
        ),
        route('web', 'shop', '{ hosts: [web], http: [{ timeout: 2s, route: [{ destination: { host: web } }] }] }'),
      ),
      without: mesh(
        WEB,
        CALLER,
        route('web', 'shop', '{ hosts: [web], http: [{ timeout: 2s, route: [{ destination: { host: web } }] }] }'),
      ),
      namespaces: ['client'],
      ids: ['route-without-waypoint:shop/web'],
    },
  ],
};

export const CLIENT_RULES: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'client-destination-rule': [
    {
      what: 'in the namespace of the client, and in that of the service',
      with: mesh(
        WEB,
        CALLER,
        rule(
          'web',
          'client',
          '{ host: web.shop.svc.cluster.local, trafficPolicy: { loadBalancer: { simple: RANDOM } } }',
        ),
      ),
      without: mesh(
        WEB,
        CALLER,
        rule('web', 'shop', '{ host: web, trafficPolicy: { loadBalancer: { simple: RANDOM } } }'),
      ),
      namespaces: BOTH,
      ids: ['client-destination-rule:client/web'],
    },
    {
      what: 'for selected pods, and for all',
      with: mesh(
        WEB,
        rule(
          'web',
          'shop',
          '{ host: web, workloadSelector: { matchLabels: { app: web } }, trafficPolicy: { loadBalancer: { simple: RANDOM } } }',
        ),
      ),
      without: mesh(WEB, rule('web', 'shop', '{ host: web, trafficPolicy: { loadBalancer: { simple: RANDOM } } }')),
      ids: ['client-destination-rule:shop/web'],
    },
    {
      what: 'private to the service, and without other clients',
      with: mesh(
        WEB,
        CALLER,
        rule('web', 'shop', '{ host: web, exportTo: ["."], trafficPolicy: { loadBalancer: { simple: RANDOM } } }'),
      ),
      without: mesh(
        WEB,
        rule('web', 'shop', '{ host: web, exportTo: ["."], trafficPolicy: { loadBalancer: { simple: RANDOM } } }'),
      ),
      namespaces: BOTH,
      ids: ['client-destination-rule:shop/web'],
    },
  ],
  'tls-origination': [
    {
      what: 'for a host outside, and at a waypoint',
      with: mesh(
        WEB,
        BANK,
        rule(
          'bank',
          'shop',
          '{ host: bank.example.com, trafficPolicy: { tls: { mode: SIMPLE, sni: bank.example.com } } }',
        ),
      ),
      without: mesh(
        WEB,
        WAYPOINT,
        bound(BANK),
        rule(
          'bank',
          'shop',
          '{ host: bank.example.com, trafficPolicy: { tls: { mode: SIMPLE, sni: bank.example.com } } }',
        ),
      ),
      ids: ['tls-origination:shop/bank'],
    },
    {
      what: 'with a certificate in a file, and in a Secret',
      with: mesh(
        WEB,
        rule(
          'web',
          'shop',
          '{ host: web, trafficPolicy: { tls: { mode: MUTUAL, clientCertificate: /etc/certs/a.pem, privateKey: /etc/certs/k.pem } } }',
        ),
      ),
      without: mesh(
        WEB,
        rule('web', 'shop', '{ host: web, trafficPolicy: { tls: { mode: MUTUAL, credentialName: a } } }'),
      ),
      ids: ['tls-origination:shop/web'],
    },
    {
      what: 'of a client for a service of the mesh, and mutual TLS of the mesh in its namespace',
      with: mesh(
        WEB,
        CALLER,
        rule(
          'web',
          'client',
          '{ host: web.shop.svc.cluster.local, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: SIMPLE } }] } }',
        ),
      ),
      without: mesh(WEB, CALLER, rule('web', 'shop', '{ host: web, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }')),
      namespaces: BOTH,
      ids: ['tls-origination:client/web'],
    },
  ],
  'service-entry-for-some': [
    {
      what: 'of which other pods are not told, and of which all are',
      with: mesh(WEB, CALLER, BANK.replace('{ hosts:', '{ exportTo: ["."], hosts:')),
      without: mesh(WEB, CALLER, BANK),
      namespaces: BOTH,
      ids: ['service-entry-for-some:shop/bank'],
    },
    {
      what: 'that the mesh configuration does not limit, and that it does',
      with: mesh(WEB, CALLER, BANK.replace('{ hosts:', '{ exportTo: [shop], hosts:')),
      without: mesh(
        WEB,
        CALLER,
        BANK.replace('{ hosts:', '{ exportTo: [shop], hosts:'),
        `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "{ serviceEntryVisibility: { defaultVisibility: NAMESPACE } }" }`,
      ),
      namespaces: BOTH,
      ids: ['service-entry-for-some:shop/bank'],
    },
  ],
  'traffic-policy-without-waypoint': [
    {
      what: 'for a host outside, and with a waypoint before it',
      with: mesh(
        WEB,
        BANK,
        rule(
          'bank',
          'shop',
          '{ host: bank.example.com, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3 } } }',
        ),
      ),
      without: mesh(
        WEB,
        WAYPOINT,
        bound(BANK),
        rule(
          'bank',
          'shop',
          '{ host: bank.example.com, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3 } } }',
        ),
      ),
      ids: ['traffic-policy-without-waypoint:shop/bank'],
    },
  ],
};
