import { analyze } from '../../../src/analysis/analyze';
import { Delivery } from '../../../src/install/delivery/delivery';
import type { SailDeliveryOptions } from '../../../src/install/delivery/sail';
import type { IstioInstallProps } from '../../../src/install/istio-install';
import { buildModel } from '../../../src/model/mesh-model';
import { validateObject } from '../../../src/schema/validate-object';
import type { Manifest } from '../../../src/values/manifest';
import { synthInstall } from '../fixtures/synth-install';

const install = (props: IstioInstallProps = {}, options: SailDeliveryOptions = {}) =>
  synthInstall(Delivery.sail(options), { version: '1.30.3', ...props });

describe('Delivery.sail', () => {
  test('names the control plane so that injection by label works, and always overrides the registry', () => {
    const { metadata, spec } = install().only('Istio');
    expect(metadata.name).toBe('default');
    expect(spec).toMatchObject({
      version: 'v1.30.3',
      namespace: 'istio-system',
      values: { global: { hub: 'docker.io/istio' } },
    });
    expect(spec.values.global).not.toHaveProperty('tag');
  });

  test('names a revision after itself, and tags it by its own kind instead of a webhook', () => {
    const { only, all } = install({ revision: 'blue', tags: { default: 'blue' } });
    expect(only('Istio').metadata.name).toBe('blue');
    expect(only('IstioRevisionTag')).toMatchObject({
      metadata: { name: 'default' },
      spec: { targetRef: { kind: 'Istio', name: 'blue' } },
    });
    expect(all('MutatingWebhookConfiguration')).toEqual([]);
  });

  test('serves istio-injection=enabled by a tag of that kind, for the analysis as well', () => {
    const tagged = install({ revision: 'blue', tags: { default: 'blue' } }).objects;
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
    };
    const rules = (objects: readonly Manifest[]) =>
      analyze(buildModel([...objects, namespace].map(manifest => ({ manifest, origin: {} })))).map(({ rule }) => rule);
    expect(rules(tagged)).not.toContain('injection-without-control-plane');
    expect(rules(tagged.filter(({ kind }) => kind !== 'IstioRevisionTag'))).toContain(
      'injection-without-control-plane',
    );
  });

  test('brings the node agents of ambient, ztunnel for the revision that runs', () => {
    const { only } = install({
      profile: 'ambient',
      revision: 'blue',
      ztunnel: { namespace: 'ztunnel', resources: { requests: { cpu: '200m' } } },
    });
    expect(only('IstioCNI')).toMatchObject({ metadata: { name: 'default' }, spec: { profile: 'ambient' } });
    expect(only('ZTunnel').spec).toMatchObject({
      namespace: 'ztunnel',
      targetRef: { kind: 'Istio', name: 'blue' },
      values: { ztunnel: { resources: { requests: { cpu: '200m' } } } },
    });
    for (const kind of ['Istio', 'IstioCNI', 'ZTunnel']) expect(validateObject(only(kind))).toEqual([]);
  });

  test('knows minimal by the name of the operator', () => {
    expect(install({ profile: 'minimal' }).only('Istio').spec.profile).toBe('default');
  });

  test('refuses a release that the operator does not know, and says what to ask for', () => {
    expect(() => install({ version: '1.30.5' })).toThrow(
      /does not know "v1.30.5"; take Delivery.sail\({ version: 'v1.30-latest' }\)/,
    );
    expect(() => install({ version: '1.31.1' })).toThrow(/does not know "v1.31.1", it knows v1.30-latest, v1.30.3/);
    expect(install({ version: '1.30.5' }, { version: 'v1.30-latest' }).only('Istio').spec.version).toBe('v1.30-latest');
  });

  test('applies an alias to the control planes of its minor only', () => {
    const { all } = install(
      { version: '1.29.6', revision: 'blue', canary: { version: '1.30.5', revision: 'green' } },
      { version: 'v1.30-latest' },
    );
    expect(all('Istio').map(({ spec }) => spec.version)).toEqual(['v1.29.6', 'v1.30-latest']);
  });

  test.each<[string, IstioInstallProps, RegExp]>([
    [
      'gateways',
      { gateways: [{ name: 'istio-ingress' }] },
      /installs no gateways, got "istio-ingress"; declare a GatewayDeployment/,
    ],
    ['a failure policy', { validationFailurePolicy: 'Fail' }, /sets it itself/],
    [
      'values of the chart base',
      { extraValues: { base: { base: { excludedCRDs: [] } } } },
      /no values for the chart base/,
    ],
    [
      'values that only the chart of the node agent knows',
      { cni: true, extraValues: { cni: { cni: { tolerations: [] } as object } } },
      /does not know the value "cni.tolerations"; leave it out of extraValues.cni/,
    ],
    ['values that only the charts know', { extraValues: { istiod: { pdb: {} } } }, /does not know the value "pdb"/],
  ])('refuses %s', (_, props, message) => {
    expect(() => install(props)).toThrow(message);
  });
});
