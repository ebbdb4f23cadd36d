import { isClusterScoped } from '../model/kind-scope';
import type { Diagnostic, ResourceRef } from '../values/diagnostic';
import { groupOf, type Manifest } from '../values/manifest';
import type { RenderedObject } from './rendered-object';

/** The kinds whose names are DNS labels; the names of all kinds are checked with their other metadata. */
const NAMED_BY_LABEL: Readonly<Record<string, { readonly pattern: RegExp; readonly wanted: string }>> = {
  Namespace: {
    pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    wanted: 'a DNS label (at most 63 of a-z, 0-9 and "-", alphanumeric at both ends)',
  },
  Service: {
    pattern: /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
    wanted: 'a DNS label that starts with a letter (at most 63 of a-z, 0-9 and "-")',
  },
};

/**
 * Finds what the API server would refuse or overwrite whatever the kind: the same object twice, a namespace on a
 * cluster-scoped object, a name that the kind does not take. One instance serves one synth.
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
      this.report(rendered, 'invalid-object', 'metadata.namespace', {
        message: `${manifest.kind} lives outside of namespaces, got namespace ${JSON.stringify(namespace)}`,
        fix: 'remove metadata.namespace',
      });
    }
    const rule =
      group === '' && Object.hasOwn(NAMED_BY_LABEL, manifest.kind) ? NAMED_BY_LABEL[manifest.kind] : undefined;
    if (rule !== undefined && typeof name === 'string' && !rule.pattern.test(name)) {
      this.report(rendered, 'invalid-object', 'metadata.name', {
        message: `${manifest.kind} must be named by ${rule.wanted}, got ${JSON.stringify(name)}`,
      });
    }

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
