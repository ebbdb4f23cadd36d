import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Delivery } from '../../../src/install/delivery/delivery';
import type { DeliveryStrategy } from '../../../src/install/delivery/strategy';
import type { Manifest } from '../../../src/values/manifest';
import { synthInstall } from '../fixtures/synth-install';
import { RECORDED_PLANS, type Recorded, type RecordedPlan } from '../recorded/plans';

const RECORDED: { readonly [name in RecordedPlan]: Recorded } = require('../recorded/rendered.json');

/** An object of a cluster, and what uninstalling goes by. */
interface InCluster {
  readonly object: string;
  readonly labels?: { readonly [label: string]: string };
  /** The Helm release or component that it belongs to. */
  readonly of?: string;
}

/** What `istioctl uninstall --purge` looks for, beside CRDs: `operator/pkg/uninstall/prune.go` of Istio 1.31. */
const PURGED = [
  'Deployment DaemonSet Service ConfigMap Pod Secret ServiceAccount RoleBinding Role PodDisruptionBudget',
  'HorizontalPodAutoscaler EnvoyFilter MutatingWebhookConfiguration ValidatingWebhookConfiguration ClusterRole',
  'ClusterRoleBinding CustomResourceDefinition',
]
  .join(' ')
  .split(' ');

/** What istiod and istioctl make of their own. */
const AT_RUN_TIME: readonly InCluster[] = [
  { object: 'Secret istio-system istio-ca-secret' },
  { object: 'ConfigMap istio-system istio-leader' },
  { object: 'ConfigMap shop istio-ca-root-cert' },
];
const BY_ISTIOCTL: readonly InCluster[] = ['MutatingWebhookConfiguration - istio-revision-tag-default'].map(object => ({
  object,
  labels: { 'istio.io/tag': 'default' },
}));
const VALIDATOR: InCluster = {
  object: 'ValidatingWebhookConfiguration - istiod-default-validator',
  labels: { 'istio.io/tag': 'default' },
};

const nameOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.namespace ?? '-'} ${metadata.name}`;
const kindOf = (object: string) =>
  (object.split(' ')[0]?.toLowerCase() ?? '')
    .replace('networkattachmentdefinition', 'network-attachment-definition')
    .replace('customresourcedefinition', 'crd');
const namespaceOf = (object: string) => object.split(' ')[1];
const isNamed = (object: string, kinds: string, names: readonly string[]) =>
  kinds.split(',').some(kind => kindOf(object) === kind) && names.includes(object.split(' ')[2] ?? '');

/** What is left of a cluster once a command has run, as far as a run book uses such commands. */
function after(command: string, cluster: readonly InCluster[], own: readonly InCluster[]): readonly InCluster[] {
  const without = (gone: (each: InCluster) => boolean) => cluster.filter(each => !gone(each));
  if (/istioctl uninstall --purge|- "--purge"/.test(command)) {
    return without(
      ({ object, of, labels }) =>
        (of !== undefined || labels?.['operator.istio.io/component'] !== undefined) &&
        PURGED.includes(object.split(' ')[0] ?? ''),
    );
  }
  const words = command.split(' ').filter(word => !/^--(ignore-not-found|wait|cascade.*|yes)$/.test(word));
  const text = words.join(' ');
  const [, inNamespace] = /^kubectl -n (\S+) /.exec(text) ?? [];
  const verb = text.replace(/^kubectl -n \S+ /, 'kubectl ');
  const searched = /^kubectl get (\S+) -o name \| grep (\S+) \| xargs kubectl delete$/.exec(verb);
  if (searched !== null) {
    const [, kinds = '', part = ''] = searched;
    return without(({ object }) => kinds.split(',').includes(kindOf(object)) && object.includes(part));
  }
  if (/^kubectl (get|wait|create|apply)\b/.test(verb)) return cluster;
  const files = /^kubectl delete -f (\S+)$/.exec(verb);
  if (files !== null) {
    const written = own.map(({ object }) => object);
    return files[1] === 'dist/10-control-plane.k8s.yaml'
      ? without(({ object, of }) => written.includes(object) || of !== undefined)
      : cluster;
  }
  const release = /^(?:argocd app delete|kubectl delete (?:helmrelease|helmchart)) (\S+)$/.exec(verb)?.[1];
  if (release !== undefined) {
    // Helm keeps the CRDs: their annotation says so.
    return without(
      ({ object, of }) =>
        (of === release && !object.startsWith('CustomResourceDefinition ')) ||
        isNamed(object, 'application,helmrelease,helmchart', [release]),
    );
  }
  const labelled = /^kubectl delete (\S+) -l (\S+)$/.exec(verb);
  if (labelled !== null) {
    const [, kinds = '', label = ''] = labelled;
    return without(
      each =>
        kinds.split(',').includes(kindOf(each.object)) &&
        each.labels?.[label] !== undefined &&
        (inNamespace === undefined || namespaceOf(each.object) === inNamespace),
    );
  }
  const everywhere = /^kubectl delete (\S+) -A --field-selector metadata.name=(\S+)$/.exec(verb);
  if (everywhere !== null) return without(({ object }) => isNamed(object, everywhere[1] ?? '', [everywhere[2] ?? '']));
  const namespaces = /^kubectl delete namespace (.+)$/.exec(verb)?.[1]?.split(' ');
  if (namespaces !== undefined) {
    return without(
      ({ object }) => namespaces.includes(namespaceOf(object) ?? '') || isNamed(object, 'namespace', namespaces),
    );
  }
  const named = /^kubectl delete (\S+?)[ /](.+)$/.exec(verb);
  if (named !== null) return without(({ object }) => isNamed(object, named[1] ?? '', (named[2] ?? '').split(' ')));
  throw new Error(`no meaning is known of "${command}"`);
}

/** What a delivery leaves of a plan once its run book has uninstalled it. */
function leftBy(
  delivery: DeliveryStrategy,
  name: RecordedPlan,
): { readonly created: number; readonly left: readonly string[] } {
  const { install, objects } = synthInstall(delivery, RECORDED_PLANS[name]);
  const own = objects.map((object): InCluster => ({ object: nameOf(object), labels: object.metadata.labels as never }));
  const byTool = delivery.name === 'job' || delivery.name === 'istioctl';
  const rendered: readonly InCluster[] = RECORDED[name][byTool ? 'istioctl' : 'helm'];
  const beside = byTool
    ? [...BY_ISTIOCTL, ...(rendered.some(({ object }) => object === VALIDATOR.object) ? [] : [VALIDATOR])]
    : [];
  const all = new Map([...rendered, ...beside, ...own, ...AT_RUN_TIME].map(each => [each.object, each]));
  let cluster = [...all.values()] as readonly InCluster[];
  const files = {
    root: 'dist',
    install: ['dist/10-control-plane.k8s.yaml'],
    mesh: ['dist/50-routes.k8s.yaml'],
    installAlone: ['dist/10-control-plane.k8s.yaml'],
    meshAlone: ['dist/50-routes.k8s.yaml'],
  };
  for (const { commands } of delivery.steps(install.plan, files).uninstall) {
    for (const command of commands) cluster = after(command, cluster, own);
  }
  return { created: all.size, left: cluster.map(({ object }) => object) };
}

const DELIVERIES: readonly (readonly [name: string, delivery: DeliveryStrategy])[] = [
  ['job', Delivery.job()],
  ['job, scoped', Delivery.job({ grant: 'scoped' })],
  ['argoCd', Delivery.argoCd()],
  ['flux', Delivery.flux()],
  ['istioctl', Delivery.istioctl()],
  ['k3s', Delivery.k3s()],
];
const PLANS = Object.keys(RECORDED_PLANS) as RecordedPlan[];

describe.each(DELIVERIES)('what %s installs', (_, delivery) => {
  test.each(PLANS)('is removed by its run book, with all that could keep pods from starting: plan "%s"', plan => {
    const { created, left } = leftBy(delivery, plan);
    expect(created).toBeGreaterThan(30);
    expect(left).toEqual([]);
  });
});

test('the table of the documentation is what the commands leave', () => {
  const page = readFileSync(join(__dirname, '../../../docs/install.md'), 'utf8');
  for (const [name, delivery] of DELIVERIES) {
    const counts = PLANS.map(plan => leftBy(delivery, plan)).map(({ created, left }) => `${created} / ${left.length}`);
    expect(page).toContain(`| ${name} | ${counts.join(' | ')} |`);
  }
});
