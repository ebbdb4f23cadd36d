import type { Rule } from '../analysis/rule';
import { rulePage } from '../analysis/rule-page';
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
  return rulePage(name) ?? `# ${name}\n\n${severity}: ${summary}\n`;
}
