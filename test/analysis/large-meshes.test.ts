import { analyze } from '../../src/analysis/analyze';
import { renderDiagnostics } from '../../src/analysis/render';
import { buildModel } from '../../src/model/mesh-model';
import type { LocatedManifest, Manifest } from '../../src/values/manifest';
import { closed, hipster, type Json, LARGE_MESHES, teams } from '../fixtures/large-meshes';

const located = (manifests: readonly Manifest[]): LocatedManifest[] =>
  manifests.map(manifest => ({ manifest, origin: { file: 'mesh.yaml' } }));

describe('a large mesh is silent:', () => {
  test.each(Object.entries(LARGE_MESHES))('%s', (_, manifests) => {
    expect(renderDiagnostics(analyze(buildModel(located(manifests()))))).toBe('');
  });
});

describe('a large mesh is silent no longer', () => {
  type TwoRules = { readonly rules: readonly unknown[] };
  type Change = (manifest: Manifest) => Manifest | undefined;

  /** Changes one object, given as `Kind namespace/name`; undefined removes it. */
  const changed = (manifests: readonly Manifest[], id: string, change: Change): readonly Manifest[] => {
    let found = false;
    const result = manifests.flatMap(manifest => {
      const { kind, metadata } = manifest;
      if (`${kind} ${metadata.namespace}/${metadata.name}` !== id) return [manifest];
      found = true;
      return change(manifest) ?? [];
    });
    expect(found).toBe(true);
    return result;
  };
  const replaced =
    (from: string, to: string): Change =>
    manifest =>
      JSON.parse(JSON.stringify(manifest).replaceAll(from, to)) as Manifest;
  const removed: Change = () => undefined;

  const mistakes: readonly (readonly [string, () => readonly Manifest[], string, Change, readonly string[]])[] = [
    [
      'when the exception for callers outside it goes',
      hipster,
      'PeerAuthentication hipster/cart',
      removed,
      ['error plaintext-caller ValidatingWebhookConfiguration', 'error plaintext-caller CronJob'],
    ],
    [
      'when a reference is permitted no longer',
      hipster,
      'ReferenceGrant hipster/edge',
      removed,
      ['error missing-reference-grant HTTPRoute'],
    ],
    [
      'when an external host is not declared',
      closed,
      'ServiceEntry trade/rates',
      removed,
      ['warning unregistered-external-host Deployment'],
    ],
    [
      'when a wildcard is narrower than the host',
      closed,
      'ServiceEntry istio-system/identity',
      replaced('*.id.example.org', '*.login.id.example.org'),
      ['warning unregistered-external-host Deployment'],
    ],
    [
      'when neither the Sidecar nor a route imports what is called',
      () => changed(closed(), 'VirtualService trade/orders', replaced('ledger.ledger', 'web.trade')),
      'Sidecar trade/default',
      replaced('ledger/ledger', 'ledger/books'),
      ['error sidecar-hides-destination Sidecar', 'warning unknown-sidecar-host Sidecar'],
    ],
    [
      'when git moves the weights that Argo Rollouts moves',
      closed,
      'VirtualService trade/prices',
      replaced('"weight":0', '"weight":20'),
      ['warning contested-route VirtualService', 'warning route-weights VirtualService'],
    ],
    [
      'when retries take in writes',
      closed,
      'VirtualService trade/orders',
      replaced('"exact":"GET"', '"regex":"GET|POST"'),
      ['warning unsafe-retries VirtualService'],
    ],
    [
      'when a gateway is refused by those behind it',
      teams,
      'AuthorizationPolicy billing/callers',
      // Only the rule for the teams is left.
      manifest => ({
        ...manifest,
        spec: { ...(manifest.spec as Json), rules: [(manifest.spec as TwoRules).rules[1]] },
      }),
      ['warning gateway-not-allowed VirtualService', 'warning gateway-not-allowed VirtualService'],
    ],
    [
      'when a certificate is made in another namespace',
      teams,
      'Certificate edge/partners',
      manifest => ({ ...manifest, metadata: { name: 'partners', namespace: 'billing' } }),
      ['error missing-gateway-credential Gateway'],
    ],
  ];

  test.each(mistakes)('%s', (_, manifests, id, change, expected) => {
    const mesh = buildModel(located(changed(manifests(), id, change)));
    expect(analyze(mesh).map(({ severity, rule, resource }) => `${severity} ${rule} ${resource.kind}`)).toEqual(
      expected,
    );
  });
});
