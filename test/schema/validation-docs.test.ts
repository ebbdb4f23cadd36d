import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WEBHOOK_RULES } from '../../src/schema/webhook/rules';

describe('the documentation of validation', () => {
  it('lists every rule of the webhook with its severity and demand, and no other', () => {
    const text = readFileSync(join(__dirname, '../../docs/validation.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` \| (error|warning) \| (.*) \|$/gm)];
    const documented = rows.map(([, rule, severity, wanted]) => [rule, { severity, wanted }]);
    expect(Object.fromEntries(documented)).toEqual(WEBHOOK_RULES);
    expect(documented.length).toBe(Object.keys(WEBHOOK_RULES).length);
  });
});
