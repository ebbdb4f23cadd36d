import { Canary, type CanaryStage, Mesh, MeshApp, MeshNamespace, MeshService } from 'cdk8s-istio';

const stages: CanaryStage[] = [
  { name: 'dark', weight: 0, mirror: 20 },
  { name: 'ten', weight: 10 },
  { name: 'half', weight: 50 },
  { name: 'all', weight: 100 },
];

/** The app in one stage. */
function shop(app: MeshApp, stage: string): Canary {
  const mesh = new Mesh(app, 'mesh');
  const backend = new MeshService(mesh, 'backend', {
    namespace: new MeshNamespace(mesh, 'shop'),
    ports: [{ port: 8080, protocol: 'http' }],
    versions: { v1: { image: 'shop/backend:1.4.0' }, v2: { image: 'shop/backend:2.0.0' } },
  });
  return new Canary(mesh, 'canary', { stable: backend.version('v1'), canary: backend.version('v2'), stages, stage });
}

// One complete folder per stage: to advance, point GitOps at the next one.
for (const { name } of stages) {
  const app = new MeshApp({ outdir: `stages/${name}` });
  const canary = shop(app, name);
  const step = canary.plan().find(({ stage }) => stage.name === name);
  app.addFile('CHANGES.txt', () =>
    (step?.changes ?? [])
      .map(({ object, field, from, to }) => `${object} ${field}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}\n`)
      .join(''),
  );
  app.synth();
}
