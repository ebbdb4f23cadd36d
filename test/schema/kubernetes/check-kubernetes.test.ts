import { validateObject } from '../../../src/schema/validate-object';
import { KUBERNETES_CASES } from './cases';

type Fields = { readonly [field: string]: unknown };

function errorsOf(manifest: Fields) {
  // What is undefined is not written.
  const written = JSON.parse(JSON.stringify(manifest));
  return validateObject(written).filter(({ severity }) => severity === 'error');
}

describe('the kinds of Kubernetes beyond their structure', () => {
  const cases = KUBERNETES_CASES.map(([what, manifest, ...issues]) => ({ what, manifest, issues }));

  test.each(cases.filter(({ issues }) => issues.length === 0))('$what is accepted', ({ manifest }) => {
    expect(errorsOf(manifest)).toEqual([]);
  });

  test.each(cases.filter(({ issues }) => issues.length > 0))('$what is refused', ({ manifest, issues }) => {
    const found = errorsOf(manifest);
    expect(found.map(({ rule, path }) => `${rule} ${path}`).sort()).toEqual([...issues].sort());
    for (const { message, path, fix, rule } of found) {
      expect(message.startsWith(`${path}: `)).toBe(true);
      if (rule !== 'invalid-value') expect(fix).toBeDefined();
    }
  });
});
