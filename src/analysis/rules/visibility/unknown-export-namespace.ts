import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import { nearest } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/**
 * An object is exported to a namespace that does not exist: nobody there sees it, and nobody else does. The same holds for
 * the host of a Gateway that is open to the VirtualServices of such a namespace.
 */
export const unknownExportNamespace: Rule = {
  name: 'unknown-export-namespace',
  severity: 'warning',
  summary: 'The namespaces to which an object is exported, or a host of a Gateway is open, must exist.',
  equivalents: ['KIA0005'],

  check({ model }) {
    const findings: Finding[] = [];
    const defined = model.all('Namespace').map(({ name }) => name);
    // Without any Namespace object in the set there is nothing to compare with.
    if (defined.length === 0) return findings;
    for (const { resource, entry, field } of exportsOf(model)) {
      if (SYMBOLS.has(entry) || model.namespaces.get(entry) !== undefined) continue;
      const similar = nearest(entry, defined);
      findings.push({
        resource,
        field,
        problem: `namespace "${entry}" is not among the manifests; there are ${quoted(defined)}`,
        fix: similar === undefined ? 'correct the name, or define the Namespace' : `write "${similar}"`,
      });
    }
    return findings;
  },
};

const SYMBOLS: ReadonlySet<string> = new Set(['.', '*', '~', '']);

interface WrittenExport {
  readonly resource: Resource;
  readonly entry: string;
  readonly field: string;
}

function exportsOf(model: MeshModel): readonly WrittenExport[] {
  const found: WrittenExport[] = [];
  for (const kind of ['VirtualService', 'DestinationRule', 'ServiceEntry'] as const) {
    for (const resource of model.all(kind)) {
      for (const [i, entry] of (resource.spec.exportTo ?? []).entries()) {
        found.push({ resource, entry, field: `spec.exportTo[${i}]` });
      }
    }
  }
  for (const resource of model.all('Gateway')) {
    for (const [i, { hosts = [] }] of (resource.spec.servers ?? []).entries()) {
      for (const [j, host] of hosts.entries()) {
        const slash = host.indexOf('/');
        if (slash > 0) found.push({ resource, entry: host.slice(0, slash), field: `spec.servers[${i}].hosts[${j}]` });
      }
    }
  }
  const annotation = 'networking.istio.io/exportTo';
  for (const resource of model.all('Service')) {
    for (const entry of resource.annotations[annotation]?.split(',') ?? []) {
      found.push({ resource, entry: entry.trim(), field: `metadata.annotations["${annotation}"]` });
    }
  }
  return found;
}
