import { istio, mesh, namespace, type ObstacleCase, pods, service, WEB } from './case';

const policy = (spec: string, metadata = '') =>
  istio('AuthorizationPolicy', 'security', 'web', 'shop', spec).replace(
    'namespace: shop }',
    `namespace: shop${metadata} }`,
  );
const route = (spec: string) => istio('VirtualService', 'networking', 'web', 'shop', spec);

const GET = 'rules: [{ to: [{ operation: { methods: [GET] } }] }]';
const OF_WEB = 'selector: { matchLabels: { app: web } }';
const TOKENS = (selector: string) =>
  istio('RequestAuthentication', 'security', 'web', 'shop', `{ ${selector}, jwtRules: [{ issuer: a.example }] }`);

/** Pods of the Service "web" in two versions. */
const VERSIONS = mesh(
  namespace('shop'),
  service('web'),
  pods('web'),
  pods('web-v2').replaceAll('app: web-v2 }', 'app: web, version: v2 }'),
);

const HEADLESS = mesh(namespace('shop'), pods('web'), service('web').replace('spec: {', 'spec: { clusterIP: None,'));
const OTHER = mesh(pods('other'), service('other'));
const onlyOther = policy(`{ selector: { matchLabels: { app: other } }, ${GET} }`);

export const POLICIES: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'request-policy-without-service': [
    {
      what: 'about methods, and about ports alone',
      with: mesh(namespace('shop'), pods('web'), policy(`{ ${OF_WEB}, ${GET} }`)),
      without: mesh(
        namespace('shop'),
        pods('web'),
        policy(`{ ${OF_WEB}, rules: [{ to: [{ operation: { ports: ["8080"] } }] }] }`),
      ),
      ids: ['request-policy-without-service:shop/web'],
    },
    {
      what: 'about tokens, and pods with a Service',
      with: mesh(namespace('shop'), pods('web'), TOKENS(OF_WEB)),
      without: mesh(WEB, TOKENS(OF_WEB)),
      ids: ['request-policy-without-service:shop/web'],
    },
    {
      what: 'of the namespace for pods with ports, and for pods that take nothing',
      with: mesh(
        WEB,
        pods('metrics', 'shop', '{ containers: [{ name: app, image: app, ports: [{ containerPort: 9090 }] }] }'),
        policy(`{ ${GET} }`),
      ),
      without: mesh(WEB, pods('job'), policy(`{ ${GET} }`)),
      ids: ['request-policy-without-service:shop/web'],
    },
    {
      what: 'that asks an authorizer, and one that only waypoints carry out',
      with: mesh(
        namespace('shop'),
        pods('web'),
        policy(`{ ${OF_WEB}, action: CUSTOM, provider: { name: auth }, rules: [{}] }`),
      ),
      without: mesh(WEB, policy(`{ targetRefs: [{ group: "", kind: Service, name: web }], ${GET} }`)),
      ids: ['request-policy-without-service:shop/web'],
    },
  ],
  'request-policy-on-some-pods': [
    {
      what: 'of a version, and of all of them',
      with: mesh(VERSIONS, policy(`{ selector: { matchLabels: { version: v2 } }, ${GET} }`)),
      without: mesh(VERSIONS, policy(`{ ${OF_WEB}, ${GET} }`)),
      ids: ['request-policy-on-some-pods:shop/web'],
    },
    {
      what: 'that asks for tokens, and a policy about callers',
      with: mesh(VERSIONS, TOKENS('selector: { matchLabels: { version: v2 } }')),
      without: mesh(
        VERSIONS,
        policy(
          '{ selector: { matchLabels: { version: v2 } }, rules: [{ from: [{ source: { namespaces: [shop] } }] }] }',
        ),
      ),
      ids: ['request-policy-on-some-pods:shop/web'],
    },
  ],
  'client-certificate-header': [
    {
      what: 'that a policy compares, and another header',
      with: mesh(
        WEB,
        policy(
          `{ ${OF_WEB}, rules: [{ when: [{ key: "request.headers[X-Forwarded-Client-Cert]", values: ["*shop*"] }] }] }`,
        ),
      ),
      without: mesh(
        WEB,
        policy(`{ ${OF_WEB}, rules: [{ when: [{ key: "request.headers[x-team]", values: [shop] }] }] }`),
      ),
      ids: ['client-certificate-header:shop/web'],
    },
  ],
  'policy-on-trial': [
    {
      what: 'about callers, and in force',
      with: mesh(
        WEB,
        policy(
          '{ rules: [{ from: [{ source: { namespaces: [shop] } }] }] }',
          ', annotations: { istio.io/dry-run: "true" }',
        ),
      ),
      without: mesh(
        WEB,
        policy(
          '{ rules: [{ from: [{ source: { namespaces: [shop] } }] }] }',
          ', annotations: { istio.io/dry-run: "false" }',
        ),
      ),
      ids: ['policy-on-trial:shop/web'],
    },
  ],
  'audit-policy': [
    {
      what: 'about callers, and one that refuses',
      with: mesh(WEB, policy('{ action: AUDIT, rules: [{ from: [{ source: { namespaces: [shop] } }] }] }')),
      without: mesh(WEB, policy('{ action: DENY, rules: [{ from: [{ source: { namespaces: [bad] } }] }] }')),
      ids: ['audit-policy:shop/web'],
    },
  ],
  'headless-service': [
    {
      what: 'with a policy about requests, and about callers',
      with: mesh(HEADLESS, policy(`{ ${OF_WEB}, ${GET} }`)),
      without: mesh(HEADLESS, policy(`{ ${OF_WEB}, rules: [{ from: [{ source: { namespaces: [shop] } }] }] }`)),
      ids: ['headless-service:shop/web'],
    },
    {
      what: 'with routes, and with routes at a gateway',
      with: mesh(HEADLESS, route('{ hosts: [web], http: [{ timeout: 1s, route: [{ destination: { host: web } }] }] }')),
      without: mesh(
        HEADLESS,
        route(
          '{ hosts: [web.example.com], gateways: [edge], http: [{ timeout: 1s, route: [{ destination: { host: web } }] }] }',
        ),
      ),
      ids: ['headless-service:shop/web'],
    },
    {
      what: 'alone, and beside one with an address',
      with: mesh(HEADLESS, TOKENS(OF_WEB)),
      without: mesh(HEADLESS, service('web').replace('name: web,', 'name: web-address,'), TOKENS(OF_WEB)),
      ids: ['headless-service:shop/web'],
    },
  ],
  'request-changed-before-policy': [
    {
      what: 'in a header that a policy compares, and in another one',
      with: mesh(
        WEB,
        route(
          '{ hosts: [web], http: [{ headers: { request: { set: { x-env: prod } } }, route: [{ destination: { host: web } }] }] }',
        ),
        policy(`{ ${OF_WEB}, rules: [{ when: [{ key: "request.headers[X-Env]", values: [prod] }] }] }`),
      ),
      without: mesh(
        WEB,
        route(
          '{ hosts: [web], http: [{ headers: { request: { set: { x-other: prod } } }, route: [{ destination: { host: web } }] }] }',
        ),
        policy(`{ ${OF_WEB}, rules: [{ when: [{ key: "request.headers[X-Env]", values: [prod] }] }] }`),
      ),
      ids: ['request-changed-before-policy:shop/web'],
    },
    {
      what: 'in the path, and with a policy about methods',
      with: mesh(
        WEB,
        route(
          '{ hosts: [web], http: [{ match: [{ uri: { exact: /old } }], rewrite: { uri: /new }, route: [{ destination: { host: web } }] }, { route: [{ destination: { host: web } }] }] }',
        ),
        policy(`{ ${OF_WEB}, rules: [{ to: [{ operation: { paths: [/new] } }] }] }`),
      ),
      without: mesh(
        WEB,
        route(
          '{ hosts: [web], http: [{ match: [{ uri: { exact: /old } }], rewrite: { uri: /new }, route: [{ destination: { host: web } }] }, { route: [{ destination: { host: web } }] }] }',
        ),
        policy(`{ ${OF_WEB}, ${GET} }`),
      ),
      ids: ['request-changed-before-policy:shop/web'],
    },
  ],
  'route-past-policies': [
    {
      what: 'of the service that it sends to, and of both',
      with: mesh(
        WEB,
        OTHER,
        onlyOther,
        route('{ hosts: [web], http: [{ route: [{ destination: { host: other } }] }] }'),
      ),
      without: mesh(
        WEB,
        OTHER,
        policy(`{ ${GET} }`),
        route('{ hosts: [web], http: [{ route: [{ destination: { host: other } }] }] }'),
      ),
      ids: ['route-past-policies:shop/web'],
    },
  ],
};
