import { negativeCondition } from '../../../../src/analysis/rules/authorization/negative-condition';
import { testRule } from '../../../../src/testing/test-rule';

const object1 = (apiVersion: string, kind: string, status: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: web, namespace: shop }
spec: {}
status: ${status}`;
const condition = (type: string, status: string, reason = 'Reason') =>
  `{ type: ${type}, status: '${status}', reason: ${reason}, message: because }`;
const of = (...conditions: string[]) => `{ conditions: [${conditions.join()}] }`;
const POLICY = ['security.istio.io/v1', 'AuthorizationPolicy'] as const;

testRule(negativeCondition, {
  valid: {
    'what was accepted': object1('gateway.networking.k8s.io/v1', 'Gateway', of(condition('Accepted', 'True'))),
    'what is not known yet': object1('gateway.networking.k8s.io/v1', 'Gateway', of(condition('Programmed', 'Unknown'))),
    'a condition of another controller': object1(
      'gateway.networking.k8s.io/v1',
      'Gateway',
      of(condition('Healthy', 'False')),
    ),
    'a status that is none': object1('gateway.networking.k8s.io/v1', 'HTTPRoute', '{ parents: none }'),
    'a kind without such conditions': object1('networking.istio.io/v1', 'Sidecar', of(condition('Accepted', 'False'))),
  },
  invalid: {
    'a Service without its waypoint': {
      yaml: object1('v1', 'Service', of(condition('istio.io/WaypointBound', 'False', 'WaypointMissing'))),
      expect: [
        'Service shop/web status: condition "istio.io/WaypointBound" is False because of "WaypointMissing": because',
      ],
    },
    'a policy that a waypoint accepts in part': {
      yaml: object1(...POLICY, of(condition('WaypointAccepted', 'True', 'PartiallyInvalid'))),
      expect: [
        'AuthorizationPolicy shop/web status: condition "WaypointAccepted" is True because of "PartiallyInvalid": because',
      ],
    },
    'one parent of several, and each condition': {
      yaml: object1(
        'gateway.networking.k8s.io/v1',
        'HTTPRoute',
        `{ parents: [${of(condition('Accepted', 'True'))}, ${of(condition('Accepted', 'False'), condition('ResolvedRefs', 'False'))}] }`,
      ),
      expect: [
        'HTTPRoute shop/web status: condition "Accepted" is False because of "Reason": because',
        'HTTPRoute shop/web status: condition "ResolvedRefs" is False because of "Reason": because',
      ],
    },
    'a policy that ztunnel refuses': {
      yaml: object1(...POLICY, of(condition('ZtunnelAccepted', 'False'))),
      expect: [
        'AuthorizationPolicy shop/web status: condition "ZtunnelAccepted" is False because of "Reason": because',
      ],
    },
  },
});
