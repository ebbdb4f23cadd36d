import { RULES } from '../analysis/registry';
import { byText } from '../values/order';
import { defineVerb } from './verb';

/** Lists the rules of `analyze`. */
export const verb = defineVerb({
  name: 'rules',
  arguments: '',
  about: 'Lists the rules of "analyze": name, severity, codes of istioctl and Kiali, and what the rule demands.',
  options: { json: { type: 'boolean', help: 'write the rules as JSON' } },
  exit: '0',
  count: { least: 0, most: 0 },
  run({ values }) {
    const rules = [...RULES]
      .sort(byText(({ name }) => name))
      .map(({ name, severity, summary, equivalents, when = 'always' }) => ({
        name,
        severity,
        codes: equivalents,
        when,
        summary,
      }));
    if (values.json === true) {
      process.stdout.write(`${JSON.stringify({ rules }, null, 2)}\n`);
      return 0;
    }
    const width = Math.max(...rules.map(({ name }) => name.length));
    const lines = rules.map(({ name, severity, codes, summary }) => {
      const equivalents = codes.length === 0 ? '' : ` [${codes.join(', ')}]`;
      return `${name.padEnd(width)}  ${severity.padEnd(7)}  ${summary}${equivalents}\n`;
    });
    process.stdout.write(`${lines.join('')}\n${rules.length} rules; each tells more with cdk8s-istio explain RULE\n`);
    return 0;
  },
});
