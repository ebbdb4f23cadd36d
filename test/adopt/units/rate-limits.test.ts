import { adopt } from '../../../src/adopt/adopt';
import { RateLimit } from '../../../src/security/rate-limit';
import { renderApp } from '../../../src/synth/render-app';
import type { Manifest } from '../../../src/values/manifest';
import { declareMesh } from '../../mesh/declare';

/** How an EnvoyFilter is adopted that is what `RateLimit` writes, but for its annotations. */
function adopted(annotations: { readonly [key: string]: string } | undefined): string | undefined {
  const { app, mesh, service } = declareMesh();
  new RateLimit(mesh, 'limit', { target: service('cart'), requests: 10, per: '1s' });
  const objects = [...renderApp(app)].flatMap(chart => chart.objects);
  const manifests = objects.map(({ manifest }: { readonly manifest: Manifest }) => {
    if (manifest.kind !== 'EnvoyFilter') return { manifest, origin: {} };
    const { annotations: _, ...metadata } = manifest.metadata;
    const given = annotations === undefined ? metadata : { ...metadata, annotations };
    return { manifest: { ...manifest, metadata: given }, origin: {} };
  });
  const report = adopt(manifests, { namespace: 'shop' });
  return report.objects.find(({ name }) => name.startsWith('EnvoyFilter '))?.form;
}

test.each([
  ['no annotation', undefined, 'construct'],
  ['the message that RateLimit expects', { 'galley.istio.io/analyze-suppress': 'IST0133' }, 'construct'],
  ['a message of its own', { 'galley.istio.io/analyze-suppress': 'IST0001' }, 'class'],
  ['an annotation that a construct would lose', { 'example.com/team': 'shop' }, 'class'],
])('a rate limit with %s', (_, annotations, form) => {
  expect(adopted(annotations)).toBe(form);
});
