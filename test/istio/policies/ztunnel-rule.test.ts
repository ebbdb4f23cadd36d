import { writtenConditions } from '../../../src/istio/policies/written-conditions';
import { ruleOfZtunnel } from '../../../src/istio/policies/ztunnel-rule';
import type { AuthorizationRule } from '../../../src/model/shapes/policy';

/** What is left of a rule: the fields of its sources, of its operations and of its conditions, or the one that is lost. */
function left(rule: AuthorizationRule, allows: boolean): unknown {
  const found = ruleOfZtunnel(writtenConditions(rule), allows);
  if ('lost' in found) return found.lost.field;
  const fields = (all: readonly { readonly field: string }[]) => all.map(({ field }) => field);
  return [found.from.map(fields), found.to.map(fields), fields(found.when)];
}

const BANK = { source: { namespaces: ['bank'] } };
const PORT = { operation: { ports: ['80'] } };
const HTTP_PORT = { operation: { ports: ['80'], methods: ['GET'] } };
const METHOD = { operation: { methods: ['GET'] } };

describe('a DENY rule in ztunnel', () => {
  it.each<[string, AuthorizationRule, unknown]>([
    [
      'stays as it is if it is about connections',
      { from: [BANK], to: [PORT] },
      [[['from[0].source.namespaces']], [['to[0].operation.ports']], []],
    ],
    ['stays one that matches everything without conditions', {}, [[], [], []]],
    ['loses what is about requests', { to: [HTTP_PORT] }, [[], [['to[0].operation.ports']], []]],
    [
      'loses an operation about requests beside another one',
      { to: [METHOD, PORT] },
      [[], [['to[1].operation.ports']], []],
    ],
    [
      'matches nothing if all of its operations are about requests',
      { from: [BANK], to: [METHOD] },
      'to[0].operation.methods',
    ],
    [
      'matches nothing with a condition about requests',
      {
        from: [BANK],
        when: [{ key: 'request.headers[a]', values: ['b'] }],
      },
      'when[0].values',
    ],
    [
      'matches nothing with a condition that only sources can have',
      {
        when: [{ key: 'source.serviceAccount', values: ['a'] }],
      },
      'when[0].values',
    ],
    [
      'matches nothing if its source is a trust domain',
      { from: [{ source: { trustDomains: ['a'] } }] },
      'from[0].source.trustDomains',
    ],
    [
      'keeps conditions about connections',
      { when: [{ key: 'destination.port', notValues: ['80'] }] },
      [[], [], ['when[0].values']],
    ],
  ])('%s', (_, rule, expected) => expect(left(rule, false)).toEqual(expected));
});

describe('an ALLOW rule in ztunnel', () => {
  it.each<[string, AuthorizationRule, unknown]>([
    ['stays as it is if it is about connections', { from: [BANK] }, [[['from[0].source.namespaces']], [], []]],
    ['allows nothing with anything about requests', { from: [BANK], to: [HTTP_PORT] }, 'to[0].operation.methods'],
    [
      'allows nothing with the address of the original client',
      {
        from: [{ source: { namespaces: ['bank'], remoteIpBlocks: ['10.0.0.0/8'] } }],
      },
      'from[0].source.remoteIpBlocks',
    ],
    [
      'loses a trust domain in silence',
      { from: [{ source: { namespaces: ['bank'], trustDomains: ['a'] } }] },
      [[['from[0].source.namespaces']], [], []],
    ],
  ])('%s', (_, rule, expected) => expect(left(rule, true)).toEqual(expected));
});
