import { type TracingLoss, tracingLosses } from '../../../istio/policies/tracing-overrides';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** What a Telemetry says of tracing has no effect, or replaces more than it says. */
export const ignoredTracingSetting: Rule = {
  name: 'ignored-tracing-setting',
  severity: 'warning',
  summary: 'Settings of tracing must be of spans that are reported, and be set once.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Telemetry')) {
      for (const loss of tracingLosses(model, resource)) {
        findings.push({ resource, field: loss.field, ...wordsOf(loss, resource) });
      }
    }
    return findings;
  },
};

function wordsOf(
  loss: TracingLoss,
  telemetry: Resource<'Telemetry'>,
): Pick<Finding, 'problem' | 'fix' | 'severity' | 'related'> {
  switch (loss.kind) {
    case 'off': {
      const isOwn = loss.by === telemetry;
      return {
        problem: `the setting has no effect: ${isOwn ? 'disableSpanReporting' : `disableSpanReporting of Telemetry "${loss.by.fullName}"`} turns the reporting of spans off`,
        fix: isOwn ? 'leave it out, or report spans' : 'leave it out, or set disableSpanReporting to false here',
        related: isOwn ? [] : [loss.by],
      };
    }
    case 'replaced':
      return {
        problem: `the setting has no effect: ${loss.by} sets it again`,
        fix: 'write it once, or tell the items apart by match.mode',
      };
    case 'lost tags':
      return {
        severity: 'info',
        problem: `the tags ${quoted(loss.tags)} of Telemetry "${loss.of.fullName}" are not added here: customTags replace those of wider Telemetries as a whole`,
        fix: `repeat ${quoted(loss.tags)}, if they are wanted`,
        related: [loss.of],
      };
  }
}
