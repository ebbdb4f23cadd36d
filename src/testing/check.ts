import { analyze } from '../analysis/analyze';
import { renderDiagnostics, summarize } from '../analysis/render';
import { renderVerdict, share } from '../simulation/render-verdict';
import { fullNameOf, type SimulationRequest } from '../simulation/request';
import { simulate } from '../simulation/simulate';
import type { DestinationVerdict, Verdict } from '../simulation/verdict';
import type { Severity } from '../values/diagnostic';
import { durationMilliseconds } from '../values/duration';
import type { MutualTlsMode } from '../values/mutual-tls-mode';
import { type DestinationLike, isDestination, nameOf } from './destination';
import { type MeshSource, meshOf } from './mesh-under-test';

/** Whether an expectation holds, and what to say when it does not, or when it was expected not to. */
export interface CheckResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Shares of the requests in percent, by subset (`v1`), service, or service and subset (`backend v1`). */
export type Split = { readonly [destination: string]: number };

/** Computes what happens to a request. */
export function verdictOf(mesh: MeshSource, request: SimulationRequest): Verdict {
  return simulate(meshOf(mesh).model, request);
}

/** Whether a request reaches a workload that takes it; with a destination, whether all such requests go there. */
export function checkRoute(mesh: MeshSource, request: SimulationRequest, destination?: DestinationLike): CheckResult {
  const verdict = verdictOf(mesh, request);
  const wanted = destination === undefined ? 'a workload that takes it' : nameOf(destination);
  const there = destination === undefined || verdict.destinations.every(one => isDestination(one, destination));
  const pass = verdict.outcome === 'routed' && verdict.destinations.length > 0 && there;
  return result(pass, request, verdict, `to go to ${wanted}`, summaryOf(verdict));
}

/** Whether requests are split in these shares; a share of 0 means that none go there. */
export function checkSplit(mesh: MeshSource, request: SimulationRequest, split: Split): CheckResult {
  const verdict = verdictOf(mesh, request);
  const { destinations } = verdict;
  const shares = Object.entries(split);
  const exact = shares.every(
    ([name, percent]) => Math.abs(sum(destinations.filter(one => isNamed(one, name))) - percent) < 0.01,
  );
  const complete = destinations.every(one => shares.some(([name]) => isNamed(one, name)));
  const pass = destinations.length > 0 && exact && complete && verdict.outcome === 'routed';
  const wanted = shares.map(([name, percent]) => `${share(percent)} ${name}`).join(', ');
  return result(pass, request, verdict, `to be split ${wanted}`, summaryOf(verdict));
}

/** Whether the policies on the way let a request through. */
export function checkAllowed(mesh: MeshSource, request: SimulationRequest): CheckResult {
  const verdict = verdictOf(mesh, request);
  const pass = verdict.outcome === 'routed' || verdict.outcome === 'answered' || verdict.outcome === 'redirected';
  return result(pass, request, verdict, 'to be allowed', summaryOf(verdict));
}

/** Whether a request is refused: by a policy, for its token, or because it is not what the server accepts. */
export function checkDenied(mesh: MeshSource, request: SimulationRequest): CheckResult {
  const verdict = verdictOf(mesh, request);
  const refusals = ['denied', 'unauthenticated', 'mtls-failure', 'blocked'];
  return result(refusals.includes(verdict.outcome), request, verdict, 'to be denied', summaryOf(verdict));
}

/**
 * Whether every workload that takes a request accepts what the mode says, and gets it over mutual TLS unless the mode
 * is DISABLE.
 */
export function checkMutualTls(mesh: MeshSource, request: SimulationRequest, mode: MutualTlsMode): CheckResult {
  const verdict = verdictOf(mesh, request);
  const targets = verdict.destinations.flatMap(destination => destination.targets);
  const pass =
    targets.length > 0 &&
    targets.every(
      target => target.mtlsMode === mode && target.mtls === (mode !== 'DISABLE') && target.outcome !== 'mtls-failure',
    );
  const got = targets
    .map(
      ({ workload, mtls, mtlsMode }) => `${workload} ${mtlsMode ?? 'no proxy'} ${mtls ? 'over' : 'without'} mutual TLS`,
    )
    .join(', ');
  return result(pass, request, verdict, `to use mutual TLS, ${mode}`, got === '' ? summaryOf(verdict) : got);
}

/** Whether a request is answered with a redirect, to this location or one that fits. */
export function checkRedirect(mesh: MeshSource, request: SimulationRequest, location?: string | RegExp): CheckResult {
  const verdict = verdictOf(mesh, request);
  const found = verdict.location ?? '';
  const fits = location === undefined || (typeof location === 'string' ? found === location : location.test(found));
  const pass = verdict.outcome === 'redirected' && fits;
  const wanted = location === undefined ? 'to be redirected' : `to be redirected to ${String(location)}`;
  return result(pass, request, verdict, wanted, verdict.location ?? summaryOf(verdict));
}

/** Whether a request is given up after this long, such as `10s`. */
export function checkTimeout(mesh: MeshSource, request: SimulationRequest, duration: string): CheckResult {
  const verdict = verdictOf(mesh, request);
  const { timeout } = verdict.route ?? {};
  const pass = timeout !== undefined && durationMilliseconds(timeout) === durationMilliseconds(duration);
  return result(pass, request, verdict, `to time out after ${duration}`, timeout ?? 'no timeout');
}

/** Whether a proxy answers a request itself with this status. */
export function checkStatus(mesh: MeshSource, request: SimulationRequest, status: number): CheckResult {
  const verdict = verdictOf(mesh, request);
  return result(verdict.status === status, request, verdict, `to be answered ${status}`, summaryOf(verdict));
}

/** Whether the analysis finds nothing of this severity or worse that no construct accepts. */
export function checkNoFindings(mesh: MeshSource, severity: Severity = 'warning'): CheckResult {
  const { model, acceptances, checks } = meshOf(mesh);
  const counted: readonly Severity[] =
    severity === 'error' ? ['error'] : severity === 'warning' ? ['error', 'warning'] : ['error', 'warning', 'info'];
  const findings = analyze(model, { acceptances, checks }).filter(one => counted.includes(one.severity));
  return {
    pass: findings.length === 0,
    message: () =>
      findings.length === 0
        ? `expected findings of severity ${severity} or worse, got none`
        : `expected no findings, got ${summarize(findings)}\n\n${renderDiagnostics(findings)}`,
  };
}

function result(pass: boolean, request: SimulationRequest, verdict: Verdict, wanted: string, got: string): CheckResult {
  const { method = 'GET', to } = request;
  const subject = `${method} ${to} from ${fullNameOf(request.from)}`;
  return {
    pass,
    message: () => `expected ${subject} ${pass ? 'not ' : ''}${wanted}, got ${got}\n\n${renderVerdict(verdict)}`,
  };
}

function summaryOf({ outcome, reason, destinations }: Verdict): string {
  if (outcome !== 'routed' && outcome !== 'mixed') return `${outcome}: ${reason}`;
  return destinations
    .map(({ percent, host, subset }) => `${share(percent)} ${host}${subset === undefined ? '' : ` ${subset}`}`)
    .join(', ');
}

function isNamed(destination: DestinationVerdict, name: string): boolean {
  return destination.subset === name || isDestination(destination, name);
}

function sum(destinations: readonly DestinationVerdict[]): number {
  return destinations.reduce((total, { percent }) => total + percent, 0);
}
