import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import { nearest } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';
import { listed, quoted } from '../../wording';

/** An object of Kubernetes names another one of its namespace that is not there, though others of that kind are. */
export const missingNamedObject: Rule = {
  name: 'missing-named-object',
  severity: 'warning',
  summary: 'What workloads, autoscalers and Ingresses name must exist.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    accounts(model, findings);
    for (const resource of model.all('StatefulSet')) {
      const name = resource.spec.serviceName ?? '';
      const found = missing(resource, 'Service', name, model, 'its pods have no names in DNS');
      if (found !== undefined) findings.push({ resource, field: 'spec.serviceName', ...found });
    }
    for (const resource of [...model.all('HorizontalPodAutoscaler'), ...model.all('ScaledObject')]) {
      const { kind = 'Deployment', name = '' } = resource.spec.scaleTargetRef ?? {};
      if (kind !== 'Deployment' && kind !== 'StatefulSet') continue;
      // What a chart installs is not in the set.
      const isOfChart = model.workloads.all.some(one => one.generated && one.namespace === resource.namespace);
      const found = isOfChart ? undefined : missing(resource, kind, name, model, 'nothing is scaled');
      if (found !== undefined) findings.push({ resource, field: 'spec.scaleTargetRef.name', ...found });
    }
    for (const resource of model.all('Ingress')) findings.push(...backends(resource, model));
    return findings;
  },
};

/** Pods whose account is not there are never created. */
function accounts(model: MeshModel, findings: Finding[]): void {
  for (const { resource, serviceAccount, podPath, generated } of model.workloads.all) {
    if (generated || serviceAccount === 'default' || resource.kind === 'WorkloadEntry') continue;
    if (resource.kind === 'WorkloadGroup') continue;
    const found = missing(resource, 'ServiceAccount', serviceAccount, model, 'no pod can be created');
    if (found === undefined) continue;
    findings.push({ resource, field: `${podPath === '' ? '' : `${podPath}.`}spec.serviceAccountName`, ...found });
  }
}

function missing(
  { namespace, assumed }: Resource,
  kind: 'Service' | 'ServiceAccount' | 'Deployment' | 'StatefulSet',
  name: string,
  model: MeshModel,
  effect: string,
): Pick<Finding, 'problem' | 'fix'> | undefined {
  if (assumed || name === '' || model.find(kind, namespace, name) !== undefined) return undefined;
  const names = (model.inNamespace(kind, namespace) as readonly Resource[]).map(one => one.name);
  // Of a namespace without any nothing is known.
  if (names.length === 0) return undefined;
  const meant = nearest(name, names);
  return {
    problem: `namespace "${namespace}" has no ${kind} "${name}", so that ${effect}; it has ${quoted(names)}`,
    fix: meant === undefined ? `define the ${kind}, or name one that exists` : `write "${meant}"`,
  };
}

function backends(resource: Resource<'Ingress'>, model: MeshModel): readonly Finding[] {
  const { rules = [], defaultBackend } = resource.spec;
  const findings: Finding[] = [];
  const check = (backend: typeof defaultBackend, field: string): void => {
    const { name = '', port } = backend?.service ?? {};
    const found = missing(resource, 'Service', name, model, 'its requests are not answered');
    if (found !== undefined) {
      findings.push({ resource, field: `${field}.service.name`, ...found });
      return;
    }
    const service = model.find('Service', resource.namespace, name);
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
