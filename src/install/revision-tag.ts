import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { accept } from '../tree/accept';
import { requireDnsLabel } from '../values/names';
import { type NamespaceName, requireNamespace } from '../values/namespace-name';
import { defineClusterObject } from './cluster-object';
import { DEFAULT_NAMESPACE, istiodName } from './resolved-model';

/** Properties of `RevisionTag`. */
export interface RevisionTagProps {
  /** The revision that the tag points to; `default` is the control plane without one. */
  readonly revision: string;

  /**
   * Name of the tag: a DNS label. Namespaces labelled `istio.io/rev=<tag>` are injected by the revision; the tag
   * `default` also takes those labelled `istio-injection=enabled`.
   *
   * @default - the id of the construct
   */
  readonly tag?: string | undefined;

  /**
   * Namespace of the control plane.
   *
   * @default istio-system
   */
  readonly namespace?: NamespaceName | undefined;

  /** Annotations of both objects, for example the sync wave of a GitOps controller. @default - none */
  readonly annotations?: { readonly [key: string]: string } | undefined;
}

/**
 * Gives a control-plane revision a second, lasting name, so that an upgrade moves one object instead of the labels of
 * all namespaces.
 *
 * Defines a MutatingWebhookConfiguration and a Service. They stand on their own: in the values of two Helm releases the
 * same tag would be claimed by both. istiod of the revision fills in the certificate of the webhook.
 *
 * Workloads change over when they are restarted, not when the tag moves.
 *
 * @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels
 *
 * @example
 * const prod = new RevisionTag(chart, 'prod', { revision: '1-30-5' });
 */
export class RevisionTag extends Construct {
  public readonly tag: string;
  public readonly revision: string;

  public constructor(scope: Construct, id: string, props: RevisionTagProps) {
    super(scope, id);
    this.tag = requireDnsLabel(props.tag ?? id, 'tag of a revision', this.node.path);
    this.revision = requireDnsLabel(props.revision, 'revision of a tag', this.node.path);
    const where = this.node.path;
    const { name: namespace } = requireNamespace(props.namespace ?? DEFAULT_NAMESPACE, 'namespace of a tag', where);
    const labels = { 'istio.io/rev': this.revision, 'istio.io/tag': this.tag, 'app.kubernetes.io/part-of': 'istio' };
    const annotations =
      Object.keys(props.annotations ?? {}).length === 0 ? {} : { annotations: { ...props.annotations } };
    const istiod = istiodName(this.revision);
    accept(
      this,
      'webhook-service-missing',
      `Service "${namespace}/${istiod}" comes with the control plane`,
      () => !this.isDefined(namespace, istiod),
    );
    defineClusterObject(this, 'Webhook', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: {
        name: `istio-revision-tag-${this.tag}${namespace === DEFAULT_NAMESPACE ? '' : `-${namespace}`}`,
        labels: { ...labels, app: 'sidecar-injector' },
        ...annotations,
      },
      webhooks: this.webhooks(namespace),
    });
    new ApiObject(this, 'Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: `istiod-revision-tag-${this.tag}`,
        namespace,
        labels: { ...labels, app: 'istiod', istio: 'pilot' },
        ...annotations,
      },
      spec: {
        ports: ISTIOD_PORTS,
        selector: {
          app: 'istiod',
          ...(this.revision === 'default' ? { istio: 'pilot' } : { 'istio.io/rev': this.revision }),
        },
      },
    });
  }

  /**
   * Whether the app defines the Service of istiod. It usually comes by a Job, an operator or a chart: that the webhook
   * leads out of the app is right then.
   */
  private isDefined(namespace: string, service: string): boolean {
    return this.node.root.node
      .findAll()
      .some(
        construct =>
          ApiObject.isApiObject(construct) &&
          construct.kind === 'Service' &&
          construct.name === service &&
          construct.metadata.namespace === namespace,
      );
  }

  private webhooks(namespace: string): readonly object[] {
    const webhook = (prefix: string, inNamespaces: readonly Requirement[], forPods: readonly Requirement[]) => ({
      name: `${prefix}.sidecar-injector.istio.io`,
      clientConfig: {
        service: {
          name: istiodName(this.revision),
          namespace,
          path: '/inject',
          port: 443,
        },
      },
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
      namespaceSelector: { matchExpressions: inNamespaces },
      objectSelector: { matchExpressions: forPods },
    });
    return [
      webhook('rev.namespace', [isOneOf(REV, this.tag), isAbsent(INJECTION)], [isNot(INJECT, 'false')]),
      webhook('rev.object', [isAbsent(REV), isAbsent(INJECTION)], [isNot(INJECT, 'false'), isOneOf(REV, this.tag)]),
      ...(this.tag === 'default'
        ? [
            webhook('namespace', [isOneOf(INJECTION, 'enabled')], [isNot(INJECT, 'false')]),
            webhook('object', [isAbsent(INJECTION), isAbsent(REV)], [isOneOf(INJECT, 'true'), isAbsent(REV)]),
          ]
        : []),
    ];
  }
}

const INJECTION = 'istio-injection';
const REV = 'istio.io/rev';
const INJECT = 'sidecar.istio.io/inject';

const ISTIOD_PORTS = [
  { name: 'grpc-xds', port: 15010, protocol: 'TCP' },
  { name: 'https-dns', port: 15012, protocol: 'TCP' },
  { name: 'https-webhook', port: 443, targetPort: 15017, protocol: 'TCP' },
  { name: 'http-monitoring', port: 15014, protocol: 'TCP' },
];

interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'DoesNotExist';
  readonly values?: readonly string[];
}

function isOneOf(key: string, value: string): Requirement {
  return { key, operator: 'In', values: [value] };
}

function isNot(key: string, value: string): Requirement {
  return { key, operator: 'NotIn', values: [value] };
}

function isAbsent(key: string): Requirement {
  return { key, operator: 'DoesNotExist' };
}
