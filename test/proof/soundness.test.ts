import type { EffectiveMesh } from '../../src/istio/effective-mesh';
import { diffMeshes, type MeshDifference } from '../../src/proof/diff-meshes';
import { differencesOf } from '../../src/proof/effect';
import type { Exploration } from '../../src/proof/exploration';
import { knownParties, strangers } from '../../src/proof/parties';
import { simulateFrom, simulateIn } from '../../src/simulation/simulate';
import { type ManifestObject, randomMesh } from '../oracle/generate/mesh';
import { Random } from '../oracle/generate/random';
import { meshFrom, SpacesOf } from './random-spaces';

/** How many random meshes are proven. `PROOF_MESHES=500` takes minutes. */
const MESHES = Number(process.env.PROOF_MESHES ?? 6);
const REQUESTS = 200;
const seeds = Array.from({ length: MESHES }, (_, i) => i + 1);

test('every request falls in exactly one class and has its verdict; few classes are not supported', () => {
  let [requests, classes, unsupported, gaps] = [0, 0, 0, 0];
  for (const seed of seeds) {
    const random = randomMesh(seed, { requests: REQUESTS });
    const spaces = new SpacesOf(meshFrom(random.objects));
    const { keys } = spaces.explorer;
    for (const request of random.requests) {
      const placed = spaces.place(request);
      if (placed === undefined) continue;
      requests++;
      const text = (condition: Exploration['classes'][number]['condition']) => condition.map(one => keys.literal(one));
      const own = text(placed.condition).join(' & ');
      const holding = placed.exploration.classes.filter(({ condition }) => text(condition).join(' & ') === own);
      const where = `seed ${seed}: ${JSON.stringify(request)} [${own}]`;
      expect([where, holding.length]).toEqual([where, 1]);
      const [first] = holding;
      const { verdict } = placed;
      // The path that a rewrite makes, and where a redirect leads, is another one for each request.
      const { location = verdict.location } = verdict.location === undefined ? {} : (first?.verdict ?? {});
      const differences = first === undefined ? [] : differencesOf(first.verdict, { ...verdict, location });
      expect([where, differences.filter(({ kind }) => kind !== 'rewrite')]).toEqual([where, []]);
    }
    for (const exploration of spaces.explorations) {
      classes += exploration.classes.length;
      gaps += exploration.gaps.length;
      unsupported += exploration.classes.filter(({ verdict }) => verdict.outcome === 'unsupported').length;
      // Of any two classes, one has a condition that the other one does not have.
      const texts = exploration.classes.map(({ condition }) => condition.map(one => keys.literal(one)).join(' & '));
      expect(new Set(texts).size).toBe(texts.length);
    }
  }
  if (process.env.PROOF_MESHES !== undefined) console.info({ requests, classes, unsupported, gaps });
  expect(requests).toBeGreaterThan(MESHES * REQUESTS * 0.5);
  expect((unsupported + gaps) / classes).toBeLessThan(0.01);
});

describe('differences of two meshes', () => {
  const pairs = seeds.map(seed => {
    const { objects } = randomMesh(seed, { requests: 0 });
    return { seed, before: meshFrom(changed(objects, seed)), after: meshFrom(changed(objects, seed + 1e6)) };
  });

  test('have a request for which the simulation of both meshes shows them', () => {
    let shown = 0;
    for (const { seed, before, after } of pairs) {
      for (const difference of diffMeshes(before.model, after.model).differences) {
        const where = `seed ${seed}: ${JSON.stringify(difference)}`;
        if (difference.kind === 'host-gone' || difference.kind === 'host-new') continue;
        const verdicts = verdictsOn(difference, before, after);
        if (verdicts === undefined) continue;
        shown++;
        const kinds = differencesOf(...verdicts).map(({ kind }) => kind);
        expect([where, kinds]).toEqual([where, expect.arrayContaining([difference.kind])]);
      }
    }
    expect(shown).toBeGreaterThan(MESHES * 2);
  });

  test('are the same whether or not what is equal in effect is left out', () => {
    for (const { seed, before, after } of pairs) {
      const short = (all: readonly MeshDifference[]) =>
        all.flatMap(({ kind, from, to }) => from.map(one => `${kind} ${one} ${to}`)).sort();
      const part = diffMeshes(before.model, after.model);
      const whole = diffMeshes(before.model, after.model, { skipUnchanged: false });
      expect([seed, [...new Set(short(part.differences))]]).toEqual([seed, [...new Set(short(whole.differences))]]);
    }
  });
});

/** Without some of its objects. */
function changed(objects: readonly ManifestObject[], seed: number): readonly ManifestObject[] {
  const random = new Random(seed);
  const isPlain = ({ kind }: ManifestObject) => kind === 'Namespace' || kind === 'Deployment' || kind === 'Pod';
  const gone = new Set(
    random.some(
      objects.filter(one => !isPlain(one)),
      2,
    ),
  );
  return objects.filter(one => !gone.has(one));
}

/** What both meshes make of the request of a difference; undefined where its sender is in none of them. */
function verdictsOn({ witness, to }: MeshDifference, before: EffectiveMesh, after: EffectiveMesh) {
  const { from, tokens = [], to: url, method, headers = {}, ip, clientCertificate = false } = witness;
  const [one, other] = [before, after].map(mesh => {
    const request = {
      to: url,
      ...(method === undefined ? {} : { method }),
      ...(ip === undefined ? {} : { ip }),
      headers,
      tokens,
      clientCertificate,
      externalAuthorizers: Object.fromEntries(
        mesh.settings.externalAuthorizers.map(({ name }) => [name, 'allow'] as const),
      ),
    };
    if (from === 'internet') return simulateIn(mesh, { ...request, from, gateway: to.split(':')[0] ?? '' });
    const party = [...knownParties(mesh), ...strangers(mesh)].find(({ name }) => name === from);
    return party && simulateFrom(mesh, { sender: party.sender }, request);
  });
  return one === undefined || other === undefined ? undefined : ([one, other] as const);
}
