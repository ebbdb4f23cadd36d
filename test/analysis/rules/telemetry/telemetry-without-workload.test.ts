import { telemetryWithoutWorkload } from '../../../../src/analysis/rules/telemetry/telemetry-without-workload';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, object, sidecars } from '../mesh-yaml';

const telemetry = (selector: string, at = 'shop') =>
  object('telemetry.istio.io/v1', 'Telemetry', 'logs', at, `{ ${selector}, accessLogging: [{ disabled: true }] }`);
const of = (app: string) => `selector: { matchLabels: { app: ${app} } }`;
const MESH = mesh(sidecars('shop'), app('web'));

testRule(telemetryWithoutWorkload, {
  valid: {
    'labels of the pods': mesh(MESH, telemetry(of('web'))),
    'an empty selector': mesh(MESH, telemetry('selector: {}')),
    'a namespace of which no pod is in the set': mesh(MESH, telemetry(of('web'), 'team')),
    'a gateway that it names': mesh(
      MESH,
      telemetry('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }]'),
    ),
    'a virtual machine': mesh(
      sidecars('shop'),
      object('networking.istio.io/v1', 'WorkloadEntry', 'vm', 'shop', '{ address: 192.0.2.1, labels: { app: vm } }'),
      telemetry(of('vm')),
    ),
  },
  invalid: {
    'labels of no pod': {
      yaml: mesh(MESH, telemetry(of('wbe'))),
      expect: ['Telemetry shop/logs spec.selector.matchLabels: no pod of namespace "shop" has the labels "app=wbe"'],
    },
    'labels of the Service, which are none of the pods': {
      yaml: mesh(
        sidecars('shop'),
        app('web', { serviceLabels: 'tier: front' }),
        telemetry('selector: { matchLabels: { tier: front } }'),
      ),
      expect: ['Telemetry shop/logs spec.selector.matchLabels: no pod of namespace "shop" has the labels "tier=front"'],
    },
    'pods of another namespace': {
      yaml: mesh(MESH, sidecars('team'), app('api', { namespace: 'team' }), telemetry(of('web'), 'team')),
      expect: ['Telemetry team/logs spec.selector.matchLabels: no pod of namespace "team" has the labels "app=web"'],
    },
    'one label too many': {
      yaml: mesh(MESH, telemetry('selector: { matchLabels: { app: web, version: v1 } }')),
      expect: [
        'Telemetry shop/logs spec.selector.matchLabels: no pod of namespace "shop" has the labels "app=web,version=v1"',
      ],
    },
  },
});
