import { adopt } from '../../src/api/adopt';
import { parseManifests } from '../../src/model/read-manifests';

const strict = (name: string, metadata: string, mode = 'STRICT') => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: ${name}, ${metadata} }
spec: { mtls: { mode: ${mode} } }
---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { istio-injection: enabled } }
---
`;

function adopted(yaml: string) {
  const adoption = adopt(parseManifests(yaml, 'mesh.yaml'));
  const source = adoption.files.find(({ path }) => path === 'src/main.ts')?.text ?? '';
  return { ...adoption, source };
}

const formOf = ({ objects }: ReturnType<typeof adopt>, name: string) =>
  objects.find(one => one.name === `PeerAuthentication ${name}/default`);

test('labels and annotations of one object are added beside the construct that writes it', () => {
  const adoption = adopted(strict('shop', 'annotations: { owner: web }, labels: { team: a }') + strict('bank', ''));
  expect(formOf(adoption, 'shop')).toMatchObject({ form: 'construct', what: 'MutualTls', text: 'same' });
  expect(adoption.source).toContain(
    `mesh.addMetadata({
  kind: 'PeerAuthentication',
  namespace: 'shop',
  name: 'default',
  labels: { team: 'a' },
  annotations: { owner: 'web' },
});`,
  );
  expect(adoption.source.match(/addMetadata/g)).toHaveLength(1);
});

test('what all objects of a kind have is added once, and the rest to the one that has it', () => {
  const wave = "annotations: { 'argocd.argoproj.io/sync-wave': '3'";
  const adoption = adopted(strict('shop', `${wave}, owner: web }`) + strict('bank', `${wave} }`));
  expect(adoption.objects.filter(({ text }) => text !== 'same')).toEqual([]);
  expect(formOf(adoption, 'bank')?.form).toBe('construct');
  expect(adoption.source).toContain(
    `mesh.addMetadata({ kind: 'PeerAuthentication', annotations: { 'argocd.argoproj.io/sync-wave': '3' } });`,
  );
  expect(adoption.source).toContain(
    "mesh.addMetadata({ kind: 'PeerAuthentication', namespace: 'shop', name: 'default', annotations: { owner: 'web' } });",
  );
});

test('nothing is added to what is written as it is, with its labels', () => {
  const adoption = adopted(strict('shop', 'labels: { team: a }', 'UNSET') + strict('bank', ''));
  expect(formOf(adoption, 'shop')).toMatchObject({ form: 'class', text: 'same' });
  expect(adoption.source).not.toContain('addMetadata');
});
