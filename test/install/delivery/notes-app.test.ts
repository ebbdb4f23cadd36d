import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { TlsCredential } from '../../../src/gateway/tls-credential';
import { Delivery } from '../../../src/install/delivery/delivery';
import type { DeliveryName, DeliveryStrategy } from '../../../src/install/delivery/strategy';
import { NotesAppMesh } from '../../../src/notes-app/notes-app-mesh';
import { MeshApp } from '../../../src/synth/mesh-app';
import type { Written } from '../fixtures/synth-install';

const folder = mkdtempSync(join(tmpdir(), 'notes-app-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Synthesizes the Notes App with all checks and gives back what is written. */
function synthesize(delivery: DeliveryStrategy | undefined) {
  const app = new MeshApp({ outdir: join(folder, delivery?.name ?? 'none') });
  const credential = TlsCredential.certManager({ issuer: { name: 'letsencrypt' } });
  // A release that the Sail operator knows as well.
  const istioVersion = '1.30.5';
  new NotesAppMesh(app, 'notes-app', { host: 'notes.example.com', credential, delivery, istioVersion });
  app.synth();
  const files = (readdirSync(app.outdir, { recursive: true }) as string[])
    .filter(file => file.endsWith('.yaml'))
    .sort();
  const read = (file: string) =>
    parseAllDocuments(readFileSync(join(app.outdir, file), 'utf8')).map(document => document.toJS() as Written);
  return {
    installed: files
      .filter(file => file.includes('10-control-plane'))
      .flatMap(read)
      .map(({ kind }) => kind),
    mesh: files.filter(file => !/(00-namespaces|10-control-plane|kustomization)/.test(file)).flatMap(read),
    runBook: readFileSync(join(app.outdir, 'RUNBOOK.md'), 'utf8'),
  };
}

/** Objects without what a GitOps controller needs to order them. */
function withoutAnnotations(objects: readonly Written[]): readonly object[] {
  return objects.map(({ metadata: { annotations: _, ...metadata }, ...object }) => ({ ...object, metadata }));
}

describe('the Notes App', () => {
  const byDefault = synthesize(undefined);

  test('is deployed by kubectl alone by default', () => {
    expect(byDefault.installed).toEqual(expect.arrayContaining(['Job', 'ConfigMap', 'ClusterRoleBinding']));
    expect(byDefault.runBook).toContain('kubectl -n istio-installer wait --for=condition=complete job/istio-install-');
    expect(byDefault.runBook).toContain('outbound|5000|v1|notes-app-backend.notes-app.svc.cluster.local');
  });

  test.each<[DeliveryName, DeliveryStrategy, string]>([
    ['argo-cd', Delivery.argoCd(), 'Application'],
    ['flux', Delivery.flux(), 'HelmRelease'],
    ['sail', Delivery.sail({ version: 'v1.30-latest' }), 'Istio'],
    ['k3s', Delivery.k3s(), 'HelmChart'],
  ])('is delivered by %s when one property says so, with the same mesh', (_, delivery, kind) => {
    const { installed, mesh } = synthesize(delivery);
    expect(installed).toContain(kind);
    expect(installed).not.toContain('Job');
    expect(withoutAnnotations(mesh)).toEqual(withoutAnnotations(byDefault.mesh));
  });
});
