import type { RoutingApi } from '../../src/mesh/mesh-props';
import { NotesAppMesh } from '../../src/notes-app/notes-app-mesh';
import { simulate } from '../../src/simulation/simulate';
import { MeshApp } from '../../src/synth/mesh-app';
import { matrix } from '../../src/testing';
import { flavourDifferences, modelOfApp, podsText } from '../gateway/flavours';

const HOST = 'notes.example.com';

function notesApp(api: RoutingApi, profile: 'default' | 'ambient') {
  const app = new MeshApp();
  new NotesAppMesh(app, 'notes-app', { host: HOST, canaryWeight: 25, api, profile });
  return modelOfApp(app);
}

const SENDERS = [
  'internet',
  ...['frontend-v1', 'notes-app-backend-v1', 'notes-app-backend-v2', 'mysql'].map(name => `notes-app/${name}`),
];
const TARGETS = [
  `https://${HOST}/`,
  `http://${HOST}/notes`,
  'https://other.example.com/',
  'http://frontend/',
  'http://notes-app-backend:5000/',
  'http://notes-app-backend:5000/health?deep=1',
  'tcp://mysql:3306',
  'http://notes-app-backend:5001/',
];
const HEADERS = [{}, { 'x-canary': 'true' }, { 'x-canary': 'false' }];

/** Every request of the matrix: who sends it, where to, by which method and with which headers. */
const REQUESTS = SENDERS.flatMap(from =>
  TARGETS.flatMap(to => ['GET', 'POST'].flatMap(method => HEADERS.map(headers => ({ from, to, method, headers })))),
);

describe.each(['default', 'ambient'] as const)('the Notes App of the profile %s, in both APIs', profile => {
  const istio = notesApp('istio', profile);
  const kubernetes = notesApp('gateway-api', profile);

  test('is written in the one API or the other', () => {
    const kindsOf = (model: typeof istio) => new Set(model.resources.map(({ kind }) => kind));
    expect(kindsOf(istio).has('HTTPRoute')).toBe(false);
    expect(kindsOf(kubernetes).has('VirtualService')).toBe(false);
    expect(kindsOf(kubernetes).has('HTTPRoute')).toBe(true);
  });

  test.each(REQUESTS)('treats $method $to from $from with $headers alike', request => {
    const whole = (model: typeof istio) => {
      const { outcome, status, location, route } = simulate(model, request);
      const { timeout, retries, path, rewrite, mirrors, fault } = route ?? {};
      return {
        outcome,
        status,
        location,
        timeout,
        retries,
        path,
        rewrite,
        mirrors,
        fault,
        pods: podsText(model, request),
      };
    };
    expect(whole(kubernetes)).toEqual(whole(istio));
  });

  test('treats all requests alike that anybody can send', () => {
    expect(flavourDifferences([istio, kubernetes])).toEqual([]);
  });

  test('lets the same calls through, besides those to single versions', () => {
    const calls = (model: typeof istio) =>
      matrix(model)
        .split('\n')
        .filter(line => !/-v\d\.notes-app\.svc/.test(line));
    expect(calls(kubernetes)).toEqual(calls(istio));
  });
});
