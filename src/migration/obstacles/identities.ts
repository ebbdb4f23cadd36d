import { conditionsOf, unseenByZtunnel, workloadsOfPolicy } from '../../analysis/policies';
import type { EffectiveMesh } from '../../istio/effective-mesh';
import { aliasedPrincipals } from '../../istio/policies/trust-domain';
import type { Resource } from '../../model/resource';
import { installedValues } from './install-place';
import { makersOf, podField, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';
import { templatesOf } from './pods';
import { quotedList } from './wording';

export const virtualMachine: ObstacleKind = {
  name: 'virtual-machine',
  severity: 'blocker',
  summary: 'Virtual machines cannot join the ambient mesh: there is no ztunnel for them',
  instead: 'move the machine to a namespace that keeps sidecars, or take it out of the mesh',
  url: PAGES.migration,

  *find({ model }, move) {
    for (const { resource, dataPlane, namespace } of model.workloads.all) {
      const isGroup = resource.kind === 'WorkloadGroup';
      if (!move.includes(namespace) || (resource.kind !== 'WorkloadEntry' && !isGroup)) continue;
      if (!isGroup && dataPlane !== 'sidecar') continue;
      yield {
        resource,
        field: isGroup ? 'spec.template' : 'spec.address',
        lost: `the ${isGroup ? 'machines of the group' : 'machine'} cannot leave the sidecar`,
      };
    }
    for (const resource of model.all('ServiceEntry')) {
      if (!move.includes(resource.namespace)) continue;
      const machine = (resource.spec.endpoints ?? []).findIndex(
        ({ labels = {}, serviceAccount = '' }) =>
          (labels['security.istio.io/tlsMode'] ?? (serviceAccount === '' ? '' : 'istio')) === 'istio',
      );
      if (machine < 0) continue;
      yield {
        resource,
        field: `spec.endpoints[${machine}]`,
        lost: 'the machine at this address cannot leave the sidecar',
      };
    }
  },
};

export const spire: ObstacleKind = {
  name: 'spire',
  severity: 'blocker',
  summary:
    'Pods get their certificates from SPIRE; ztunnel asks the authority of Istio for those of all pods of its node',
  instead: 'let istiod sign the certificates of the namespace, with SPIRE as its root if need be, or keep the sidecars',
  url: PAGES.migration,

  *find(mesh, move) {
    for (const workload of move.workloads) {
      const { pod, resource } = workload;
      const volume = (pod.volumes ?? []).findIndex(
        ({ csi, hostPath }) => csi?.driver === 'csi.spiffe.io' || /(?:^|\/)spire(?:\/|$)/.test(hostPath?.path ?? ''),
      );
      const isTemplate = templatesOf(workload).includes('spire');
      if (volume < 0 && !isTemplate) continue;
      yield {
        resource,
        field: podField(
          workload,
          isTemplate ? 'metadata.annotations["inject.istio.io/templates"]' : `spec.volumes[${volume}]`,
        ),
        lost: 'the pods have the identity that SPIRE gives them, and ztunnel does not ask it',
      };
    }
    if (move.workloads.length === 0) return;
    for (const { value, ...place } of installedValues(mesh, ['istiod'], 'sidecarInjectorWebhook.defaultTemplates')) {
      if (!Array.isArray(value) || !value.includes('spire')) continue;
      yield {
        ...place,
        lost: `${podsText(move.workloads)} have the identity that SPIRE gives them, and ztunnel does not ask it`,
        related: makersOf(move.workloads),
      };
    }
  },
};

export const trustDomainAlias: ObstacleKind = {
  name: 'trust-domain-alias',
  severity: 'blocker',
  summary:
    'A policy names callers by another trust domain of the mesh; ztunnel compares identities as they are written',
  instead: 'name the callers by the trust domain that they have, or by namespaces and serviceAccounts',
  url: PAGES.connections,

  *find(mesh, move) {
    for (const resource of mesh.model.all('AuthorizationPolicy')) {
      // What ztunnel cannot check at all goes to a waypoint, which knows the aliases.
      if (unseenByZtunnel(resource, mesh).length > 0) continue;
      const pods = move.movingOf(workloadsOfPolicy(resource, mesh));
      const [first] = pods.length === 0 ? [] : aliasesIn(mesh, resource);
      if (first === undefined) continue;
      yield {
        resource,
        field: first.field,
        lost: `at ${podsText(pods)} ${quotedList([first.value])} means no caller any more: their trust domain is "${mesh.settings.trustDomain}"`,
        related: makersOf(pods),
      };
    }
  },
};

/** The principals that mean callers only because their trust domain is another name of the mesh's. */
function aliasesIn(mesh: EffectiveMesh, resource: Resource<'AuthorizationPolicy'>) {
  const { trustDomain, trustDomainAliases } = mesh.settings;
  return conditionsOf(resource, mesh).flatMap(({ condition, rule }) => {
    if (condition.attribute.aliases !== 'principal') return [];
    const values = [
      ...condition.wanted.map(value => ({ value, field: condition.field })),
      ...condition.unwanted.map(value => ({ value, field: condition.notField })),
    ];
    return values
      .filter(({ value }) => {
        const meant = aliasedPrincipals(value, [trustDomain, ...trustDomainAliases]);
        return !value.startsWith(`${trustDomain}/`) && meant.some(one => one.startsWith(`${trustDomain}/`));
      })
      .map(({ value, field }) => ({ value, field: `spec.rules[${rule}].${field}` }));
  });
}
