import { ApiObject, type Chart, JsonPatch, Size } from 'cdk8s';
import type * as Plus from 'cdk8s-plus-27';
import type { NotesImages, NotesReplicas } from './notes-sizes';

/** The Kubernetes objects of the Notes App, made with cdk8s-plus and unaware of the mesh. */
export interface NotesWorkloads {
  readonly frontend: Plus.Deployment;
  readonly backendV1: Plus.Deployment;
  readonly backendV2: Plus.Deployment;
  readonly mysql: Plus.StatefulSet;
  readonly mysqlService: Plus.Service;
}

/** Name of the Secret that holds the passwords `root-password` and `password`; it is never part of the manifests. */
export const MYSQL_SECRET = 'mysql-credentials';

/** Defines Deployments, StatefulSet and volume of the Notes App. */
export function defineNotesWorkloads(
  plus: typeof Plus,
  chart: Chart,
  props: { readonly namespace: string; readonly images: NotesImages; readonly replicas: NotesReplicas },
): NotesWorkloads {
  const { namespace, images, replicas } = props;
  const secret = plus.Secret.fromSecretName(chart, 'mysql-secret', MYSQL_SECRET);
  const password = plus.EnvValue.fromSecretValue({ secret, key: 'password' });

  const deployment = (
    app: string,
    version: string,
    image: string,
    count: number,
    container: Pick<Plus.ContainerProps, 'ports' | 'envVariables' | 'liveness' | 'readiness'>,
  ): Plus.Deployment => {
    const made = new plus.Deployment(chart, `${app}-${version}`, {
      metadata: { name: `${app}-${version}`, namespace },
      replicas: count,
      select: false,
      securityContext: { ensureNonRoot: true, user: 10001, group: 10001 },
      containers: [
        {
          name: app,
          image,
          resources: {
            cpu: { request: plus.Cpu.millis(100) },
            memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
          },
          ...container,
        },
      ],
    });
    made.select(plus.LabelSelector.of({ labels: { app, version } }));
    return made;
  };
  const backend = (version: string, image: string, count: number): Plus.Deployment => {
    const probe = plus.Probe.fromHttpGet('/health', { port: 5000 });
    return deployment('notes-app-backend', version, image, count, {
      ports: [{ number: 5000, name: 'http' }],
      envVariables: {
        DB_HOST: plus.EnvValue.fromValue(`mysql.${namespace}.svc.cluster.local`),
        DB_NAME: plus.EnvValue.fromValue('notes'),
        DB_PASSWORD: password,
        DB_USER: plus.EnvValue.fromValue('notes'),
      },
      liveness: probe,
      readiness: probe,
    });
  };

  const mysqlService = new plus.Service(chart, 'mysql-service', {
    metadata: { name: 'mysql', namespace },
    clusterIP: 'None',
    ports: [{ port: 3306, targetPort: 3306 }],
  });
  new plus.PersistentVolumeClaim(chart, 'mysql-data', {
    metadata: { name: 'mysql-data', namespace },
    accessModes: [plus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
    storage: Size.gibibytes(8),
  });
  const claim = plus.PersistentVolumeClaim.fromClaimName(chart, 'mysql-claim', 'mysql-data');
  const mysql = new plus.StatefulSet(chart, 'mysql', {
    metadata: { name: 'mysql-v1', namespace },
    service: mysqlService,
    replicas: 1,
    select: false,
    securityContext: { ensureNonRoot: true, user: 999, group: 999, fsGroup: 999 },
    containers: [
      {
        name: 'mysql',
        image: images.mysql,
        ports: [{ number: 3306, name: 'mysql' }],
        envVariables: {
          MYSQL_DATABASE: plus.EnvValue.fromValue('notes'),
          MYSQL_PASSWORD: password,
          MYSQL_ROOT_PASSWORD: plus.EnvValue.fromSecretValue({ secret, key: 'root-password' }),
          MYSQL_USER: plus.EnvValue.fromValue('notes'),
        },
        resources: {
          cpu: { request: plus.Cpu.millis(250) },
          memory: { request: Size.mebibytes(512), limit: Size.gibibytes(1) },
        },
        securityContext: { readOnlyRootFilesystem: false, ensureNonRoot: true },
        volumeMounts: [
          { path: '/var/lib/mysql', volume: plus.Volume.fromPersistentVolumeClaim(chart, 'mysql-volume', claim) },
        ],
      },
    ],
  });
  mysql.select(plus.LabelSelector.of({ labels: { app: 'mysql', version: 'v1' } }));
  // From cdk8s-plus-32 on a StatefulSet without volumeClaimTemplates is written without its volumes.
  const volumes = [{ name: 'pvc-mysql-data', persistentVolumeClaim: { claimName: 'mysql-data', readOnly: false } }];
  ApiObject.of(mysql).addJsonPatch(JsonPatch.add('/spec/template/spec/volumes', volumes));

  return {
    frontend: deployment('frontend', 'v1', images.frontend, replicas.frontend, {
      ports: [{ number: 8080, name: 'http' }],
      envVariables: {
        BACKEND_URL: plus.EnvValue.fromValue(`http://notes-app-backend.${namespace}.svc.cluster.local:5000`),
      },
      liveness: plus.Probe.fromHttpGet('/', { port: 8080 }),
      readiness: plus.Probe.fromHttpGet('/', { port: 8080 }),
    }),
    backendV1: backend('v1', images.backendV1, replicas.backendV1),
    backendV2: backend('v2', images.backendV2, replicas.backendV2),
    mysql,
    mysqlService,
  };
}
