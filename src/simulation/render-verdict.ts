import type { TraceStep } from '../istio/trace';
import { refText } from '../values/diagnostic';
import type { DestinationVerdict, RouteVerdict, Verdict } from './verdict';

/** A verdict and its trace as text for people. */
export function renderVerdict(verdict: Verdict, title?: string): string {
  const { outcome, reason, status, route, destinations, decidedBy, assumptions, unsupported } = verdict;
  const shown = status === undefined ? outcome : `${outcome} (${status})`;
  return [
    ...(title === undefined ? [] : [`${title} (Istio ${verdict.istioVersion})`]),
    `${shown}: ${reason}`,
    ...(decidedBy === undefined ? [] : [`  by ${at(decidedBy)}`]),
    ...destinations.flatMap(one => renderDestination(one, '  ')),
    ...renderRoute(route),
    'trace',
    ...renderTrace(verdict.trace).map(line => `  ${line}`),
    ...(assumptions.length === 0 ? [] : ['assumed', ...assumptions.map(line => `  ${line}`)]),
    ...(unsupported.length === 0
      ? []
      : ['not modelled', ...unsupported.map(({ resource, field, reason: why }) => `  ${resource} ${field}: ${why}`)]),
  ].join('\n');
}

/** A destination with its share, its pods and how they are reached; below it, where a gateway sends on. */
function renderDestination(destination: DestinationVerdict, indent: string): readonly string[] {
  const { host, port, subset, percent, outcome, reason, targets } = destination;
  const name = `${host}:${port}${subset === undefined ? '' : ` ${subset}`}`;
  const pods = targets.map(({ workload }) => workload).filter(workload => workload !== '');
  const secured = targets.length > 0 && targets.every(({ mtls }) => mtls);
  const where = pods.length === 0 ? '' : ` at ${pods.join(', ')}`;
  const how = targets.length === 0 ? '' : secured ? ', over mutual TLS' : ', without mutual TLS';
  const end = outcome === 'routed' ? '' : `: ${outcome}, ${reason}`;
  const onward = targets.flatMap(target => target.onward ?? []);
  return [
    `${indent}${share(percent)} ${name}${where}${how}${end}`,
    ...onward.flatMap(one => renderDestination(one, `${indent}  `)),
  ];
}

/** A percentage with at most two decimals. */
export function share(percent: number): string {
  return `${Math.round(percent * 100) / 100} %`;
}

function renderRoute(route: RouteVerdict | undefined): readonly string[] {
  if (route === undefined) return [];
  const { timeout, retries, path, rewrite, mirrors = [], fault } = route;
  const facts = [
    ...(timeout === undefined ? [] : [`times out after ${timeout}`]),
    ...(retries === undefined
      ? ['no retries']
      : [
          `${retries.attempts} retries on ${retries.retryOn}${retries.perTryTimeout === undefined ? '' : `, each within ${retries.perTryTimeout}`}`,
        ]),
    ...(rewrite === undefined ? [] : [`goes on as ${rewrite.authority ?? ''}${path ?? ''}`]),
    ...mirrors.map(
      ({ host, subset, percent }) => `${share(percent)} mirrored to ${host}${subset === undefined ? '' : ` ${subset}`}`,
    ),
    ...(fault?.delay === undefined ? [] : [`${share(fault.delay.percent)} delayed by ${fault.delay.fixedDelay}`]),
    ...(fault?.abort === undefined
      ? []
      : [
          `${share(fault.abort.percent)} aborted with ${fault.abort.httpStatus ?? `gRPC status ${fault.abort.grpcStatus}`}`,
        ]),
  ];
  return [`  ${facts.join('; ')}`];
}

/** The steps of a trace, each with what it rests on below it. */
export function renderTrace(trace: readonly TraceStep[]): readonly string[] {
  return trace.flatMap(({ stage, message, resource, field, ruledOut }) => [
    `${stage}: ${message}`,
    ...(resource === undefined ? [] : [`  at ${[refText(resource), field ?? ''].join(' ').trimEnd()}`]),
    ...ruledOut.map(one => `  not ${refText(one.resource)} ${one.field}: ${one.reason}`),
  ]);
}

function at({ resource, field }: { readonly resource: string; readonly field?: string | undefined }): string {
  return field === undefined ? resource : `${resource} ${field}`;
}
