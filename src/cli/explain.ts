import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Rule } from '../analysis/rule';
import { rulesNamed } from './rules-named';
import { defineVerb } from './verb';

/** Prints what a rule is about. */
export const verb = defineVerb({
  name: 'explain',
  arguments: 'RULE',
  about:
    'Explains a rule of "analyze", with an example that it reports and one that it does not. RULE is its name, or\nits code of istioctl or Kiali.',
  options: {},
  exit: '0, or 2 if there is no such rule',
  count: { least: 1, most: 1 },
  run({ paths: [name = ''] }) {
    process.stdout.write(rulesNamed(name).map(explanation).join('\n'));
    return 0;
  },
});

/** The page of the rule. */
function explanation({ name, severity, summary }: Rule): string {
  const folder = dirname(require.resolve('cdk8s-istio/package.json'));
  const page = join(folder, 'docs/rules', `${name}.md`);
  return existsSync(page) ? readFileSync(page, 'utf8') : `# ${name}\n\n${severity}: ${summary}\n`;
}
