import type { App } from 'cdk8s';
import { expectClean } from '../expect-clean';
import { findingsOf } from '../findings';
import { declareMesh, find, written } from '../mesh/declare';

/** A declared shop: `frontend` calls `backend`, which runs as v1 and v2. */
export function declareShop(...args: Parameters<typeof declareMesh>) {
  const declared = declareMesh(...args);
  const frontend = declared.service('frontend');
  const backend = declared.twoVersions('backend');
  frontend.calls(backend);
  return { ...declared, frontend, backend, v1: backend.version('v1'), v2: backend.version('v2') };
}

/** The routes of a VirtualService, without what every route to the same port repeats. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into routes
export function routesOf(app: App, name = 'backend'): any[] {
  return find(app, 'VirtualService', name).spec.http;
}

/** What the routes of a VirtualService do, one line each: `name: conditions -> subset weight, ...`. */
export function routeLines(app: App, name = 'backend'): string[] {
  return routesOf(app, name).map(
    ({ name: route, match, route: to = [] }) =>
      `${route}: ${match === undefined ? 'all' : JSON.stringify(match).replaceAll('"', '')} -> ${to
        .map(({ destination, weight }: { destination: { subset?: string }; weight?: number }) =>
          [destination.subset ?? 'all', weight].filter(part => part !== undefined).join(' '),
        )
        .join(', ')}`,
  );
}

/** The names of the rules that warn of an app. */
export function warnings(app: App): string[] {
  const findings = findingsOf(app).filter(({ severity }) => severity === 'warning');
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}

export { expectClean, find, written };
