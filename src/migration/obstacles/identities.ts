import { unseenByZtunnel, workloadsOfPolicy } from '../../analysis/policies';
import type { EffectiveMesh } from '../../istio/effective-mesh';
import { aliasedPrincipals } from '../../istio/policies/trust-domain';
import type { RegisteredService } from '../../istio/services/registered-service';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { Clients } from './clients';
import { installedValues } from './install-place';
import { type Move, makersOf, podField, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';
import { templatesOf } from './pods';
import { quotedList } from './wording';

export const virtualMachine: ObstacleKind = {
  name: 'virtual-machine',
  severity: 'blocker',
  summary: 'Virtual machines cannot use ambient mode: there is no ztunnel for them',
  instead: 'move the machine to a namespace that keeps sidecars, or remove it from the mesh',
  url: PAGES.migration,

  *find(mesh, move) {
    const { model } = mesh;
    for (const machine of model.workloads.all) {
      const { resource, dataPlane, namespace } = machine;
      const isGroup = resource.kind === 'WorkloadGroup';
      if ((resource.kind !== 'WorkloadEntry' && !isGroup) || (!isGroup && dataPlane !== 'sidecar')) continue;
      if (!move.includes(namespace)) {
        const called = serviceOfMachine(mesh, move, machine);
        if (called === undefined) continue;
        yield {
          resource,
          field: isGroup ? 'spec.template' : 'spec.address',
          lost: `pods that move send plaintext to the machine, which is behind "${called.host}": it takes no tunnels`,
          related: [called.resource],
        };
        continue;
      }
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

/** A service before a machine that pods which move know; undefined where the machine takes tunnels. */
function serviceOfMachine(mesh: EffectiveMesh, move: Move, machine: Workload): RegisteredService | undefined {
  if (machine.labels['networking.istio.io/tunnel'] === 'http') return undefined;
  const clients = mesh.once(Clients);
  return mesh.services.find(
    ({ host, service }) =>
      mesh.model.workloadsOf(service).includes(machine) && move.workloads.some(one => clients.sees(one, host)),
  );
}

const SPIRE_LABEL = 'spiffe.io/spire-managed-identity';

export const spire: ObstacleKind = {
  name: 'spire',
  severity: 'blocker',
  summary:
    "Pods get their certificates from SPIRE; ztunnel requests the certificates of all pods of its node from Istio's CA",
  instead:
    'let istiod sign the certificates of the namespace, with SPIRE as its root CA if needed, or keep the sidecars',
  url: PAGES.migration,

  *find(mesh, move) {
    for (const workload of move.workloads) {
      const { pod, resource } = workload;
      const volume = (pod.volumes ?? []).findIndex(
        ({ csi, hostPath }) => csi?.driver === 'csi.spiffe.io' || /(?:^|\/)spire(?:\/|$)/.test(hostPath?.path ?? ''),
      );
      const isTemplate = templatesOf(workload).includes('spire');
      const isLabelled = workload.labels[SPIRE_LABEL] === 'true';
      if (volume < 0 && !isTemplate && !isLabelled) continue;
      yield {
        resource,
        field: podField(
          workload,
          isTemplate
            ? 'metadata.annotations["inject.istio.io/templates"]'
            : volume < 0
              ? `metadata.labels["${SPIRE_LABEL}"]`
              : `spec.volumes[${volume}]`,
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
  summary: 'A policy lists callers with a trust domain alias; ztunnel compares identities literally',
  instead: 'use the actual trust domain of the callers, or namespaces and serviceAccounts',
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
  return mesh.policyConditions.of(resource).flatMap(({ condition, rule }) => {
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
