import type { DestinationRuleSpec, Subset } from '../../imports/networking.istio.io';
import { analyze } from '../analysis/analyze';
import { buildModel, type MeshModel, type MeshModelOptions } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import { type Diagnostic, refText } from '../values/diagnostic';
import type { LocatedManifest, Manifest } from '../values/manifest';

/** Manifests without the faults that have one mechanical remedy, and what was done. */
export interface Mended {
  readonly manifests: readonly LocatedManifest[];
  readonly mended: readonly string[];
}

/**
 * Fixes what the analysis finds and what has one remedy: subsets that select no pods and that no route names are taken
 * away (`subset-without-workload`), and subsets that routes name and that are a version of the pods are defined
 * (`dangling-subset`). Everything else is left to people.
 */
export function mend(manifests: readonly LocatedManifest[], options: MeshModelOptions): Mended {
  const model = buildModel(manifests, options);
  const findings = analyze(model);
  const changes = new Map<Manifest, Manifest>();
  const mended: string[] = [];
  const update = (rule: Resource, subsetsOf: (subsets: readonly Subset[]) => readonly Subset[]) => {
    const now = changes.get(rule.manifest) ?? rule.manifest;
    const spec = now.spec as DestinationRuleSpec;
    const subsets = subsetsOf(spec.subsets ?? []);
    changes.set(rule.manifest, { ...now, spec: { ...spec, subsets: subsets.length === 0 ? undefined : subsets } });
  };
  for (const finding of findings) {
    const rule = ruleOf(finding, model);
    if (rule === undefined) continue;
    const name = subsetOf(finding, rule, model);
    if (name === undefined) continue;
    if (finding.rule === 'subset-without-workload' && !isNamed(name, model)) {
      update(rule, subsets => subsets.filter(subset => subset.name !== name));
      mended.push(`${refText(rule.ref)}: subset "${name}", which no pods have and no route names, is gone`);
    }
    if (finding.rule === 'dangling-subset' && isVersion(name, rule, model)) {
      const isThere = ((changes.get(rule.manifest) ?? rule.manifest).spec as DestinationRuleSpec).subsets?.some(
        subset => subset.name === name,
      );
      if (isThere === true) continue;
      update(rule, subsets => [...subsets, { name, labels: { version: name } }]);
      mended.push(`${refText(rule.ref)}: subset "${name}", which a route names, is defined by the label version`);
    }
  }
  return {
    manifests: manifests.map(({ manifest, origin }) => ({ manifest: changes.get(manifest) ?? manifest, origin })),
    mended,
  };
}

/** The one DestinationRule that has to change. */
function ruleOf(
  { rule, resource, related = [] }: Diagnostic,
  model: MeshModel,
): Resource<'DestinationRule'> | undefined {
  if (rule === 'subset-without-workload') return model.find('DestinationRule', resource.namespace ?? '', resource.name);
  const [only, another] = related.filter(({ kind }) => kind === 'DestinationRule');
  if (rule !== 'dangling-subset' || only === undefined || another !== undefined) return undefined;
  return model.find('DestinationRule', only.namespace ?? '', only.name);
}

/** The subset that a finding is about: that which the route names, or that of the DestinationRule. */
function subsetOf(finding: Diagnostic, rule: Resource<'DestinationRule'>, model: MeshModel): string | undefined {
  const { resource, field = '' } = finding;
  if (finding.rule === 'subset-without-workload') {
    return rule.spec.subsets?.[Number(/^spec\.subsets\[(\d+)\]/.exec(field)?.[1])]?.name;
  }
  const route = model.find('VirtualService', resource.namespace ?? '', resource.name);
  const value = [...field.matchAll(/[^.[\]]+/g)].reduce<unknown>(
    (inner, [step]) => (inner as { readonly [key: string]: unknown } | undefined)?.[step],
    route?.manifest,
  );
  return typeof value === 'string' ? value : undefined;
}

/** Whether a route names a subset of this name, of whatever host: what may be in use stays. */
function isNamed(subset: string, model: MeshModel): boolean {
  const named = `"subset":${JSON.stringify(subset)}`;
  return model.all('VirtualService').some(({ manifest }) => JSON.stringify(manifest.spec).includes(named));
}

/** Whether pods of the host have the name of the subset as their version. */
function isVersion(subset: string, rule: Resource<'DestinationRule'>, model: MeshModel): boolean {
  const host = model.fullHost(rule.spec.host ?? '', rule.namespace);
  const services = model.hosts.named(host);
  return services.some(service => model.workloadsOf(service).some(({ labels }) => labels.version === subset));
}
