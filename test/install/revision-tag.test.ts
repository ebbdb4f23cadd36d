import { Chart, Testing } from 'cdk8s';
import { RevisionTag, type RevisionTagProps } from '../../src/install/revision-tag';
import { buildModel } from '../../src/model/mesh-model';
import type { Manifest } from '../../src/values/manifest';
import type { Written } from './fixtures/synth-install';

/** Whether the mesh that is read from manifests gives the pod a sidecar. */
function isInjected(webhook: Written, namespaceLabels: Record<string, string>, podLabels: Record<string, string>) {
  const manifests: Manifest[] = [
    webhook as unknown as Manifest,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: namespaceLabels } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop', labels: podLabels } },
  ];
  const model = buildModel(manifests.map(manifest => ({ manifest, origin: {} })));
  return model.workloads.all[0]?.dataPlane === 'sidecar';
}

function tag(name: string, props: RevisionTagProps, chartNamespace?: string) {
  const chart = new Chart(Testing.app(), 'tags', {
    disableResourceNameHashes: true,
    ...(chartNamespace === undefined ? {} : { namespace: chartNamespace }),
  });
  new RevisionTag(chart, name, props);
  const [webhook, service] = Testing.synth(chart) as unknown as readonly [Written, Written];
  return { webhook, service };
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Whether a label selector of Kubernetes selects labels. */
function selects({ matchExpressions }: { matchExpressions: Requirement[] }, labels: Record<string, string>): boolean {
  return matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'DoesNotExist') return value === undefined;
    const listed = value !== undefined && values.includes(value);
    return operator === 'In' ? listed : !listed;
  });
}

describe('RevisionTag', () => {
  test('leads to istiod of its revision, which fills in the certificate by the label', () => {
    const { webhook, service } = tag('prod', { revision: '1-30-5' });
    expect(webhook.metadata).toMatchObject({
      name: 'istio-revision-tag-prod',
      labels: { 'istio.io/rev': '1-30-5', 'istio.io/tag': 'prod' },
    });
    for (const { clientConfig } of webhook.webhooks) {
      expect(clientConfig).toEqual({
        service: { name: 'istiod-1-30-5', namespace: 'istio-system', path: '/inject', port: 443 },
      });
    }
    expect(service.metadata).toMatchObject({ name: 'istiod-revision-tag-prod', namespace: 'istio-system' });
    expect(service.spec.selector).toEqual({ app: 'istiod', 'istio.io/rev': '1-30-5' });
  });

  test('leads to the control plane without a revision as well', () => {
    const { webhook, service } = tag('prod', { revision: 'default' });
    expect(webhook.webhooks[0].clientConfig.service.name).toBe('istiod');
    expect(service.spec.selector).toEqual({ app: 'istiod', istio: 'pilot' });
  });

  test('has a name of its own per namespace of a control plane', () => {
    expect(tag('prod', { revision: 'a', namespace: 'istio-two' }).webhook.metadata.name).toBe(
      'istio-revision-tag-prod-istio-two',
    );
  });

  test('stays cluster-wide in a chart with a namespace', () => {
    const { webhook, service } = tag('prod', { revision: 'a' }, 'team');
    expect(webhook.metadata.namespace).toBeUndefined();
    expect(service.metadata.namespace).toBe('istio-system');
  });

  test.each(['prod', 'default'])('selects for tag %s exactly what its namespaces and pods ask for', name => {
    const { webhook } = tag(name, { revision: 'blue' });
    const namespaces = [
      {},
      { 'istio-injection': 'enabled' },
      { 'istio-injection': 'disabled' },
      { 'istio.io/rev': 'prod' },
      { 'istio.io/rev': 'default' },
      { 'istio-injection': 'enabled', 'istio.io/rev': 'prod' },
    ] as Record<string, string>[];
    const pods = [
      {},
      { 'sidecar.istio.io/inject': 'true' },
      { 'sidecar.istio.io/inject': 'false' },
      { 'istio.io/rev': 'prod' },
      { 'istio.io/rev': 'default', 'sidecar.istio.io/inject': 'true' },
    ] as Record<string, string>[];
    for (const namespace of namespaces) {
      for (const pod of pods) {
        const selected = webhook.webhooks.some(
          (each: {
            namespaceSelector: { matchExpressions: Requirement[] };
            objectSelector: { matchExpressions: Requirement[] };
          }) => selects(each.namespaceSelector, namespace) && selects(each.objectSelector, pod),
        );
        expect({ namespace, pod, selected }).toEqual({
          namespace,
          pod,
          selected: isInjected(webhook, namespace, pod),
        });
      }
    }
  });

  test('refuses what is no name', () => {
    expect(() => tag('prod', { revision: '1.30.5' })).toThrow(/"1.30.5" as revision of a tag at tags\/prod/);
    expect(() => tag('Prod', { revision: 'a' })).toThrow(/"Prod" as tag/);
  });
});
