import { renderTrace } from '../../src/simulation/render-verdict';
import { simulate } from '../../src/simulation/simulate';
import type { Verdict } from '../../src/simulation/verdict';
import { modelOfApp } from '../gateway/flavours';
import { ambientNotesApp, HOST } from './ambient-notes-app';

const model = modelOfApp(ambientNotesApp());
const FRONTEND = 'notes-app/frontend-v1';

const ask = (from: string, to: string, headers = {}, method = 'GET') => simulate(model, { from, to, headers, method });

/** The proxies on the way with what happens to the request there, a line for each destination. */
function wayOf({ outcome, status, destinations }: Verdict): readonly string[] {
  if (destinations.length === 0) return [`${outcome} ${status ?? ''}`.trim()];
  return destinations.flatMap(({ host, percent, targets }) =>
    targets.flatMap(target => {
      const here = `${percent} % ${host.split('.')[0]} at ${target.workload}`;
      const { onward = [] } = target;
      if (onward.length === 0) return [`${here}: ${target.outcome}${target.mtls ? ' in mutual TLS' : ''}`];
      return wayOf({ ...target, destinations: onward } as unknown as Verdict).map(line => `${here} -> ${line}`);
    }),
  );
}

const said = (verdict: Verdict) => renderTrace(verdict.trace).join('\n');

describe('the ambient Notes App, from the internet', () => {
  test('goes through the gateway and the waypoint, which splits by the canary', () => {
    expect(wayOf(ask('internet', `https://${HOST}/api/notes`))).toEqual([
      '100 % notes-app-backend at notes-app/waypoint -> 75 % notes-app-backend-v1 at notes-app/notes-app-backend-v1: routed in mutual TLS',
      '100 % notes-app-backend at notes-app/waypoint -> 25 % notes-app-backend-v2 at notes-app/notes-app-backend-v2: routed in mutual TLS',
    ]);
  });

  test('goes to version 2 by the header of the canary', () => {
    expect(wayOf(ask('internet', `https://${HOST}/api/notes`, { 'x-canary': 'true' }))).toEqual([
      '100 % notes-app-backend at notes-app/waypoint -> 100 % notes-app-backend-v2 at notes-app/notes-app-backend-v2: routed in mutual TLS',
    ]);
  });

  test('goes to the frontend through the same waypoint', () => {
    expect(wayOf(ask('internet', `https://${HOST}/`))).toEqual([
      '100 % frontend at notes-app/waypoint -> 100 % frontend at notes-app/frontend-v1: routed in mutual TLS',
    ]);
  });

  test('is denied by the waypoint, and neither by the gateway nor by the pods', () => {
    const verdict = ask('internet', `https://${HOST}/api/notes/7`, {}, 'DELETE');
    expect(verdict).toMatchObject({ outcome: 'denied', status: 403 });
    expect(verdict.trace.slice(-3).map(({ stage, resource }) => `${stage}: ${resource?.name}`)).toEqual([
      'route: notes-app-notes-example-com',
      'waypoint: notes-app',
      'authorization: deny-notes-app-backend',
    ]);
    expect(verdict.destinations.flatMap(({ targets }) => targets.map(({ workload }) => workload))).toEqual([
      'notes-app/waypoint',
    ]);
  });
});

describe('the ambient Notes App, from inside', () => {
  test('lets the frontend call the backend through the waypoint', () => {
    const verdict = ask(FRONTEND, 'http://notes-app-backend:5000/api/notes');
    expect(verdict.outcome).toBe('routed');
    expect(said(verdict)).toContain('notes-app/waypoint');
    expect(verdict.route).toMatchObject({ timeout: '10s', retries: { attempts: 2, perTryTimeout: '3s' } });
  });

  test.each(['notes-app-backend', 'notes-app-backend-v1', 'notes-app-backend-v2'])(
    'denies the method at the waypoint whichever Service of the backend is called: %s',
    host => {
      const verdict = ask(FRONTEND, `http://${host}:5000/api/notes/7`, {}, 'DELETE');
      expect(verdict).toMatchObject({ outcome: 'denied', status: 403 });
      expect(said(verdict)).toContain('AuthorizationPolicy notes-app/deny-notes-app-backend denies the request');
    },
  );

  test.each(['notes-app-backend', 'notes-app-backend-v1', 'notes-app-backend-v2', 'frontend'])(
    'lets nobody call that nobody declares: %s',
    host =>
      expect(ask('notes-app/mysql-v1', `http://${host}:${host === 'frontend' ? 80 : 5000}/`).outcome).toBe('denied'),
  );

  test('lets the backend reach the database, whose name stands for its pods, around the waypoint', () => {
    const verdict = ask('notes-app/notes-app-backend-v1', 'tcp://mysql:3306');
    expect(wayOf(verdict)).toEqual(['100 % mysql at notes-app/mysql-v1: routed in mutual TLS']);
    expect(ask(FRONTEND, 'tcp://mysql:3306').outcome).toBe('denied');
  });
});
