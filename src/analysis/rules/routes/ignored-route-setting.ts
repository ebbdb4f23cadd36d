import { faultOf } from '../../../istio/routes/fault';
import type { HttpRoute } from '../../../model/shapes/traffic';
import type { Finding, Rule } from '../../rule';

/** A rule of a VirtualService holds a setting that the rest of it leaves without effect. */
export const ignoredRouteSetting: Rule = {
  name: 'ignored-route-setting',
  severity: 'warning',
  summary: 'Each setting of a rule of a VirtualService must have an effect.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('VirtualService')) {
      for (const [i, rule] of (resource.spec.http ?? []).entries()) {
        for (const { at, why, fix } of ignoredSettings(rule)) {
          const field = `spec.http[${i}].${at}`;
          findings.push({ resource, field, problem: `the setting has no effect: ${why}`, fix });
        }
      }
    }
    return findings;
  },
};

interface Ignored {
  readonly at: string;
  readonly why: string;
  readonly fix: string;
}

/** What is done with a request on its way to a destination. */
const FORWARDING = ['timeout', 'retries', 'mirror', 'mirrors'] as const;

function ignoredSettings(rule: HttpRoute): readonly Ignored[] {
  const found: Ignored[] = [];
  const answer =
    rule.redirect === undefined ? (rule.directResponse === undefined ? undefined : 'directResponse') : 'redirect';
  if (answer !== undefined) {
    for (const at of FORWARDING) {
      if (rule[at] === undefined) continue;
      found.push({ at, why: `${answer} answers the requests, so that none is forwarded`, fix: 'leave it out' });
    }
  }
  const share =
    rule.mirrorPercentage === undefined
      ? rule.mirrorPercent === undefined
        ? undefined
        : 'mirrorPercent'
      : 'mirrorPercentage';
  if (share !== undefined && rule.mirror === undefined) {
    const isOther = (rule.mirrors ?? []).length > 0;
    found.push({
      at: share,
      why: isOther ? 'it is about mirror, and each of mirrors has a percentage of its own' : 'the rule has no mirror',
      fix: isOther ? 'set percentage in mirrors' : 'name a mirror, or leave it out',
    });
  }
  const { abort, delay } = faultOf(rule.fault) ?? {};
  const fix = 'set percentage.value, to 100 for all requests';
  if (abort !== undefined && rule.fault?.abort?.percentage === undefined) {
    found.push({ at: 'fault.abort', why: 'without a percentage no request is aborted', fix });
  }
  if (delay !== undefined && rule.fault?.delay?.percentage === undefined && rule.fault?.delay?.percent === undefined) {
    found.push({ at: 'fault.delay', why: 'without a percentage no request is delayed', fix });
  }
  return found;
}
