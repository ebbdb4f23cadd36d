import { isOrderAssumed, orderAssumption } from '../istio/age';
import { wireSecurity } from '../istio/destinations/client-tls';
import type { ConsolidatedRule } from '../istio/destinations/destination-rules';
import { effectivePolicy } from '../istio/destinations/traffic-policy';
import type { EffectiveMesh } from '../istio/effective-mesh';
import type { Cluster } from '../istio/routes/route-action';
import { portOf, type RegisteredService } from '../istio/services/services';
import { matchesLabels } from '../model/labels';
import type { MeshPort } from '../model/mesh-service';
import type { Workload } from '../model/workload';
import { assumedWorkload } from './assumed-workload';
import { deliverToWorkload } from './deliver-to-workload';
import type { Delivered, Delivery } from './delivery';
import type { Trace } from './trace';
import type { Outcome, TargetVerdict } from './verdict';

/** Brings a request to the workloads of a cluster. */
export function deliver(mesh: EffectiveMesh, delivery: Delivery, cluster: Cluster, trace: Trace): Delivered {
  const { host, subset } = cluster;
  const service = delivery.caller === undefined ? undefined : mesh.serviceOf(host, delivery.caller.proxy);
  if (service === undefined) {
    trace.step('destination', `the mesh knows no service "${host}"`);
    return unavailable(`the mesh knows no service "${host}"`);
  }
  trace.consult(service.service.resource);
  noteRivals(mesh, service, trace);
  const port = portOf(service, cluster.port);
  if (port === undefined) {
    const ports = service.service.ports.map(({ number }) => number).join(', ');
    trace.step(
      'destination',
      `${host} has no port ${cluster.port}, only ${ports}`,
      service.service.resource,
      'spec.ports',
    );
    return unavailable(`${host} has no port ${cluster.port}, only ${ports}`);
  }
  const rule =
    delivery.proxied && delivery.caller !== undefined
      ? mesh.destinationRuleFor(host, delivery.caller.proxy)
      : undefined;
  noteRule(mesh, rule, service, delivery, trace);
  const labels = subset === '' ? {} : rule?.subsets.find(({ name }) => name === subset)?.labels;
  if (subset !== '' && (rule === undefined || !rule.subsets.some(({ name }) => name === subset))) {
    const defined = rule?.subsets.map(({ name }) => `"${name ?? ''}"`).join(', ') || 'none';
    const reason = `subset "${subset}" of ${host} is not defined; defined are ${defined}`;
    trace.step('destination', reason, rule?.from[0], 'spec.subsets');
    return unavailable(reason);
  }
  const pods = podsOf(mesh, service, trace);
  const workloads = pods.filter(workload => matchesLabels(labels, workload.labels));
  if (pods.length > 0 && workloads.length === 0) {
    const reason = `no pod of ${host} has the labels of subset "${subset}"`;
    trace.step('destination', reason, rule?.from[0], 'spec.subsets');
    return unavailable(reason);
  }
  if (pods.length === 0) return toEndpoint(mesh, service, port, subset, rule, trace);
  trace.step(
    'destination',
    `${host}:${cluster.port}${subset === '' ? '' : ` subset ${subset}`} is ${workloads.map(one => `${one.namespace}/${one.name}`).join(', ')}`,
    rule?.from[0],
    subset === '' ? undefined : 'spec.subsets',
  );
  const targets = workloads.map(workload =>
    deliverToWorkload(mesh, delivery, service, port, cluster, rule, workload, trace),
  );
  return summarize(targets);
}

/** The common outcome of several, or `mixed`. */
export function commonOutcome(outcomes: readonly Outcome[]): Outcome {
  const [first = 'unavailable', ...others] = outcomes;
  return others.every(outcome => outcome === first) ? first : 'mixed';
}

function summarize(targets: readonly TargetVerdict[]): Delivered {
  const outcome = commonOutcome(targets.map(target => target.outcome));
  const reason =
    outcome === 'mixed'
      ? targets.map(target => `${target.workload}: ${target.outcome}`).join(', ')
      : (targets[0]?.reason ?? '');
  return { outcome, reason, targets };
}

function unavailable(reason: string): Delivered {
  return { outcome: 'unavailable', reason, targets: [] };
}

/** The pods of a service; of one whose pods are not among the manifests, what its selector says of them. */
function podsOf(mesh: EffectiveMesh, registered: RegisteredService, trace: Trace): readonly Workload[] {
  const { service, external } = registered;
  const pods = mesh.model.workloadsOf(service);
  if (pods.length > 0 || external || service.selector === undefined) return pods;
  trace.assume(
    `no pods of ${service.host} are among the manifests: they are taken to carry only the labels of its selector, and to have a sidecar if their namespace does not say otherwise`,
  );
  return [placeholderOf(mesh, registered, service.selector)];
}

const placeholders = new WeakMap<RegisteredService, Workload>();

function placeholderOf(mesh: EffectiveMesh, registered: RegisteredService, labels: Workload['labels']): Workload {
  let workload = placeholders.get(registered);
  if (workload === undefined) {
    const { resource, namespace } = registered.service;
    const ambient = mesh.model.namespaces.get(namespace)?.labels['istio.io/dataplane-mode'] === 'ambient';
    workload = assumedWorkload({
      resource,
      name: resource.name,
      namespace,
      labels,
      dataPlane: ambient ? ('ambient' as const) : ('sidecar' as const),
    });
    placeholders.set(registered, workload);
  }
  return workload;
}

function toEndpoint(
  mesh: EffectiveMesh,
  service: RegisteredService,
  port: MeshPort,
  subset: string,
  rule: ConsolidatedRule | undefined,
  trace: Trace,
): Delivered {
  const policy = rule === undefined ? {} : effectivePolicy(rule, port.number, subset);
  const wire = wireSecurity(mesh, service, rule, policy, { workload: undefined, port: port.number });
  const where = service.external ? 'outside the mesh' : 'an endpoint that is not among the manifests';
  trace.step(
    'client TLS',
    `${service.host} is ${where}; the client sends ${wire.tls}: ${wire.reason}`,
    wire.resource,
    wire.field,
  );
  if (wire.tls === 'mesh-mtls') {
    trace.assume(`${service.host} accepts mutual TLS of the mesh`);
  }
  const reason = `it goes to ${service.host}, ${where}`;
  const target: TargetVerdict = { workload: '', outcome: 'routed', reason, mtls: wire.tls === 'mesh-mtls' };
  return { outcome: 'routed', reason, targets: [target] };
}

function noteRule(
  mesh: EffectiveMesh,
  rule: ConsolidatedRule | undefined,
  service: RegisteredService,
  { caller, proxied }: Delivery,
  trace: Trace,
): void {
  if (rule !== undefined) {
    for (const resource of rule.from) trace.consult(resource);
    noteMerged(rule, trace);
  }
  if (!proxied || caller === undefined) return;
  const { namespace } = caller.proxy;
  for (const other of mesh.destinationRules.naming(service.host)) {
    if (rule?.from.includes(other)) continue;
    trace.consult(other);
    trace.ruledOut(
      other,
      'spec.host',
      rule === undefined
        ? `does not apply to clients of ${namespace}`
        : `clients of ${namespace} follow ${rule.from.map(String).join(', ')}`,
    );
  }
}

/** Says when one of several DestinationRules decides because it is taken to be the oldest. */
function noteMerged({ from }: ConsolidatedRule, trace: Trace): void {
  const [first, ...others] = from;
  if (first === undefined) return;
  for (const other of others) {
    const names = new Set((first.spec.subsets ?? []).map(({ name }) => name));
    const repeated = (other.spec.subsets ?? []).some(({ name }) => names.has(name));
    const both = first.spec.trafficPolicy !== undefined && other.spec.trafficPolicy !== undefined;
    if ((repeated || both) && isOrderAssumed(first, other)) trace.assume(orderAssumption(first, other));
  }
}

/** Says when a host has several objects that define it and one counts because it is taken to be the oldest. */
function noteRivals(mesh: EffectiveMesh, { service, host }: RegisteredService, trace: Trace): void {
  const all = mesh.model.hosts.named(host);
  if (all.length < 2) return;
  for (const other of all) {
    if (other === service || other.source !== service.source) continue;
    trace.consult(other.resource);
    if (isOrderAssumed(service.resource, other.resource))
      trace.assume(orderAssumption(service.resource, other.resource));
  }
}
