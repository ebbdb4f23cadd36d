import type { Diagnostic, ResourceRef } from '../values/diagnostic';
import { groupOf, type Manifest } from '../values/manifest';
import { isClusterScoped } from './kind-scope';
import type { RenderedObject } from './rendered-object';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_STARTING_WITH_LETTER = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const PATH_SEGMENT = /^(?!\.\.?$)[^/%]+$/;
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

interface NameRule {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly wanted: string;
}

const DNS_SUBDOMAIN: NameRule = {
  pattern: SUBDOMAIN,
  longest: 253,
  wanted: 'a DNS name (at most 253 of a-z, 0-9, "-" and ".", alphanumeric around each dot)',
};
const DNS_LABEL: NameRule = {
  pattern: LABEL,
  longest: 63,
  wanted: 'a DNS label (at most 63 of a-z, 0-9 and "-", alphanumeric at both ends)',
};
const SERVICE_NAME: NameRule = {
  pattern: LABEL_STARTING_WITH_LETTER,
  longest: 63,
  wanted: 'a DNS label that starts with a letter (at most 63 of a-z, 0-9 and "-")',
};
const SEGMENT: NameRule = {
  pattern: PATH_SEGMENT,
  longest: Number.POSITIVE_INFINITY,
  wanted: 'a name without "/" and "%" other than "." and ".."',
};

/** The kinds whose names follow another rule than that of a DNS subdomain. */
const NAME_RULES: Readonly<Record<string, NameRule>> = {
  '/Namespace': DNS_LABEL,
  '/Service': SERVICE_NAME,
  'certificates.k8s.io/CertificateSigningRequest': SEGMENT,
  'networking.k8s.io/IPAddress': SEGMENT,
  'rbac.authorization.k8s.io/ClusterRole': SEGMENT,
  'rbac.authorization.k8s.io/ClusterRoleBinding': SEGMENT,
  'rbac.authorization.k8s.io/Role': SEGMENT,
  'rbac.authorization.k8s.io/RoleBinding': SEGMENT,
};

/**
 * Finds what the API server would refuse whatever the kind: the same object twice, names, namespaces, labels and
 * annotation keys of a wrong form, a namespace on a cluster-scoped object. One instance serves one synth.
 */
export class IdentityCheck {
  public readonly diagnostics: Diagnostic[] = [];
  private readonly first = new Map<string, RenderedObject>();

  /** Checks one object against the rules and all objects before it. */
  public add(rendered: RenderedObject): void {
    const { manifest } = rendered;
    const group = groupOf(manifest.apiVersion);
    const { name, namespace, generateName } = manifest.metadata ?? {};
    const clusterScoped = isClusterScoped(group, manifest.kind);
    if (clusterScoped && namespace !== undefined) {
      this.report(rendered, 'namespace-on-cluster-scoped-kind', 'metadata.namespace', {
        message: `${manifest.kind} lives outside of namespaces, got namespace ${JSON.stringify(namespace)}`,
        fix: 'remove metadata.namespace',
      });
    }
    this.checkName(rendered, NAME_RULES[`${group}/${manifest.kind}`] ?? DNS_SUBDOMAIN);
    this.checkPattern(rendered, 'metadata.namespace', namespace, DNS_LABEL);
    this.checkLabels(rendered);

    if (name === undefined && generateName !== undefined) return;
    const key = `${group}/${manifest.kind}/${clusterScoped ? '' : (namespace ?? '')}/${name}`;
    const other = this.first.get(key);
    if (other === undefined) {
      this.first.set(key, rendered);
      return;
    }
    this.report(rendered, 'duplicate-object', undefined, {
      message: `${describe(manifest)} is defined twice, by "${other.constructPath}" and by "${rendered.constructPath}"`,
      fix: 'remove one of the two or give it another name',
      related: [refOf(other)],
    });
  }

  private checkName(rendered: RenderedObject, rule: NameRule): void {
    const { name, generateName } = rendered.manifest.metadata ?? {};
    if (name === undefined && generateName !== undefined) return;
    this.checkPattern(rendered, 'metadata.name', name ?? '', rule);
  }

  private checkPattern(rendered: RenderedObject, field: string, value: unknown, rule: NameRule): void {
    if (value === undefined) return;
    if (typeof value === 'string' && value.length <= rule.longest && rule.pattern.test(value)) return;
    this.report(rendered, 'invalid-name', field, { message: `wanted ${rule.wanted}, got ${JSON.stringify(value)}` });
  }

  private checkLabels(rendered: RenderedObject): void {
    const { labels, annotations } = rendered.manifest.metadata ?? {};
    for (const [map, name] of [
      [labels, 'labels'],
      [annotations, 'annotations'],
    ] as const) {
      for (const key in map ?? {}) {
        if (isQualifiedName(key)) continue;
        this.report(rendered, 'invalid-label', `metadata.${name}`, {
          message: `wanted keys of at most 63 of A-Z, a-z, 0-9, "-", "_" and "." with an optional DNS name and "/" before, got ${JSON.stringify(key)}`,
        });
      }
    }
    for (const key in labels ?? {}) {
      const value: unknown = labels?.[key];
      if (typeof value === 'string' && LABEL_VALUE.test(value)) continue;
      this.report(rendered, 'invalid-label', `metadata.labels[${JSON.stringify(key)}]`, {
        message: `wanted a string of at most 63 of A-Z, a-z, 0-9, "-", "_" and ".", alphanumeric at both ends, got ${JSON.stringify(value)}`,
      });
    }
    for (const key in annotations ?? {}) {
      const value: unknown = annotations?.[key];
      if (typeof value === 'string') continue;
      this.report(rendered, 'invalid-annotation', `metadata.annotations[${JSON.stringify(key)}]`, {
        message: `wanted a string, got ${JSON.stringify(value)}`,
        fix: `write it as a string: ${JSON.stringify(String(value))}`,
      });
    }
  }

  private report(
    rendered: RenderedObject,
    rule: string,
    field: string | undefined,
    rest: Pick<Diagnostic, 'message' | 'fix' | 'related'>,
  ): void {
    this.diagnostics.push({
      rule,
      severity: 'error',
      resource: refOf(rendered),
      ...(field === undefined ? {} : { field }),
      ...rest,
    });
  }
}

/** Names an object in a finding. */
export function refOf({ manifest, constructPath }: RenderedObject): ResourceRef {
  const { name, namespace } = manifest.metadata ?? {};
  return {
    kind: manifest.kind,
    name: String(name ?? ''),
    ...(namespace === undefined ? {} : { namespace: String(namespace) }),
    origin: { constructPath },
  };
}

function describe({ kind, metadata }: Manifest): string {
  const { name = '', namespace } = metadata ?? {};
  return `${kind} "${namespace === undefined ? '' : `${namespace}/`}${name}"`;
}

function isQualifiedName(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash < 0) return QUALIFIED_NAME.test(key);
  const prefix = key.slice(0, slash);
  return prefix.length <= 253 && SUBDOMAIN.test(prefix) && QUALIFIED_NAME.test(key.slice(slash + 1));
}
