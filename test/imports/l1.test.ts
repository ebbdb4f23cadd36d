import { ApiObject, App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import * as extensions from '../../imports/extensions.istio.io';
import { GatewayClass } from '../../imports/gateway.networking.k8s.io';
import * as networking from '../../imports/networking.istio.io';
import { Istio } from '../../imports/sailoperator.io';
import * as security from '../../imports/security.istio.io';
import * as telemetry from '../../imports/telemetry.istio.io';
import { setTargetVersion } from '../../src/tree/target-version';
import { type ObjectType, servedApiVersion } from '../../src/tree/versioned-object';

const { HTTPRoute, StringMatch, VirtualService } = networking;

function chart(props = {}): Chart {
  return new Chart(new App(), 'chart', props);
}

const route = (scope: Chart) =>
  new VirtualService(scope, 'route', {
    metadata: { name: 'route' },
    spec: { hosts: ['a'], http: [HTTPRoute.route([{ destination: { host: 'a' } }], { timeout: '5s' })] },
  });

const all: ObjectType[] = [networking, security, telemetry, extensions].flatMap(group =>
  Object.values(group as unknown as { [name: string]: ObjectType }).filter(
    value => typeof value === 'function' && 'kind' in value,
  ),
);

describe('the API version', () => {
  const versions = (istio: string): { [kind: string]: string } =>
    Object.fromEntries(all.map(type => [type.kind, servedApiVersion(type, istio).split('/')[1] ?? '']));
  const always = {
    EnvoyFilter: 'v1alpha3',
    ProxyConfig: 'v1beta1',
    TrafficExtension: 'v1alpha1',
    WasmPlugin: 'v1alpha1',
  };
  const kinds = all.map(({ kind }) => kind);

  test('there are the 15 kinds', () => {
    expect(kinds).toHaveLength(15);
  });

  test.each(['1.22', '1.22.0', '1.30.5', '1.31'])('is v1 for Istio %s wherever there is one', istio => {
    expect(versions(istio)).toEqual({ ...Object.fromEntries(kinds.map(kind => [kind, 'v1'])), ...always });
  });

  test.each(['1.19', '1.21.6'])('is older for Istio %s', istio => {
    expect(versions(istio)).toEqual({
      ...Object.fromEntries(kinds.map(kind => [kind, 'v1beta1'])),
      AuthorizationPolicy: 'v1',
      RequestAuthentication: 'v1',
      Telemetry: 'v1alpha1',
      ...always,
    });
  });

  test('follows the target of the tree, set before or after the object', () => {
    const [before, after] = [chart(), chart()];
    setTargetVersion(before, '1.20');
    const objects = [route(before), route(after)];
    setTargetVersion(after, '1.20');
    expect(objects.map(object => object.apiVersion)).toEqual([
      'networking.istio.io/v1beta1',
      'networking.istio.io/v1beta1',
    ]);
    expect(objects.map(object => object.toJson().apiVersion)).toEqual(objects.map(object => object.apiVersion));
  });

  test('may be patched like any field', () => {
    const object = route(chart());
    object.addJsonPatch(JsonPatch.replace('/apiVersion', 'networking.istio.io/v1alpha3'));
    expect(object.toJson().apiVersion).toBe('networking.istio.io/v1alpha3');
  });
});

test('an object is an ApiObject of its kind and group', () => {
  const object = route(chart({ namespace: 'shop' }));
  expect(ApiObject.isApiObject(object)).toBe(true);
  expect([object.kind, object.apiGroup, object.name, object.metadata.namespace]).toEqual([
    'VirtualService',
    'networking.istio.io',
    'route',
    'shop',
  ]);
});

test('fields are written as they are named, and absent ones not at all', () => {
  const scope = chart();
  new VirtualService(scope, 'a', {
    metadata: undefined,
    spec: {
      hosts: ['a'],
      exportTo: undefined,
      http: [{ match: [{ uri: { exact: '/a', prefix: undefined } }], delegate: { name: 'b' } }],
    },
  });
  expect(Testing.synth(scope)[0].spec).toEqual({
    hosts: ['a'],
    http: [{ match: [{ uri: { exact: '/a' } }], delegate: { name: 'b' } }],
  });
});

test('patches survive, on known and on unknown fields', () => {
  const object = route(chart());
  object.addJsonPatch(JsonPatch.add('/spec/http/0/newAction', { a: 1 }), JsonPatch.replace('/spec/hosts/0', 'b'));
  object.metadata.addLabel('team', 'shop');
  expect(object.toJson()).toMatchObject({
    metadata: { labels: { team: 'shop' } },
    spec: { hosts: ['b'], http: [{ timeout: '5s', newAction: { a: 1 } }] },
  });
});

test('values may be lazy', () => {
  const scope = chart();
  const object = new VirtualService(scope, 'a', { spec: { hosts: Lazy.any({ produce: () => ['late'] }) } });
  expect(object.toJson().spec).toEqual({ hosts: ['late'] });
});

test('a cluster-scoped object takes no namespace from its chart and refuses one', () => {
  const scope = chart({ namespace: 'shop' });
  const gatewayClass = new GatewayClass(scope, 'class', {
    metadata: { name: 'istio' },
    spec: { controllerName: 'istio.io/gateway-controller' },
  });
  expect(gatewayClass.toJson().metadata).toEqual({ name: 'istio' });
  expect(
    () =>
      new Istio(scope, 'istio', {
        metadata: { name: 'default', namespace: 'shop' },
        spec: { version: 'v1.30.3', namespace: 'istio-system' },
      }),
  ).toThrow('Cannot define Istio "default" at chart/istio: it is cluster-scoped and has no namespace, got "shop"');
});

test('a manifest is made without a construct, for any target', () => {
  const spec = { hosts: ['a'] };
  expect(VirtualService.manifest({ metadata: { name: 'a' }, spec })).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'a' },
    spec,
  });
  expect(VirtualService.manifest({ spec }, '1.20').apiVersion).toBe('networking.istio.io/v1beta1');
});

describe('a factory', () => {
  test('yields the object that is written by hand', () => {
    expect(StringMatch.exact('a')).toEqual({ exact: 'a' });
    expect(HTTPRoute.redirect({ uri: '/b' }, { name: 'a' })).toEqual({ name: 'a', redirect: { uri: '/b' } });
  });

  test.each(all.map(({ group }) => group).filter((group, i, groups) => groups.indexOf(group) === i))(
    'sets its own field, in each type of %s',
    async group => {
      const types = Object.entries(await import(`../../imports/${group}`)).filter(
        (entry): entry is [string, { [field: string]: (value: unknown, rest: object) => object }] =>
          typeof entry[1] === 'object' && entry[1] !== null && entry[0] !== 'default',
      );
      expect(types.length).toBeGreaterThan(1);
      for (const [, factories] of types) {
        for (const [field, factory] of Object.entries(factories)) {
          expect(factory('value', {})).toEqual({ [field]: 'value' });
        }
      }
    },
  );
});
