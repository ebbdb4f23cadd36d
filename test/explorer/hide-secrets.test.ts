import { hideSecrets } from '../../src/explorer/hide-secrets';
import { parseManifests } from '../../src/model/parse-manifests';

const hidden = (text: string) => hideSecrets({ name: 'a.yaml', text }).text;
const PEM = /-----BEGIN PRIVATE KEY-----\nhidden\n/;

const SECRET = `apiVersion: v1
kind: Secret
metadata: { name: tls, namespace: shop }
# who reads this
data:
  tls.crt: Y2VydA==
  tls.key: c2VjcmV0
stringData: { password: open sesame }
`;
const MAP = `apiVersion: v1
kind: ConfigMap
metadata: { name: Secret, namespace: shop }
data: { a: b } # stays
`;

test('values of Secrets are left out, but what a server shows', () => {
  const [object] = parseManifests(hidden(SECRET), 'a');
  const { data, stringData } = (object?.manifest ?? {}) as Record<string, Record<string, string>>;
  expect(data?.['tls.crt']).toBe('Y2VydA==');
  expect(Buffer.from(data?.['tls.key'] ?? '', 'base64').toString()).toMatch(PEM);
  expect(stringData?.password).toMatch(PEM);
});

test.each([
  ['before', `${SECRET}---\n${MAP}`],
  ['between', `${MAP}---\n${SECRET}---\n${MAP}`],
  ['behind', `${MAP}---\n${SECRET}`],
  [
    'in one line',
    `${MAP}---\n{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": {"a": "c2VjcmV0"}}\n---\n${MAP}`,
  ],
  ['in a list', `${MAP}---\napiVersion: v1\nkind: List\nitems:\n- ${SECRET.replace(/\n(?=.)/g, '\n  ')}---\n${MAP}`],
])('a Secret %s other objects leaves their lines alone', (_where, text) => {
  const shown = hidden(text);
  expect(shown).not.toMatch(/c2VjcmV0|sesame/);
  expect(shown.split('\n').length).toBe(text.split('\n').length);
  const places = (of: string) => parseManifests(of, 'a').map(({ manifest, origin }) => [manifest.kind, origin.line]);
  expect(places(shown)).toEqual(places(text));
  for (const [i, line] of text.split('\n').entries()) {
    if (line.includes('# stays')) expect(shown.split('\n')[i]).toBe(line);
  }
});

test('a text without Secrets stays as it is', () => {
  expect(hidden(MAP)).toBe(MAP);
});
