import { ApiObject, Lazy } from 'cdk8s';
import { DestinationRule, type DestinationRuleSpec } from '../../imports/networking.istio.io';
import { declareBy } from '../tree/declared-by';
import { toManifestPort } from './service-port';
import type { ServiceVersion } from './service-version';

const DEFINED = new WeakMap<ServiceVersion, string>();

/**
 * The name of a Service for one version alone, defined now if there was none: routes of the Gateway API know no subsets.
 * What the policy of the host says of the version holds for it too.
 */
export function requireVersionService(version: ServiceVersion): string {
  const { service } = version;
  const { mesh } = service;
  const namespace = service.namespace.name;
  const defined = DEFINED.get(version);
  if (defined !== undefined) return defined;
  const name = `${service.name}-${version.subset}`.slice(0, 63).replace(/-+$/, '');
  DEFINED.set(version, name);
  const object = new ApiObject(
    mesh.chartFor(service, 'workloads'),
    mesh.claimObject(service, 'Service', namespace, name),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels: { ...service.selector } },
      spec: {
        selector: { ...service.selector, ...version.labels },
        ports: service.ports.map(toManifestPort),
      },
    },
  );
  declareBy(object, service);
  const rule = new DestinationRule(
    mesh.chartFor(service, 'destinationRules'),
    mesh.claimObject(service, 'DestinationRule', namespace, name),
    {
      metadata: { name, namespace },
      spec: Lazy.any({
        produce: () => {
          const policy = service.policy.of(version);
          const host = `${name}.${namespace}.svc.${mesh.clusterDomain}`;
          return { host, ...(Object.keys(policy).length === 0 ? {} : { trafficPolicy: policy }) };
        },
      }) as DestinationRuleSpec,
    },
  );
  declareBy(rule, service);
  return name;
}
