import type { Construct } from 'constructs';
import { AnalysisTemplate, type AnalysisTemplateMetric, Rollout, type RolloutSpec } from '../../imports/argoproj.io';
import type { HTTPRoute } from '../../imports/networking.istio.io';
import type { MeshService, ServiceVersion } from '../mesh/mesh-service';
import { ConfigError } from '../values/config-error';
import { durationMilliseconds } from '../values/duration';
import type { GitOpsExclusion } from './gitops-exclusions';
import type { ArgoRolloutsOptions, CheckedSteps } from './progressive';
import { withHeader } from './request-conditions';

/** The subsets that Argo Rollouts moves pods between, by a label that it adds to them. */
const STABLE = 'stable';
const CANARY = 'canary';

/** Defines what Argo Rollouts needs to release `version`, and returns what GitOps must leave to it. */
export function defineArgoRolloutsRelease(
  by: Construct,
  version: ServiceVersion,
  steps: CheckedSteps,
  options: ArgoRolloutsOptions,
): () => readonly GitOpsExclusion[] {
  const { service, workload } = version;
  const { mesh } = service;
  const namespace = service.namespace.name;
  if (workload?.kind !== 'Deployment') {
    throw new ConfigError(
      `Cannot release "${service.host}" by Argo Rollouts at ${by.node.path}: wanted a Deployment, got ${workload?.kind ?? 'pods of another owner'}`,
    );
  }
  const { name } = workload;
  const [stable, canary] = [STABLE, CANARY].map(
    (subset): ServiceVersion => ({ ...version, name: subset, subset, labels: { ...service.selector } }),
  ) as [ServiceVersion, ServiceVersion];
  for (const { subset, labels } of [stable, canary]) service.policy.addSubset({ name: subset, labels });
  service.routing.splitDefault(
    by,
    [
      { service, version: stable, weight: 100 },
      { service, version: canary, weight: 0 },
    ],
    options.override === undefined
      ? {}
      : {
          choices: [
            {
              name: 'canary-override',
              matches: [withHeader(options.override.header)],
              destinations: [{ service, version: canary }],
            },
          ],
        },
  );

  const metadata = { name: service.name, namespace };
  const metrics = metricsOf(service, steps, options.prometheus ?? 'http://prometheus.istio-system:9090');
  mesh.define(by, 'routes', AnalysisTemplate, metadata, { metrics });
  const spec = (): RolloutSpec => ({
    replicas: version.replicas,
    workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name, scaleDown: 'onsuccess' },
    strategy: {
      canary: {
        trafficRouting: {
          istio: {
            virtualServices: weightedDocuments(service).map(({ document, routes }) => ({
              name:
                document.metadata.namespace === namespace
                  ? document.name
                  : `${document.name}.${document.metadata.namespace}`,
              routes: routes.map(({ route }) => route),
            })),
            destinationRule: { name: service.name, stableSubsetName: STABLE, canarySubsetName: CANARY },
          },
        },
        analysis: { templates: [{ templateName: service.name }], startingStep: 1 },
        steps: steps.weights.flatMap(weight => [{ setWeight: weight }, { pause: { duration: steps.interval } }]),
      },
    },
  });
  mesh.define(by, 'routes', Rollout, metadata, spec);
  by.node.addValidation({
    validate: () =>
      service.routing.documents
        .filter(document => document.kind !== 'VirtualService')
        .map(
          document =>
            `Cannot release "${service.host}" by Argo Rollouts at ${by.node.path}: wanted gateways with api "istio", whose weights it moves, got ${document.kind} "${document.name}"`,
        ),
  });
  return () => [
    { group: 'apps', kind: 'Deployment', namespace, name, pointers: ['/spec/replicas'] },
    ...weightedDocuments(service).map(({ document, routes }) => ({
      group: 'networking.istio.io',
      kind: 'VirtualService',
      namespace: document.metadata.namespace ?? '',
      name: document.name,
      pointers: routes.flatMap(({ index }) => [0, 1].map(arm => `/spec/http/${index}/route/${arm}/weight`)),
    })),
    {
      group: 'networking.istio.io',
      kind: 'DestinationRule',
      namespace,
      name: service.name,
      pointers: service.versions.length === 0 ? [] : subsetPointers(service),
    },
  ];
}

/** Where Rollouts adds its label: the two subsets stand behind those of the versions. */
function subsetPointers(service: MeshService): readonly string[] {
  const first = service.versions.length;
  return [first, first + 1].map(i => `/spec/subsets/${i}/labels/rollouts-pod-template-hash`);
}

/** The VirtualServices whose weights Rollouts moves, and which of their routes have some. */
function weightedDocuments(service: MeshService) {
  return service.routing.documents.flatMap(document => {
    const { spec } = document.toJson() as { spec: { http?: readonly HTTPRoute[] } };
    const routes = (spec.http ?? []).flatMap((route, index) =>
      route.route?.length === 2 && route.route.every(({ destination }) => isMoved(destination, service))
        ? [{ route: route.name ?? '', index }]
        : [],
    );
    return routes.length === 0 ? [] : [{ document, routes }];
  });
}

function isMoved(destination: { readonly host: string; readonly subset?: string | undefined }, service: MeshService) {
  return destination.host === service.host && (destination.subset === STABLE || destination.subset === CANARY);
}

function metricsOf(service: MeshService, steps: CheckedSteps, address: string): readonly AnalysisTemplateMetric[] {
  const { interval, successRate, failures, latency } = steps;
  // What the server's side reports; in ambient that is the waypoint.
  const requests = `reporter=~"destination|waypoint",destination_service="${service.host}"`;
  const metric = (name: string, query: string, condition: string): AnalysisTemplateMetric => ({
    name,
    interval,
    failureLimit: failures - 1,
    // Without requests there is nothing to judge.
    successCondition: `len(result) == 0 || isNaN(result[0]) || ${condition}`,
    provider: { prometheus: { address, query } },
  });
  const milliseconds = latency === undefined ? undefined : durationMilliseconds(latency);
  return [
    metric(
      'success-rate',
      `sum(irate(istio_requests_total{${requests},response_code!~"5.*"}[2m])) / sum(irate(istio_requests_total{${requests}}[2m]))`,
      `result[0] >= ${successRate / 100}`,
    ),
    ...(milliseconds === undefined
      ? []
      : [
          metric(
            'latency',
            `histogram_quantile(0.99, sum(irate(istio_request_duration_milliseconds_bucket{${requests}}[2m])) by (le))`,
            `result[0] <= ${milliseconds}`,
          ),
        ]),
  ];
}
