import { parse } from 'yaml';
import { Delivery } from '../../../src/install/delivery/delivery';
import type { K3sDeliveryOptions } from '../../../src/install/delivery/k3s';
import type { IstioInstallProps } from '../../../src/install/istio-install';
import { ChartSource } from '../../../src/install/registries';
import { synthInstall } from '../fixtures/synth-install';

const install = (options: K3sDeliveryOptions = {}, props: IstioInstallProps = {}) =>
  synthInstall(Delivery.k3s(options), props);

describe('Delivery.k3s', () => {
  test('defines one HelmChart per chart where the controller looks, with the values of the plan', () => {
    const { all, install: made } = install({}, { platform: 'k3s', cni: true });
    for (const [index, { metadata, spec }] of all('HelmChart').entries()) {
      const component = made.plan.components[index];
      expect(metadata).toMatchObject({ name: component?.release, namespace: 'kube-system' });
      expect(spec).toMatchObject({ chart: component?.chart, version: '1.31.4', targetNamespace: component?.namespace });
      expect(parse(spec.valuesContent)).toEqual(component?.values);
    }
    expect(all('HelmChart')).toHaveLength(3);
  });

  test('never lets a failed upgrade uninstall istiod', () => {
    for (const { spec } of install().all('HelmChart')) expect(spec.failurePolicy).toBe('retry');
    for (const { spec } of install({ failurePolicy: 'abort' }).all('HelmChart'))
      expect(spec.failurePolicy).toBe('abort');
    expect(() => Delivery.k3s({ failurePolicy: 'reinstall' as 'retry' })).toThrow(/"reinstall" .* uninstalls istiod/);
  });

  test('names an OCI chart as one URL', () => {
    const { spec } = install({ source: ChartSource.oci() }).named('HelmChart', 'istiod');
    expect(spec.chart).toBe('oci://ghcr.io/istio/release/charts/istiod');
    expect(spec).not.toHaveProperty('repo');
  });

  test('waits for the Jobs of the controller', () => {
    expect(install().install.outputs.readyChecks[0]).toBe(
      'kubectl -n kube-system wait --for=condition=complete job/helm-install-istio-base --timeout=10m',
    );
  });

  test('refuses gateways of the chart, which it cannot order', () => {
    expect(() => install({}, { gateways: [{ name: 'istio-ingress' }] })).toThrow(
      /keeps no order, .* never gets its image, got "istio-ingress"; declare a GatewayDeployment/,
    );
    expect(() => install({ source: ChartSource.folder('charts') })).toThrow(/k3s cannot read charts/);
  });
});
