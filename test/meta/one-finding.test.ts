import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';

const PAGES = join(__dirname, '../../docs/rules');

/** Rules that may speak of one field of one object, since they speak of two faults. */
const TWO_FAULTS: { readonly [rules: string]: string } = {
  'conflicting-authorizers + unknown-authorization-provider':
    'each provider may be unknown, and the two contradict each other',
  'deprecated-annotation + ineffective-injection-request': 'the annotation is old, and does nothing here',
  'ignored-gateway-api-feature + invalid-object':
    'the standard channel lacks the field; with the other one Istio ignores it',
  'service-port-name + telemetry-provider-port': 'the name says nothing, and the provider needs it to say gRPC',
};

test('one fault leads to one finding: no two rules report the same field of the examples of their pages', () => {
  const pairs = new Set<string>();
  for (const file of readdirSync(PAGES).filter(name => name !== 'README.md')) {
    for (const [, yaml = ''] of readFileSync(join(PAGES, file), 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)) {
      const byField = new Map<string, Set<string>>();
      for (const { rule, resource, field = '' } of analyze(buildModel(parseManifests(yaml, file)))) {
        const key = `${resource?.kind} ${resource?.namespace}/${resource?.name} ${field}`;
        byField.set(key, (byField.get(key) ?? new Set()).add(rule));
      }
      for (const rules of byField.values()) if (rules.size > 1) pairs.add([...rules].sort().join(' + '));
    }
  }
  expect([...pairs].sort()).toEqual(Object.keys(TWO_FAULTS));
});
