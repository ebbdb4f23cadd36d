import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import { nearest } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** An object is exported to a namespace that does not exist: nobody there sees it, and nobody else does. */
export const unknownExportNamespace: Rule = {
  name: 'unknown-export-namespace',
  severity: 'warning',
  summary: 'The namespaces to which an object is exported must exist.',
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

function* exportsOf(
  model: MeshModel,
): Iterable<{ readonly resource: Resource; readonly entry: string; readonly field: string }> {
  for (const kind of ['VirtualService', 'DestinationRule', 'ServiceEntry'] as const) {
    for (const resource of model.all(kind)) {
      for (const [i, entry] of (resource.spec.exportTo ?? []).entries()) {
        yield { resource, entry, field: `spec.exportTo[${i}]` };
      }
    }
  }
  const annotation = 'networking.istio.io/exportTo';
  for (const resource of model.all('Service')) {
    for (const entry of resource.annotations[annotation]?.split(',') ?? []) {
      yield { resource, entry: entry.trim(), field: `metadata.annotations["${annotation}"]` };
    }
  }
}
