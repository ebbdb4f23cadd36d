import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { Memo } from '../../../istio/memo';
import type { KindName } from '../../../model/kinds';
import type { Resource } from '../../../model/resource';
import { NearestNames } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';
import { listed, QuotedNames } from '../../wording';

/** An object of Kubernetes names another one of its namespace that is not there, though others of that kind are. */
export const missingNamedObject: Rule = {
  name: 'missing-named-object',
  severity: 'warning',
  summary: 'What workloads, autoscalers and Ingresses name must exist.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    accounts(mesh, findings);
    for (const resource of model.all('StatefulSet')) {
      const name = resource.spec.serviceName ?? '';
      const found = missing(resource, 'Service', name, mesh, 'its pods have no names in DNS');
      if (found !== undefined) findings.push({ resource, field: 'spec.serviceName', ...found });
    }
    // What a chart installs is not in the set.
    const ofCharts = new Set(model.workloads.all.filter(one => one.generated).map(one => one.namespace));
    for (const resource of [...model.all('HorizontalPodAutoscaler'), ...model.all('ScaledObject')]) {
      const { kind = 'Deployment', name = '' } = resource.spec.scaleTargetRef ?? {};
      if (kind !== 'Deployment' && kind !== 'StatefulSet') continue;
      const found = ofCharts.has(resource.namespace)
        ? undefined
        : missing(resource, kind, name, mesh, 'nothing is scaled');
      if (found !== undefined) findings.push({ resource, field: 'spec.scaleTargetRef.name', ...found });
    }
    for (const resource of model.all('Ingress')) findings.push(...backends(resource, mesh));
    return findings;
  },
};

/** Pods whose account is not there are never created. */
function accounts(mesh: EffectiveMesh, findings: Finding[]): void {
  for (const { resource, serviceAccount, podPath, generated } of mesh.model.workloads.all) {
    if (generated || serviceAccount === 'default' || resource.kind === 'WorkloadEntry') continue;
    if (resource.kind === 'WorkloadGroup') continue;
    const found = missing(resource, 'ServiceAccount', serviceAccount, mesh, 'no pod can be created');
    if (found === undefined) continue;
    findings.push({ resource, field: `${podPath === '' ? '' : `${podPath}.`}spec.serviceAccountName`, ...found });
  }
}

/** The names of objects, read once for all that miss one of them. */
class NamesOfLists {
  readonly #names = new Memo((objects: readonly Resource[]) => new NearestNames(objects.map(({ name }) => name)));

  public of(objects: readonly Resource[]): NearestNames {
    return this.#names.get(objects);
  }
}

function missing(
  { namespace, assumed }: Resource,
  kind: 'Service' | 'ServiceAccount' | 'Deployment' | 'StatefulSet',
  name: string,
  mesh: EffectiveMesh,
  effect: string,
): Pick<Finding, 'problem' | 'fix'> | undefined {
  if (assumed || name === '' || mesh.model.find(kind, namespace, name) !== undefined) return undefined;
  const there: readonly Resource[] = mesh.model.inNamespace<KindName>(kind, namespace);
  // Of a namespace without any nothing is known.
  if (there.length === 0) return undefined;
  const meant = mesh.once(NamesOfLists).of(there).of(name);
  return {
    problem: `namespace "${namespace}" has no ${kind} "${name}", so that ${effect}; it has ${mesh.once(QuotedNames).of(there)}`,
    fix: meant === undefined ? `define the ${kind}, or name one that exists` : `write "${meant}"`,
  };
}

function backends(resource: Resource<'Ingress'>, mesh: EffectiveMesh): readonly Finding[] {
  const { rules = [], defaultBackend } = resource.spec;
  const findings: Finding[] = [];
  const check = (backend: typeof defaultBackend, field: string): void => {
    const { name = '', port } = backend?.service ?? {};
    const found = missing(resource, 'Service', name, mesh, 'its requests are not answered');
    if (found !== undefined) {
      findings.push({ resource, field: `${field}.service.name`, ...found });
      return;
    }
    const service = mesh.model.find('Service', resource.namespace, name);
    const ports = service?.spec.ports ?? [];
    if (service === undefined || port === undefined) return;
    if (ports.some(one => one.port === port.number || (port.name !== undefined && one.name === port.name))) return;
    findings.push({
      resource,
      field: `${field}.service.port`,
      problem: `Service "${name}" has no port ${port.name === undefined ? port.number : `"${port.name}"`}; it has ${listed(ports.map(one => one.port ?? 0))}`,
      fix: 'name a port of the Service, not of the pods',
      related: [service],
    });
  };
  check(defaultBackend, 'spec.defaultBackend');
  for (const [i, { http }] of rules.entries()) {
    for (const [j, { backend }] of (http?.paths ?? []).entries())
      check(backend, `spec.rules[${i}].http.paths[${j}].backend`);
  }
  return findings;
}
