import { faultOf } from '../../../istio/routes/fault';
import type { Finding, Rule } from '../../rule';

/** A rule injects faults and has a timeout or retries. Where faults are injected, these are not applied. */
export const faultDisablesRetries: Rule = {
  name: 'fault-disables-retries',
  severity: 'warning',
  summary: 'A rule that injects faults cannot test its own timeout and retries.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('VirtualService')) {
      for (const [i, { fault, timeout, retries }] of (resource.spec.http ?? []).entries()) {
        const { delay, abort } = faultOf(fault) ?? {};
        // Without a share of the requests nothing is injected.
        if ((delay?.percent ?? 0) <= 0 && (abort?.percent ?? 0) <= 0) continue;
        const ineffective = [timeout === undefined ? [] : 'timeout', retries === undefined ? [] : 'retries'].flat();
        if (ineffective.length === 0) continue;
        findings.push({
          resource,
          field: `spec.http[${i}].fault`,
          problem: `${ineffective.join(' and ')} of this rule ${ineffective.join() === 'timeout' ? 'is' : 'are'} not applied while it injects faults`,
          fix: 'inject the fault one hop further, on the route to a dependency of the called service',
        });
      }
    }
    return findings;
  },
};
