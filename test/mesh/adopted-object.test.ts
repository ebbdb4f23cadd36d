import { ApiObject } from 'cdk8s';
import { MeshService } from '../../src/mesh/mesh-service';
import { expectClean } from '../expect-clean';
import { findingsOf } from '../findings';
import { declareMesh, find } from './declare';

/** A Service and a Deployment that know nothing of the mesh, as an Include brings them. */
function plain(deployment: object = {}, service: object = {}) {
  const declared = declareMesh();
  const chart = declared.mesh.chart('workloads');
  const labels = { 'app.kubernetes.io/name': 'web', tier: 'front' };
  const object = (kind: string, apiVersion: string, spec: object) =>
    new ApiObject(chart, kind, { apiVersion, kind, metadata: { name: 'web', namespace: 'shop' }, spec });
  return {
    ...declared,
    deployment: object('Deployment', 'apps/v1', {
      replicas: 3,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 8080 }] }], ...deployment },
      },
    }),
    plainService: object('Service', 'v1', {
      selector: labels,
      ports: [{ port: 80, targetPort: 8080 }],
      ...service,
    }),
  };
}

const PORTS = [{ port: 80, targetPort: 8080, protocol: 'http' }] as const;

test('plain objects are versions and Services: pods get labels and account, ports their protocol', () => {
  const { app, mesh, namespace, deployment, plainService } = plain();
  const web = new MeshService(mesh, 'web', {
    namespace,
    ports: PORTS,
    service: plainService,
    versions: { v1: { workload: deployment } },
  });
  const { template, selector } = find(app, 'Deployment', 'web').spec;
  expect(template.metadata.labels).toEqual({ 'app.kubernetes.io/name': 'web', tier: 'front', version: 'v1' });
  expect(template.metadata.annotations).toHaveProperty('cdk8s-istio/injection-hash');
  expect(template.spec.serviceAccountName).toBe('web');
  expect(selector.matchLabels).not.toHaveProperty('version');
  expect(find(app, 'Service', 'web').spec).toEqual({
    selector: { 'app.kubernetes.io/name': 'web', tier: 'front' },
    ports: [{ name: 'http', port: 80, targetPort: 8080, appProtocol: 'http' }],
  });
  expect(web.version('v1')).toMatchObject({ replicas: 3, workload: { kind: 'Deployment', name: 'web' } });
  expectClean(app);
});

test('what an object says itself stays, and contradictions are refused', () => {
  const declare = (more: object, service?: object) => () => {
    const { mesh, namespace, deployment, plainService } = plain({ serviceAccountName: 'front' }, service);
    return new MeshService(mesh, 'web', {
      namespace,
      ports: PORTS,
      versions: { v1: { workload: deployment } },
      ...(service === undefined ? {} : { service: plainService }),
      ...more,
    });
  };
  expect(declare({})().serviceAccountName).toBe('front');
  expect(declare({ serviceAccount: 'back' })).toThrow('wanted service account "back", got "front"');
  expect(declare({}, { ports: [{ port: 80, targetPort: 9090 }] })).toThrow(
    'wanted port 80 to lead to port 8080 of the pods, got 9090',
  );
  expect(declare({}, { ports: [{ port: 8080 }] })).toThrow('wanted a port 80, got 8080');
});

describe('a service that is declared as existing', () => {
  const said = (props: object, deployment: object = {}, service: object = {}) => {
    const { app, mesh, namespace } = plain({ serviceAccountName: 'front', ...deployment }, service);
    MeshService.existing(mesh, 'web', {
      namespace,
      ports: PORTS,
      serviceAccountName: 'front',
      selector: { 'app.kubernetes.io/name': 'web', tier: 'front' },
      ...props,
    });
    return findingsOf(app)
      .filter(({ rule }) => rule === 'existing-service-mismatch')
      .map(({ severity, message, resource }) => `${severity} ${resource.kind}: ${message}`);
  };
  const declared = 'service "shop/web" is declared as existing at mesh/web';

  test('is what the app defines', () => {
    expect(said({})).toEqual([]);
    expect(said({}, {}, { ports: [{ port: 80, targetPort: 'http' }] })).toEqual([]);
  });

  test.each<[string, object, string]>([
    [
      'ports',
      { ports: [{ port: 80, protocol: 'http' }] },
      `error Service: ${declared} with port 80 -> 80, but the app defines it with 80 -> 8080`,
    ],
    [
      'account',
      { serviceAccountName: 'default' },
      `error Deployment: ${declared} with service account "default", but the app runs its pods as "front", which no policy lets through`,
    ],
    [
      'labels',
      { versions: { v2: {} } },
      `error Construct: version "v2" of ${declared}, but no pods of the app have its labels {"version":"v2"}`,
    ],
    [
      'replicas',
      { versions: { v1: { labels: { tier: 'front' }, replicas: 5 } } },
      `error Deployment: version "v1" of ${declared} with 5 replicas, but the app surely runs 3`,
    ],
    [
      'selector',
      { selector: { tier: 'front' } },
      `error Service: ${declared} with selector {"tier":"front"}, but the app defines it with {"app.kubernetes.io/name":"web","tier":"front"}`,
    ],
  ])('otherwise than the app defines it is reported: %s', (_, props, message) => {
    expect(said(props)).toEqual([message]);
  });

  test('takes the pods of the app for its own, and assumes no others', () => {
    const { app, mesh, namespace } = plain();
    MeshService.existing(mesh, 'web', { namespace, ports: PORTS, selector: { tier: 'front' } });
    const objects = findingsOf(app);
    // The pods that are written are in no version and have no policy; assumed ones beside them would hide that.
    expect(objects.filter(({ rule }) => rule === 'existing-service-mismatch').length).toBe(1);
  });
});
