import type { ServerTls } from '../../../model/shapes/traffic';
import type { Severity } from '../../../values/diagnostic';
import type { Finding, Rule } from '../../rule';

/** The TLS settings of a server contradict each other, or one leaves another without effect. */
export const ignoredServerSetting: Rule = {
  name: 'ignored-server-setting',
  severity: 'warning',
  summary: 'The TLS settings of a server of a Gateway must go together.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Gateway')) {
      for (const [i, { tls }] of (resource.spec.servers ?? []).entries()) {
        for (const { at, ...words } of tls === undefined ? [] : problemsOf(tls)) {
          findings.push({ resource, field: `spec.servers[${i}].tls.${at}`, ...words });
        }
      }
    }
    return findings;
  },
};

const VERSIONS: readonly string[] = ['TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'];

interface Problem {
  readonly at: string;
  readonly problem: string;
  readonly fix: string;
  readonly severity?: Severity;
}

function problemsOf(tls: ServerTls): readonly Problem[] {
  const {
    minProtocolVersion: oldest = '',
    maxProtocolVersion: newest = '',
    cipherSuites = [],
    subjectAltNames = [],
  } = tls;
  const found: Problem[] = [];
  if (VERSIONS.includes(oldest) && VERSIONS.includes(newest) && VERSIONS.indexOf(oldest) > VERSIONS.indexOf(newest)) {
    found.push({
      at: 'maxProtocolVersion',
      severity: 'error',
      problem: `no version of TLS is left: at least ${oldest} and at most ${newest} are wanted`,
      fix: 'exchange them, or leave one out',
    });
  } else if (oldest === 'TLSV1_3' && cipherSuites.length > 0) {
    found.push({
      at: 'cipherSuites',
      problem: 'the setting has no effect: at least TLSV1_3 is wanted, whose cipher suites cannot be chosen',
      fix: 'leave it out, or allow TLSV1_2',
    });
  }
  if (tls.mode === 'SIMPLE' && subjectAltNames.length > 0) {
    found.push({
      at: 'subjectAltNames',
      problem: 'the names are those of certificates of clients, for which mode SIMPLE does not ask',
      fix: 'set mode MUTUAL, with a CA certificate, or leave them out',
    });
  }
  return found;
}
