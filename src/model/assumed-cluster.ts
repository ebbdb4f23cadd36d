import type { LocatedManifest, Manifest } from '../values/manifest';

/**
 * What a cluster with Istio of the default profile surely has: the API server and DNS as Services, the control plane, and
 * the ingress gateway.
 */
export function assumedCluster(): LocatedManifest[] {
  const manifests: Manifest[] = [
    ...['default', 'kube-system', 'istio-system'].map(name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    })),
    service('default', 'kubernetes', undefined, [['https', 443, 6443]]),
    service('kube-system', 'kube-dns', { 'k8s-app': 'kube-dns' }, [
      ['dns-tcp', 53, 53],
      ['metrics', 9153, 9153],
    ]),
    service('istio-system', 'istiod', { app: 'istiod' }, [
      ['grpc-xds', 15010, 15010],
      ['https-dns', 15012, 15012],
      ['https-webhook', 443, 15017],
      ['http-monitoring', 15014, 15014],
    ]),
    service('istio-system', 'istio-ingressgateway', INGRESS, [
      ['status-port', 15021, 15021],
      ['http2', 80, 8080],
      ['https', 443, 8443],
    ]),
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'istio-ingressgateway', namespace: 'istio-system', labels: INGRESS },
      spec: {
        template: {
          metadata: { labels: INGRESS },
          spec: {
            serviceAccountName: 'istio-ingressgateway-service-account',
            containers: [{ name: 'istio-proxy', image: 'proxyv2' }],
          },
        },
      },
    },
  ];
  return manifests.map(manifest => ({ manifest, origin: {} }));
}

const INGRESS = { app: 'istio-ingressgateway', istio: 'ingressgateway' };

function service(
  namespace: string,
  name: string,
  selector: { readonly [key: string]: string } | undefined,
  ports: readonly (readonly [name: string, port: number, targetPort: number])[],
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      ...(selector === undefined ? {} : { selector }),
      ports: ports.map(([portName, port, targetPort]) => ({ name: portName, port, targetPort })),
    },
  };
}
