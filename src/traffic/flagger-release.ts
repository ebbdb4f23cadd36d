import type { Construct } from 'constructs';
import { Canary, type CanaryService, type CanarySpec } from '../../imports/flagger.app';
import type { EffectiveMesh } from '../istio/effective-mesh';
import type { MeshService, ServiceVersion } from '../mesh/mesh-service';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { addCheck, type CheckFinding } from '../tree/check';
import { ConfigError } from '../values/config-error';
import { durationMilliseconds } from '../values/duration';
import type { GitOpsExclusion } from './gitops-exclusions';
import type { CheckedSteps, FlaggerOptions } from './progressive';
import { checkCookie } from './request-conditions';

/** Defines what Flagger needs to release `version`, and returns what GitOps must leave to it. */
export function defineFlaggerRelease(
  by: Construct,
  version: ServiceVersion,
  steps: CheckedSteps,
  options: FlaggerOptions,
): readonly GitOpsExclusion[] {
  const { service } = version;
  const where = by.node.path;
  const namespace = service.namespace.name;
  const [port, second] = service.httpPorts;
  const action = `Cannot release "${service.host}" by Flagger at ${where}`;
  if (version.workload?.kind !== 'Deployment') {
    throw new ConfigError(`${action}: wanted a Deployment, got ${version.workload?.kind ?? 'pods of another owner'}`);
  }
  if (port === undefined || second !== undefined || service.ports.length > 1) {
    throw new ConfigError(
      `${action}: wanted one port, an HTTP one, got ${service.ports.map(each => `${each.port} (${each.protocol})`).join(', ')}`,
    );
  }
  if (options.sticky !== undefined) checkCookie(options.sticky, where);
  service.routing.handOver(by);
  service.policy.handOver();

  const carried = (): CanaryService => {
    const { routing, policy } = service;
    const { timeout, retries, headers, corsPolicy } = routing.commonSettings;
    const gateways = [...new Set(routing.exposures.map(({ gateway }) => gateway))].sort();
    const hosts = [...new Set([service.host, ...routing.exposures.map(({ host }) => host)])];
    const { connectionPool, loadBalancer, outlierDetection } = policy.common;
    const trafficPolicy = { connectionPool, loadBalancer, outlierDetection };
    return {
      name: service.name,
      port: port.port,
      targetPort: port.targetPort,
      portName: port.name,
      appProtocol: port.protocol,
      ...(gateways.length === 0 ? {} : { gateways: ['mesh', ...gateways], hosts }),
      timeout,
      retries,
      headers,
      corsPolicy,
      trafficPolicy: Object.keys(policy.common).length === 0 ? undefined : trafficPolicy,
    } as CanaryService;
  };

  const { weights, interval, successRate, failures, latency } = steps;
  const milliseconds = latency === undefined ? undefined : durationMilliseconds(latency);
  const { sticky, metricsServer } = options;
  const metrics = [{ name: 'request-success-rate', interval, thresholdRange: { min: successRate } }];
  const latencies =
    milliseconds === undefined ? [] : [{ name: 'request-duration', interval, thresholdRange: { max: milliseconds } }];
  const target = version.workload.name;
  const metadata = { name: service.name, namespace };
  const spec = (): CanarySpec => ({
    provider: 'istio',
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
    metricsServer,
    service: carried(),
    analysis: {
      interval,
      threshold: failures,
      stepWeights: [...weights],
      metrics: [...metrics, ...latencies],
      sessionAffinity: sticky && {
        cookieName: sticky.name,
        maxAge: Math.floor((durationMilliseconds(sticky.maxAge ?? '1h') ?? 0) / 1000),
        secure: sticky.secure === true ? true : undefined,
      },
      ...options.analysis,
    },
  });
  service.mesh.define(by, 'routes', Canary, metadata, spec, 'FlaggerCanary');
  by.node.addValidation({ validate: () => carriedProblems(service, action) });
  addCheck(by, {
    name: 'policy-misses-flagger-pods',
    severity: 'error',
    check: mesh => missedPods(service, target, mesh),
  });
  return [
    { group: '', kind: 'Service', namespace, name: service.name, pointers: ['/spec/selector', '/spec/ports'] },
    { group: 'apps', kind: 'Deployment', namespace, name: version.workload.name, pointers: ['/spec/replicas'] },
  ];
}

/** What Flagger's own VirtualService and DestinationRules cannot hold. */
function carriedProblems({ routing, policy }: MeshService, action: string): string[] {
  const problems: string[] = [];
  const rules = routing.ruleContributors;
  if (rules.length > 0) {
    problems.push(
      `${action}: wanted nothing but what holds for every request, which alone Flagger carries, got rules of ${rules.join(' and ')}`,
    );
  }
  const { timeout, retries, headers, corsPolicy, ...settings } = routing.commonSettings;
  const { connectionPool, loadBalancer, outlierDetection, ...policies } = policy.common;
  const lost = [
    ...Object.keys(settings),
    ...Object.keys(policies),
    ...(connectionPool?.tcp === undefined ? [] : ['connectionPool.tcp']),
    ...(retries?.backoff === undefined ? [] : ['retries.backoff']),
    ...(loadBalancer?.warmup === undefined ? [] : ['loadBalancer.warmup']),
  ];
  if (lost.length > 0) problems.push(`${action}: wanted settings that Flagger carries, got ${lost.sort().join(', ')}`);
  return problems;
}

/** The pods that Flagger runs for users carry another `app` label, which policies of the service then miss. */
function* missedPods(service: MeshService, deployment: string, mesh: EffectiveMesh): Iterable<CheckFinding> {
  const { app = '' } = service.selector;
  for (const port of service.ports.slice(0, 1)) {
    for (const { workload } of mesh.podsServing(service.host, port.port)) {
      if (workload.name !== deployment) continue;
      const primary = { ...workload, labels: { ...workload.labels, app: `${app}-primary` } };
      const kept = new Set(policiesOf(primary, port.targetPort, mesh));
      for (const resource of policiesOf(workload, port.targetPort, mesh)) {
        if (kept.has(resource)) continue;
        yield {
          resource,
          field: 'spec.selector.matchLabels.app',
          problem: `the selector misses the pods that Flagger runs for users, which have the label "app: ${app}-primary"`,
          fix: 'select the pods by another label, or release by Progressive.argoRollouts, which keeps the labels',
        };
      }
    }
  }
}

function policiesOf(workload: Workload, port: number, mesh: EffectiveMesh): readonly Resource[] {
  const { authentications, authorizations } = mesh.policiesOf(workload);
  const { resource } = mesh.peerAuthentications.modeOf(workload, port);
  return [...authentications, ...authorizations, ...(resource === undefined ? [] : [resource])];
}
