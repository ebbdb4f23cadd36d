import { type Fields, fieldsOf, isSet, itemsOf, numberOf, textOf } from '../reading';
import type { ApiReport } from './api-report';
import { written } from './values';

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];

/** Checks the probes of a container. */
export function checkProbes(container: Fields, path: string, report: ApiReport): void {
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = fieldsOf(container[name]);
    if (probe === undefined) continue;
    const at = `${path}.${name}`;
    checkHandler(probe, at, report);
    const successes = numberOf(probe.successThreshold) ?? 1;
    if (name !== 'readinessProbe' && successes > 1) report.invalid(`${at}.successThreshold`, successes, 'must be 1');
    const grace = probe.terminationGracePeriodSeconds;
    if (!isSet(grace)) continue;
    if (name === 'readinessProbe') {
      report.invalid(`${at}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes');
    } else if (typeof grace === 'number' && grace <= 0) {
      report.invalid(`${at}.terminationGracePeriodSeconds`, grace, 'must be greater than 0');
    }
  }
}

/** Checks what a container does when it starts and before it stops. */
export function checkLifecycle(value: unknown, path: string, report: ApiReport): void {
  const lifecycle = fieldsOf(value);
  for (const name of ['postStart', 'preStop']) {
    const handler = fieldsOf(lifecycle?.[name]);
    if (handler !== undefined) checkHandler(handler, `${path}.${name}`, report);
  }
}

function checkHandler(fields: Fields, path: string, report: ApiReport): void {
  const handlers = written(fields, HANDLERS);
  if (handlers.length === 0) report.required(path, 'must specify a handler type');
  for (const handler of handlers.slice(1)) {
    report.forbidden(`${path}.${handler}`, 'may not specify more than 1 handler type');
  }
  const exec = fieldsOf(fields.exec);
  if (exec !== undefined && itemsOf(exec.command).length === 0) report.required(`${path}.exec.command`);
  const http = fieldsOf(fields.httpGet);
  for (const [i, header] of itemsOf(http?.httpHeaders).entries()) {
    const name = textOf(fieldsOf(header)?.name);
    const at = `${path}.httpGet.httpHeaders[${i}]`;
    if (!/^[-A-Za-z0-9]+$/.test(name)) {
      report.invalid(at, name, 'a valid HTTP header must consist of letters, digits or "-"');
    }
  }
}
