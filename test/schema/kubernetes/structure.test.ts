import { validateObject } from '../../../src/schema/validate-object';

type Fields = { readonly [field: string]: unknown };

function issues(apiVersion: string, kind: string, rest: Fields): readonly string[] {
  const manifest = { apiVersion, kind, metadata: { name: 'a', namespace: 'b' }, ...rest };
  return validateObject(manifest).map(({ rule, path }) => `${rule} ${path}`);
}

const pod = (fields: Fields, container: Fields = {}): Fields => ({
  spec: {
    selector: { matchLabels: { app: 'a' } },
    template: {
      metadata: { labels: { app: 'a' } },
      spec: { containers: [{ name: 'app', image: 'x', ...container }], ...fields },
    },
  },
});
const SCALED = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' };
const POD = 'spec.template.spec';
const APP = `${POD}.containers[0]`;
const service = (fields: Fields): Fields => ({ spec: { selector: { app: 'a' }, ports: [{ port: 80 }], ...fields } });

describe('the kinds of Kubernetes', () => {
  it.each<[what: string, apiVersion: string, kind: string, rest: Fields]>([
    [
      'quantities as texts and numbers',
      'apps/v1',
      'Deployment',
      pod({}, { resources: { limits: { cpu: 0.5, memory: '1Gi' } } }),
    ],
    [
      'ports by number and by name',
      'apps/v1',
      'StatefulSet',
      pod({}, { livenessProbe: { httpGet: { port: 'http' } } }),
    ],
    [
      'nulls where nothing is meant',
      'apps/v1',
      'DaemonSet',
      pod({ nodeSelector: null, affinity: null, volumes: null }),
    ],
    [
      'a header without a value',
      'apps/v1',
      'Deployment',
      pod({}, { livenessProbe: { httpGet: { port: 1, httpHeaders: [{ name: 'a' }] } } }),
    ],
    ['a name of a target port', 'v1', 'Service', service({ ports: [{ port: 80, targetPort: 'http-web' }] })],
    ['status, which the cluster writes', 'v1', 'Service', { ...service({}), status: { anything: 1 } }],
    [
      'an autoscaler of version 1',
      'autoscaling/v1',
      'HorizontalPodAutoscaler',
      {
        spec: { scaleTargetRef: SCALED, maxReplicas: 1, targetCPUUtilizationPercentage: 80 },
      },
    ],
    ['a percentage', 'policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: '50%' } }],
    [
      'a namespace on a kind of the cluster',
      'rbac.authorization.k8s.io/v1',
      'ClusterRole',
      { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] },
    ],
    ['data of a Secret', 'v1', 'Secret', { data: { a: 'YQ==' }, stringData: { b: 'c' }, type: 'Opaque' }],
    [
      'a job by the clock',
      'batch/v1',
      'CronJob',
      {
        spec: {
          schedule: '* * * * *',
          jobTemplate: {
            spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] } } },
          },
        },
      },
    ],
  ])('may have %s', (_, apiVersion, kind, rest) => {
    expect(issues(apiVersion, kind, rest)).toEqual([]);
  });

  it.each<[apiVersion: string, kind: string, rest: Fields, issue: string]>([
    ['apps/v1', 'Deployment', pod({ contaners: [] }), `unknown-field ${POD}.contaners`],
    ['apps/v1', 'Deployment', pod({}, { livenessProb: {} }), `unknown-field ${APP}.livenessProb`],
    ['apps/v1', 'Deployment', pod({}, { ports: [{ containerPort: 70000 }] }), `maximum ${APP}.ports[0].containerPort`],
    ['apps/v1', 'Deployment', pod({}, { ports: [{ name: 'a' }] }), `required ${APP}.ports[0].containerPort`],
    ['apps/v1', 'Deployment', pod({}, { env: [{ name: 'A', value: 5 }] }), `type ${APP}.env[0].value`],
    [
      'apps/v1',
      'Deployment',
      pod({}, { resources: { limits: { memory: '1 Gi' } } }),
      `format ${APP}.resources.limits[memory]`,
    ],
    [
      'apps/v1',
      'StatefulSet',
      pod({}, { livenessProbe: { httpGet: { port: '8080' } } }),
      `format ${APP}.livenessProbe.httpGet.port`,
    ],
    [
      'apps/v1',
      'DaemonSet',
      pod({}, { livenessProbe: { httpGet: { port: 0 } } }),
      `minimum ${APP}.livenessProbe.httpGet.port`,
    ],
    ['apps/v1', 'DaemonSet', pod({ containers: null }), `required ${POD}.containers`],
    [
      'apps/v1',
      'Deployment',
      {
        spec: {
          selector: { matchLabels: { a: 'b' } },
          template: { metadata: { labels: { a: 'b' }, lables: {} }, spec: { containers: [{ name: 'a', image: 'b' }] } },
        },
      },
      'unknown-field spec.template.metadata.lables',
    ],
    [
      'batch/v1',
      'Job',
      { spec: { template: { spec: { containers: [{ name: 'a', image: 'b' }], restartPolicy: 'Sometimes' } } } },
      `enum ${POD}.restartPolicy`,
    ],
    ['batch/v1', 'CronJob', { spec: { jobTemplate: {} } }, 'required spec.schedule'],
    ['v1', 'Service', service({ type: 'LoadBalanser' }), 'enum spec.type'],
    ['v1', 'Service', service({ ports: [{ port: 80, targetPort: 'http_web' }] }), 'format spec.ports[0].targetPort'],
    ['v1', 'Service', service({ ports: [{ port: 80, nodePort: 70000 }] }), 'maximum spec.ports[0].nodePort'],
    ['v1', 'ServiceAccount', { automountServiceAccountToken: 'false' }, 'type automountServiceAccountToken'],
    ['v1', 'ConfigMap', { data: { a: 1 } }, 'type data[a]'],
    ['v1', 'Secret', { data: { a: 'plain text' } }, 'format data[a]'],
    ['v1', 'Namespace', { spec: { finalizer: [] } }, 'unknown-field spec.finalizer'],
    [
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      { spec: { scaleTargetRef: SCALED, maxReplicas: 1, targetCPUUtilizationPercentage: 80 } },
      'unknown-field spec.targetCPUUtilizationPercentage',
    ],
    ['policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 0.5 } }, 'type spec.minAvailable'],
    ['policy/v1beta1', 'PodDisruptionBudget', { spec: {} }, 'api-version apiVersion'],
    [
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { spec: { podSelector: {}, policyTypes: ['ingress'] } },
      'enum spec.policyTypes[0]',
    ],
    [
      'networking.k8s.io/v1',
      'Ingress',
      { spec: { rules: [{ http: { paths: [{ path: '/', backend: {} }] } }] } },
      'required spec.rules[0].http.paths[0].pathType',
    ],
    [
      'rbac.authorization.k8s.io/v1',
      'Role',
      { rules: [{ apiGroups: [''], resources: ['pods'] }] },
      'required rules[0].verbs',
    ],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', { subjects: [] }, 'required roleRef'],
  ])('must not: %s %s %j', (apiVersion, kind, rest, issue) => {
    expect(issues(apiVersion, kind, rest)).toEqual([issue]);
  });
});

describe('loading the schemas of Kubernetes', () => {
  it('happens only for objects that need them', () => {
    jest.isolateModules(() => {
      let asked = 0;
      jest.doMock('../../../imports/kubernetes/schemas', () => {
        asked++;
        return jest.requireActual('../../../imports/kubernetes/schemas');
      });
      const { validateObject: validate } =
        require('../../../src/schema/validate-object') as typeof import('../../../src/schema/validate-object');
      validate({
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: 'a' },
        spec: { host: 'a' },
      });
      expect(asked).toBe(0);
      validate({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: {} });
      expect(asked).toBe(1);
    });
  });
});
