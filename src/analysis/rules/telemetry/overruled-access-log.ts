import { type LogLoss, logLosses } from '../../../istio/policies/log-overrides';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** An access log is turned on and off in one Telemetry, or the one that is turned off takes others with it. */
export const overruledAccessLog: Rule = {
  name: 'overruled-access-log',
  severity: 'warning',
  summary: 'A Telemetry must turn each access log either on or off, and no others off with it.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Telemetry')) {
      for (const loss of logLosses(model, resource)) findings.push({ resource, ...wordsOf(loss) });
    }
    return findings;
  },
};

function wordsOf(loss: LogLoss): Pick<Finding, 'field' | 'problem' | 'fix'> {
  const field = `spec.accessLogging[${loss.index}]`;
  if (loss.kind === 'ends others') {
    return {
      field: `${field}.providers`,
      problem: `turning off ${quoted(loss.named)} also ends the logs of ${quoted(loss.ended)}: the providers that a Telemetry names take the place of those it inherits`,
      fix: `add an item with ${quoted(loss.ended)}, or leave the providers out to turn off all logs`,
    };
  }
  return loss.disabled
    ? {
        field: `${field}.disabled`,
        problem: `the log of ${quoted(loss.providers)} is not turned off: accessLogging[${loss.by}] turns it on again`,
        fix: 'keep the item that is meant',
      }
    : {
        field,
        problem: `nothing is logged to ${quoted(loss.providers)} by this item: accessLogging[${loss.by}] has disabled: true for the same`,
        fix: 'keep the item that is meant, or tell them apart by match.mode',
      };
}
