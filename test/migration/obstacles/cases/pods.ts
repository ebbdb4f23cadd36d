import { istio, mesh, namespace, type ObstacleCase, pods, service, WEB } from './case';

const SHOP = mesh(namespace('shop'), service('web'));
const annotated = (annotations: string) =>
  mesh(SHOP, pods('web', 'shop', undefined, `annotations: { ${annotations} }`));
const running = (spec: string) => mesh(SHOP, pods('web', 'shop', spec));

const operator = (values: string) => `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: istio, namespace: istio-system }
spec: { values: ${values} }`;

export const PODS: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'host-network': [
    {
      what: 'of a DaemonSet, and of one that says that it is outside',
      with: mesh(
        WEB,
        pods('agent', 'shop', '{ hostNetwork: true, containers: [{ name: app, image: app }] }').replace(
          'kind: Deployment',
          'kind: DaemonSet',
        ),
      ),
      without: mesh(
        WEB,
        pods('agent', 'shop', '{ hostNetwork: true, containers: [{ name: app, image: app }] }').replace(
          'labels: { app: agent } }\n    spec',
          'labels: { app: agent, sidecar.istio.io/inject: "false" } }\n    spec',
        ),
      ),
      ids: ['host-network:shop/agent'],
    },
  ],
  'interception-annotation': [
    {
      what: 'on a port that stays out, and on one of the sidecar',
      with: annotated('traffic.sidecar.istio.io/excludeOutboundPorts: "3306"'),
      without: annotated('traffic.sidecar.istio.io/excludeInboundPorts: "15020"'),
      ids: ['interception-annotation:shop/web/excludeOutboundPorts'],
    },
    {
      what: 'on addresses, and on all of them',
      with: annotated('traffic.sidecar.istio.io/includeOutboundIPRanges: 10.0.0.0/8'),
      without: annotated('traffic.sidecar.istio.io/includeOutboundIPRanges: "*"'),
      ids: ['interception-annotation:shop/web/includeOutboundIPRanges'],
    },
    {
      what: 'of the installation, and empty there',
      with: mesh(WEB, operator('{ global: { proxy: { excludeIPRanges: 10.1.0.0/16 } } }')),
      without: mesh(WEB, operator('{ global: { proxy: { excludeIPRanges: "", includeIPRanges: "*" } } }')),
      ids: ['interception-annotation:istio-system/istio/excludeIPRanges'],
    },
    {
      what: 'that leaves the sidecar without traffic, and in a mode of redirection',
      with: annotated('sidecar.istio.io/interceptionMode: NONE'),
      without: annotated('sidecar.istio.io/interceptionMode: TPROXY'),
      ids: ['interception-annotation:shop/web/interceptionMode'],
    },
  ],
  'proxy-configuration': [
    {
      what: 'of tracing, and of the process',
      with: annotated("proxy.istio.io/config: '{ tracing: { sampling: 100 } }'"),
      without: annotated("proxy.istio.io/config: '{ holdApplicationUntilProxyStarts: true, concurrency: 2 }'"),
      ids: ['proxy-configuration:shop/web'],
    },
    {
      what: 'by a ProxyConfig, and by one for the process',
      with: mesh(
        WEB,
        istio('ProxyConfig', 'networking', 'web', 'shop', '{ environmentVariables: { ISTIO_META_CUSTOM: a } }').replace(
          '/v1\n',
          '/v1beta1\n',
        ),
      ),
      without: mesh(
        WEB,
        istio('ProxyConfig', 'networking', 'web', 'shop', '{ concurrency: 2 }').replace('/v1\n', '/v1beta1\n'),
      ),
      ids: ['proxy-configuration:shop/web'],
    },
    {
      what: 'of the bootstrap, and of resources',
      with: annotated('sidecar.istio.io/bootstrapOverride: custom'),
      without: annotated('sidecar.istio.io/proxyCPU: 100m'),
      ids: ['proxy-configuration:shop/web'],
    },
  ],
  'injection-template': [
    {
      what: 'of its own, and that of Istio',
      with: annotated('inject.istio.io/templates: "sidecar,audit"'),
      without: annotated('inject.istio.io/templates: sidecar'),
      ids: ['injection-template:shop/web'],
    },
    {
      what: 'for all pods, and defined only',
      with: mesh(
        WEB,
        operator('{ sidecarInjectorWebhook: { templates: { audit: "" }, defaultTemplates: [sidecar, audit] } }'),
      ),
      without: mesh(WEB, operator('{ sidecarInjectorWebhook: { templates: { audit: "" } } }')),
      ids: ['injection-template:istio-system/istio'],
    },
  ],
  'proxyless-grpc': [
    {
      what: 'by its template, and with a sidecar',
      with: annotated('inject.istio.io/templates: grpc-agent'),
      without: annotated('inject.istio.io/templates: sidecar'),
      ids: ['proxyless-grpc:shop/web'],
    },
  ],
  'sidecar-port-in-use': [
    {
      what: 'to end it, and a port of the application',
      with: running(
        '{ containers: [{ name: app, image: app, command: [sh, -c, "work; curl -XPOST localhost:15020/quitquitquit"] }] }',
      ),
      without: running('{ containers: [{ name: app, image: app, command: [sh, -c, "curl localhost:15080/ready"] }] }'),
      ids: ['sidecar-port-in-use:shop/web'],
    },
    {
      what: 'to wait for it, and without that',
      with: running(
        '{ containers: [{ name: app, image: app, lifecycle: { postStart: { exec: { command: [curl, "http://127.0.0.1:15021/healthz/ready"] } } } }] }',
      ),
      without: running(
        '{ containers: [{ name: app, image: app, lifecycle: { postStart: { exec: { command: [sleep, "1"] } } } }] }',
      ),
      ids: ['sidecar-port-in-use:shop/web'],
    },
  ],
};

const policy = (spec: string) => istio('AuthorizationPolicy', 'security', 'web', 'shop', spec);
const ALIASES = { meshConfig: { trustDomain: 'new.example', trustDomainAliases: ['old.example'] } };

/** A group of machines in a namespace of their own, and the ServiceEntry before them. */
const machines = (metadata: string) =>
  mesh(
    istio('WorkloadGroup', 'networking', 'vms', 'vms', `{ metadata: ${metadata}, template: { serviceAccount: vm } }`),
    istio(
      'ServiceEntry',
      'networking',
      'vms',
      'vms',
      '{ hosts: [vm.vms.internal], location: MESH_INTERNAL, resolution: STATIC, workloadSelector: { labels: { app: vm } }, ports: [{ number: 80, name: http, protocol: HTTP }] }',
    ),
  );

export const IDENTITIES: { readonly [kind: string]: readonly ObstacleCase[] } = {
  'virtual-machine': [
    {
      what: 'with an account of the mesh, and an address outside of it',
      with: mesh(
        WEB,
        istio(
          'WorkloadEntry',
          'networking',
          'vm',
          'shop',
          '{ address: 10.0.0.9, labels: { app: vm }, serviceAccount: vm }',
        ),
      ),
      without: mesh(
        WEB,
        istio('WorkloadEntry', 'networking', 'db', 'shop', '{ address: 10.0.0.9, labels: { app: db } }'),
      ),
      ids: ['virtual-machine:shop/vm'],
    },
    {
      what: 'in a group, and in a namespace that stays',
      with: mesh(
        WEB,
        istio(
          'WorkloadGroup',
          'networking',
          'vms',
          'shop',
          '{ metadata: { labels: { app: vm } }, template: { serviceAccount: vm } }',
        ),
      ),
      without: mesh(
        WEB,
        istio(
          'WorkloadGroup',
          'networking',
          'vms',
          'vms',
          '{ metadata: { labels: { app: vm } }, template: { serviceAccount: vm } }',
        ),
      ),
      ids: ['virtual-machine:shop/vms'],
    },
    {
      what: 'that stays and is called, and one that takes tunnels',
      with: mesh(WEB, machines('{ labels: { app: vm } }')),
      without: mesh(WEB, machines('{ labels: { app: vm, networking.istio.io/tunnel: http } }')),
      ids: ['virtual-machine:vms/vms'],
    },
    {
      what: 'written in a ServiceEntry, and without a proxy',
      with: mesh(
        WEB,
        istio(
          'ServiceEntry',
          'networking',
          'vm',
          'shop',
          '{ hosts: [vm.shop.internal], location: MESH_INTERNAL, resolution: STATIC, ports: [{ number: 80, name: http, protocol: HTTP }], endpoints: [{ address: 10.0.0.9, labels: { security.istio.io/tlsMode: istio } }] }',
        ),
      ),
      without: mesh(
        WEB,
        istio(
          'ServiceEntry',
          'networking',
          'vm',
          'shop',
          '{ hosts: [vm.shop.internal], location: MESH_INTERNAL, resolution: STATIC, ports: [{ number: 80, name: http, protocol: HTTP }], endpoints: [{ address: 10.0.0.9 }] }',
        ),
      ),
      ids: ['virtual-machine:shop/vm'],
    },
  ],
  spire: [
    {
      what: 'by its label, and under another value',
      with: mesh(
        SHOP,
        pods('web').replace(
          'labels: { app: web } }\n    spec',
          'labels: { app: web, spiffe.io/spire-managed-identity: "true" } }\n    spec',
        ),
      ),
      without: mesh(
        SHOP,
        pods('web').replace(
          'labels: { app: web } }\n    spec',
          'labels: { app: web, spiffe.io/spire-managed-identity: "false" } }\n    spec',
        ),
      ),
      ids: ['spire:shop/web'],
    },
    {
      what: 'by a volume, and another driver',
      with: running(
        '{ containers: [{ name: app, image: app }], volumes: [{ name: workload-socket, csi: { driver: csi.spiffe.io, readOnly: true } }] }',
      ),
      without: running(
        '{ containers: [{ name: app, image: app }], volumes: [{ name: data, csi: { driver: ebs.csi.aws.com } }] }',
      ),
      ids: ['spire:shop/web'],
    },
    {
      what: 'by a template, and without',
      with: annotated('inject.istio.io/templates: "sidecar,spire"'),
      without: annotated('inject.istio.io/templates: "sidecar"'),
      ids: ['spire:shop/web'],
    },
    {
      what: 'for all pods, and as a template that nobody uses',
      with: mesh(
        WEB,
        operator('{ sidecarInjectorWebhook: { templates: { spire: "" }, defaultTemplates: [sidecar, spire] } }'),
      ),
      without: mesh(WEB, operator('{ sidecarInjectorWebhook: { templates: { spire: "" } } }')),
      ids: ['spire:istio-system/istio'],
    },
  ],
  'trust-domain-alias': [
    {
      what: 'in a policy about connections, and the trust domain of the mesh',
      with: mesh(WEB, policy('{ rules: [{ from: [{ source: { principals: [old.example/ns/shop/sa/web] } }] }] }')),
      without: mesh(WEB, policy('{ rules: [{ from: [{ source: { principals: [new.example/ns/shop/sa/web] } }] }] }')),
      options: ALIASES,
      ids: ['trust-domain-alias:shop/web'],
    },
    {
      what: 'under the name that stands for any, and in a policy about requests',
      with: mesh(WEB, policy('{ rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }] }] }')),
      without: mesh(
        WEB,
        policy(
          '{ selector: { matchLabels: { app: web } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }], to: [{ operation: { methods: [GET] } }] }] }',
        ),
      ),
      options: ALIASES,
      ids: ['trust-domain-alias:shop/web'],
    },
  ],
};
