import { EnvValue } from '../mesh/env-value';
import { Probe } from '../mesh/probe';
import { Volume } from '../mesh/volume';
import type { WorkloadProps } from '../mesh/workload';

/** Name of the Secret that holds the passwords `root-password` and `password`; it is never part of the manifests. */
const MYSQL_SECRET = 'mysql-credentials';

/** What programs without state have in common. */
const STATELESS = {
  user: 10_001,
  fsGroup: 10_001,
  spread: true,
  readOnlyRootFilesystem: true,
  volumes: [{ path: '/tmp', volume: Volume.emptyDir({ sizeLimit: '64Mi' }) }],
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
} as const;

/** At least one pod stays while nodes are drained; a single one would keep its node from it. */
function budgetOf(replicas: number): Pick<WorkloadProps, 'replicas' | 'disruptionBudget'> {
  return { replicas, disruptionBudget: replicas > 1 ? { maxUnavailable: 1 } : undefined };
}

/** The pages of the app. */
export function frontendWorkload(image: string, replicas: number, namespace: string): WorkloadProps {
  return {
    ...STATELESS,
    ...budgetOf(replicas),
    image,
    env: { BACKEND_URL: `http://notes-app-backend.${namespace}.svc.cluster.local:5000` },
    probes: { startup: Probe.http('/', STARTUP), readiness: Probe.http('/'), liveness: Probe.http('/') },
  };
}

/** A version of the backend. */
export function backendWorkload(image: string, replicas: number, namespace: string): WorkloadProps {
  const health = '/health';
  return {
    ...STATELESS,
    ...budgetOf(replicas),
    image,
    env: {
      DB_HOST: `mysql.${namespace}.svc.cluster.local`,
      DB_NAME: 'notes',
      DB_PASSWORD: EnvValue.secret(MYSQL_SECRET, 'password'),
      DB_USER: 'notes',
    },
    probes: { startup: Probe.http(health, STARTUP), readiness: Probe.http(health), liveness: Probe.http(health) },
  };
}

/** The database: one pod, with a volume that outlives it. */
export function mysqlWorkload(image: string): WorkloadProps {
  // It answers on this address only once the data is set up, and answers with an error too when it is well.
  const ping = ['mysqladmin', 'ping', '--host=127.0.0.1'];
  return {
    kind: 'StatefulSet',
    replicas: 1,
    image,
    user: 999,
    fsGroup: 999,
    env: {
      MYSQL_DATABASE: 'notes',
      MYSQL_PASSWORD: EnvValue.secret(MYSQL_SECRET, 'password'),
      MYSQL_ROOT_PASSWORD: EnvValue.secret(MYSQL_SECRET, 'root-password'),
      MYSQL_USER: 'notes',
    },
    volumes: [{ path: '/var/lib/mysql', volume: Volume.claimTemplate({ storage: '8Gi' }) }],
    probes: {
      startup: Probe.exec(ping, { period: '5s', failures: 60, timeout: '3s' }),
      readiness: Probe.exec(ping, { period: '10s', timeout: '3s' }),
      liveness: Probe.exec(ping, { period: '20s', timeout: '3s', failures: 6 }),
    },
    resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } },
  };
}

const STARTUP = { period: '2s', failures: 30 } as const;
