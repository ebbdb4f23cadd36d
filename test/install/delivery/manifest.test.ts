import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Delivery } from '../../../src/install/delivery/delivery';
import type { IstioInstallProps } from '../../../src/install/istio-install';
import { synthInstall } from '../fixtures/synth-install';

const folder = mkdtempSync(join(tmpdir(), 'istio-manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const istiod = (image = 'docker.io/istio/pilot:1.31.4', name = 'istiod') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: istio-system, labels: { built: 2026-11-21 } }
spec: { template: { spec: { containers: [{ name: discovery, image: "${image}" }] } } }
`;

function install(text: string, props: IstioInstallProps = {}) {
  const file = join(folder, 'istio.yaml');
  writeFileSync(file, text);
  return synthInstall(Delivery.manifest(file), props);
}

const CRD = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gateways.networking.istio.io }
spec: { group: networking.istio.io }
`;

describe('Delivery.manifest', () => {
  test('takes over every object of the file, also those of lists', () => {
    const list = `apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: ServiceAccount, metadata: { name: istiod, namespace: istio-system } }]\n`;
    const { named } = install([istiod(), CRD, list].join('---\n'));
    expect(named('Deployment', 'istiod').metadata.namespace).toBe('istio-system');
    expect(named('CustomResourceDefinition', 'gateways.networking.istio.io').metadata.namespace).toBeUndefined();
    expect(named('ServiceAccount', 'istiod').apiVersion).toBe('v1');
  });

  test('reads dates as the text that Kubernetes takes them for', () => {
    expect(install(istiod()).named('Deployment', 'istiod').metadata.labels).toEqual({ built: '2026-11-21' });
  });

  test('defines the namespace once, with the labels of the plan', () => {
    const { all } = install(`${istiod()}---\napiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system }\n`, {
      network: 'network1',
    });
    expect(all('Namespace').map(({ metadata }) => metadata.labels)).toEqual([
      { 'topology.istio.io/network': 'network1' },
    ]);
  });

  test('takes images of a variant and a mirror', () => {
    const { named } = install(istiod('registry.example.com/istio/pilot:1.31.4-distroless'), { variant: 'distroless' });
    expect(named('Deployment', 'istiod')).toBeDefined();
  });

  test.each<[string, string, IstioInstallProps, RegExp]>([
    [
      'another release than the plan',
      istiod('docker.io/istio/pilot:1.29.1'),
      {},
      /runs "docker.io\/istio\/pilot:1.29.1" .* wanted release 1.31.4/,
    ],
    ['a file without the control plane', CRD, {}, /has no Deployment "istiod"/],
    [
      'a file without the second control plane',
      istiod(undefined, 'istiod-a'),
      { revision: 'a', canary: { revision: 'b', version: '1.31.4' } },
      /has no Deployment "istiod-b"/,
    ],
    [
      'a file without the gateway of the plan',
      istiod(),
      { gateways: [{ name: 'istio-ingress' }] },
      /has no Deployment "istio-ingress"/,
    ],
    [
      'images of a registry that is switched off',
      istiod('registry.istio.io/release/pilot:1.31.4'),
      {},
      /pulls from "registry.istio.io\/release\/pilot", which is switched off/,
    ],
    [
      'the registry hidden in the configuration of the injector',
      `${istiod()}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: istio-sidecar-injector }\ndata: { values: '{"global":{"hub":"gcr.io/istio-release"}}' }\n`,
      {},
      /pulls from "gcr.io\/istio-release"/,
    ],
    [
      'input of istioctl',
      `${istiod()}---\napiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: istio }\n`,
      {},
      /holds an IstioOperator/,
    ],
    ['text that is not YAML', 'a: [', {}, /is not valid YAML: .*\(line 1\)/],
    ['YAML that is no object', 'a: b', {}, /no Kubernetes object/],
  ])('refuses %s', (_, text, props, message) => {
    expect(() => install(text, props)).toThrow(message);
    expect(() => install(text, props)).toThrow(/Cannot deliver Istio by "manifest" at control-plane\/istio: /);
  });

  test('refuses a file that is not there, and says how to make one', () => {
    expect(() => synthInstall(Delivery.manifest('no-such-file.yaml'))).toThrow(
      /"no-such-file.yaml" cannot be read .* render it with helm template or istioctl manifest generate/,
    );
  });
});
