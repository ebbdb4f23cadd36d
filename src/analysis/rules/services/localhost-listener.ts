import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';

/** `--listen=127.0.0.1:8080` in one argument, or the address in the argument behind the flag. */
const LISTEN = /^--?[\w-]*(?:listen|bind|addr|address)[\w-]*$/i;
const LOCALHOST = /^(?:https?:\/\/)?(?:127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})$/i;

const WORDS = ['command', 'args'] as const;

/** A process listens on the pod's own loopback address only. Its Service leads to a port on which nobody answers. */
export const localhostListener: Rule = {
  name: 'localhost-listener',
  severity: 'error',
  summary: 'A port that a Service exposes must listen on all addresses of the pod.',
  equivalents: ['IST0143'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const workload of model.workloads.all) {
      if (workload.pod.containers?.some(({ command, args }) => command !== undefined || args !== undefined) !== true)
        continue;
      const local = localListeners(workload);
      if (local.length === 0) continue;
      // A Sidecar can hand requests to the loopback address.
      const { ingress = [] } = mesh.sidecars.of(mesh.proxyOf(workload))?.spec ?? {};
      const listeners = local.filter(
        ({ number }) => !ingress.some(({ defaultEndpoint }) => defaultEndpoint === `127.0.0.1:${number}`),
      );
      for (const service of model.servicesOf(workload)) {
        for (const port of service.ports) {
          const listener = listeners.find(({ number }) => number === port.targetPort);
          if (listener === undefined) continue;
          findings.push({
            resource: workload.resource,
            field: listener.field,
            problem: `port ${listener.number} listens on the loopback address only, but Service "${service.resource.fullName}" sends to it`,
            fix: `listen on 0.0.0.0:${listener.number}`,
            related: [service.resource],
          });
        }
      }
    }
    return findings;
  },
};

interface LocalListener {
  readonly number: number;
  readonly field: string;
}

function localListeners({ pod, podPath }: Workload): readonly LocalListener[] {
  const found: LocalListener[] = [];
  const base = podPath === '' ? 'spec' : `${podPath}.spec`;
  for (const [i, container] of (pod.containers ?? []).entries()) {
    for (const key of WORDS) {
      const words = container[key];
      if (words === undefined) continue;
      for (const [j, number] of portsIn(words)) found.push({ number, field: `${base}.containers[${i}].${key}[${j}]` });
    }
  }
  return found;
}

function portsIn(words: readonly string[]): readonly [number, number][] {
  const found: [number, number][] = [];
  for (const [j, word] of words.entries()) {
    const equals = word.indexOf('=');
    const flag = equals < 0 ? (words[j - 1] ?? '') : word.slice(0, equals);
    const port = LOCALHOST.exec(word.slice(equals + 1))?.[1];
    if (port !== undefined && LISTEN.test(flag)) found.push([j, Number(port)]);
  }
  return found;
}
