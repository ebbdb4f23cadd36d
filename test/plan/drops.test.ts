import { deployment, drops, route, service, subsets } from './changes';

describe('a drop of traffic', () => {
  test('is marked with the step that ends it', () => {
    const before = service + deployment('v1') + subsets('v1') + route('v1');
    const after = before.replaceAll('version: v1', 'version: v2');
    expect(drops(before, after)).toEqual([
      expect.stringMatching(/^1-end Deployment: spec\.selector cannot be changed/),
      expect.stringMatching(/^1-2 DestinationRule: subset "v1" .* which no pod of the service has/),
    ]);
  });

  test('is marked where the new set is wrong itself', () => {
    expect(drops(service + subsets('v1') + route('v1'), service + subsets('v1') + route('v3'))).toEqual([
      expect.stringMatching(/^1-end VirtualService: subset "v3" .* is not defined/),
    ]);
  });

  test('is not blamed on the change if it was there before', () => {
    expect(drops(service + route('v3'), service + route('v3') + deployment('v1'))).toEqual([]);
  });

  test('is marked where all pods are stopped before new ones start', () => {
    const recreate = deployment('v1', 'strategy: { type: Recreate },');
    expect(drops(recreate, recreate.replace('image: app', 'image: app:2'))).toEqual([
      '1-end Deployment: strategy Recreate stops all pods before it starts new ones',
    ]);
  });
});

describe('requests that get through no longer', () => {
  const policy = (namespace: string) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: callers, namespace: shop }
spec: { rules: [{ from: [{ source: { namespaces: [${namespace}] } }] }] }
`;

  test('are marked, also where the new set says so', () => {
    const before = service + deployment('v1');
    expect(drops(before, before + policy('lab'))).toEqual([
      expect.stringMatching(
        /^1-end AuthorizationPolicy: requests from shop\/reviews-v1 to reviews\.shop\.svc\.cluster\.local:\d+ got through and no longer do: denied/,
      ),
    ]);
    expect(drops(before, before + policy('shop'))).toEqual([]);
  });
});

describe('a target port that changes together with its pods', () => {
  const app = (port: string, target: string) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec: { containers: [{ name: app, image: app, ports: [${port}] }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { selector: { app: api }, ports: [{ name: http, port: 80, targetPort: ${target} }] }
`;
  const port = (number: number) => `{ name: web, containerPort: ${number} }`;

  test('is marked, whichever is changed first', () => {
    expect(drops(app(port(8080), '8080'), app(port(9090), '9090'))).toEqual([
      expect.stringMatching(/^1-end Service: port 80 leads to 8080 and then to 9090, and no pod listens on both/),
    ]);
  });

  test('is marked where it goes to a port that no pod declares', () => {
    const lost =
      '1-end Service: port 80 led to 8080, on which the pods listen, and leads to 9090, which no container of the new pods declares';
    expect(drops(app(port(8080), '8080'), app(port(8080), '9090'))).toEqual([lost]);
    expect(drops(app(port(8080), '8080'), app('', '9090'))).toEqual([]);
    expect(drops(app(port(8080), '9090'), app(port(8080), '9090').replace('name: app', 'name: web'))).toEqual([]);
  });

  test('is none by name, nor where the pods listen on both', () => {
    expect(drops(app(port(8080), 'web'), app(port(9090), 'web'))).toEqual([]);
    const both = `${port(8080)}, { containerPort: 9090 }`;
    expect(drops(app(port(8080), '8080'), app(both, '8080'))).toEqual([]);
    expect(drops(app(both, '8080'), app(both, '9090'))).toEqual([]);
    expect(drops(app(both, '9090'), app(port(9090), '9090'))).toEqual([]);
    expect(drops(app(both, '8080'), app(port(9090), '9090'))).toEqual([]);
  });
});
