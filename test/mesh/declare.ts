import { App } from 'cdk8s';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace, type MeshNamespaceProps } from '../../src/mesh/mesh-namespace';
import type { MeshProps } from '../../src/mesh/mesh-props';
import { MeshService } from '../../src/mesh/mesh-service';
import type { MeshServiceProps } from '../../src/mesh/service-props';

/** One object of an app as it will be written. */
export interface WrittenObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into specs of every kind
  readonly spec: any;
}

/** An app with one mesh and one namespace, and short ways to declare services in it. */
export function declareMesh(props: MeshProps = {}, namespaceProps: MeshNamespaceProps = {}, app = new App()) {
  const mesh = new Mesh(app, 'mesh', props);
  const namespace = new MeshNamespace(mesh, 'shop', namespaceProps);
  return {
    app,
    mesh,
    namespace,
    service: (name: string, overrides: Partial<MeshServiceProps> = {}) =>
      new MeshService(mesh, name, {
        namespace,
        ports: [{ port: 8080, protocol: 'http' }],
        versions: { v1: { image: `${name}:1` } },
        ...overrides,
      }),
    twoVersions: (name: string, overrides: Partial<MeshServiceProps> = {}) =>
      new MeshService(mesh, name, {
        namespace,
        ports: [{ port: 8080, protocol: 'http' }],
        versions: { v1: { image: `${name}:1` }, v2: { image: `${name}:2` } },
        ...overrides,
      }),
  };
}

/** Every object of the app, rendered; validations of the tree are run before, as a synth does. */
export function written(app: App): WrittenObject[] {
  const problems = app.node.findAll().flatMap(construct => construct.node.validate());
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return app.charts.flatMap(chart => chart.toJson() as WrittenObject[]);
}

/** The one object of this kind and name. */
export function find(app: App, kind: string, name: string): WrittenObject {
  const found = written(app).filter(object => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} objects ${kind} ${name}`);
  return found[0];
}
