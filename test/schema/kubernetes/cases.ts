type Fields = { readonly [field: string]: unknown };

/** An object of a kind of Kubernetes, and what the API server of Kubernetes 1.36 refuses of it, as rule and path. */
export type KubernetesCase = readonly [what: string, manifest: Fields, ...issues: readonly string[]];

const metadata = { name: 'a', namespace: 'b' };
const labels = { app: 'a' };

const object = (apiVersion: string, kind: string, rest: Fields): Fields => ({ apiVersion, kind, metadata, ...rest });
const container = (fields: Fields = {}): Fields => ({ name: 'app', image: 'x', ...fields });
const pod = (fields: Fields): Fields => object('v1', 'Pod', { spec: { containers: [container()], ...fields } });
const one = (fields: Fields, spec: Fields = {}): Fields => pod({ containers: [container(fields)], ...spec });
const workload = (kind: string, spec: Fields, podSpec: Fields = {}): Fields =>
  object('apps/v1', kind, {
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container()], ...podSpec } },
      ...spec,
    },
  });
const rolling = (fields: Fields): Fields => workload('Deployment', { strategy: { rollingUpdate: fields } });
const job = (spec: Fields, podSpec: Fields = { restartPolicy: 'Never' }): Fields =>
  object('batch/v1', 'Job', { spec: { template: { spec: { containers: [container()], ...podSpec } }, ...spec } });
const cron = (fields: Fields, jobSpec: Fields = {}): Fields =>
  object('batch/v1', 'CronJob', {
    spec: {
      schedule: '0 0 * * *',
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [container()] } }, ...jobSpec },
      },
      ...fields,
    },
  });
const service = (spec: Fields): Fields => object('v1', 'Service', { spec: { ports: [{ port: 80 }], ...spec } });
const env = (variable: Fields): Fields => one({ env: [variable] });
const probe = (fields: Fields, kind = 'livenessProbe'): Fields =>
  one({ [kind]: { tcpSocket: { port: 1 }, ...fields } });
const amounts = (limits: Fields, requests: Fields): Fields => one({ resources: { limits, requests } });
const volume = (fields: Fields): Fields => pod({ volumes: [{ name: 'v', ...fields }] });
const secret = (type: string, data: Fields, rest: Fields = {}): Fields =>
  object('v1', 'Secret', { type: `kubernetes.io/${type}`, stringData: data, ...rest });
const scaler = (spec: Fields): Fields =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, ...spec },
  });
const metric = (fields: Fields): Fields => scaler({ metrics: [fields] });
const scaling = (fields: Fields): Fields =>
  scaler({ behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 1 }], ...fields } } });
const peer = (fields: Fields): Fields =>
  object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ingress: [{ from: [fields] }] } });
const policyPort = (fields: Fields): Fields =>
  object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ingress: [{ ports: [fields] }] } });
const ingress = (spec: Fields): Fields => object('networking.k8s.io/v1', 'Ingress', { spec });
const backend = { service: { name: 'a', port: { number: 80 } } };
const route = (path: Fields): Fields =>
  ingress({ rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend, ...path }] } }] });
const rbac = (kind: string, rest: Fields): Fields => object('rbac.authorization.k8s.io/v1', kind, rest);
const role = (kind: string, rule: Fields): Fields =>
  rbac(kind, { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'], ...rule }] });
const binding = (kind: string, subject: Fields, roleRef: Fields = {}): Fields =>
  rbac(kind, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'a', ...roleRef },
    subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'b', ...subject }],
  });
const spread = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' };

/** Each was given to the API server, which accepts those without issues and refuses the others. */
export const KUBERNETES_CASES: readonly KubernetesCase[] = [
  // Workloads
  [
    'a selector by expressions',
    workload('Deployment', { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['a'] }] } }),
  ],
  [
    'a selector that selects other pods',
    workload('Deployment', { selector: { matchLabels: { app: 'b' } } }),
    'invalid-value spec.template.metadata.labels',
  ],
  [
    'an expression that excludes its pods',
    workload('DaemonSet', { selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }),
    'invalid-value spec.template.metadata.labels',
  ],
  [
    'an expression without values',
    workload('Deployment', { selector: { matchLabels: labels, matchExpressions: [{ key: 'app', operator: 'In' }] } }),
    'required spec.selector.matchExpressions[0].values',
    'invalid-value spec.template.metadata.labels',
  ],
  ['a selector that selects everything', workload('StatefulSet', { selector: {} }), 'invalid-value spec.selector'],
  ['no spec', object('apps/v1', 'Deployment', {}), 'required spec'],
  ['pods that stop', workload('Deployment', {}, { restartPolicy: 'Never' }), 'enum spec.template.spec.restartPolicy'],
  [
    'an end of pods',
    workload('ReplicaSet', {}, { activeDeadlineSeconds: 5 }),
    'forbidden spec.template.spec.activeDeadlineSeconds',
  ],
  [
    'Recreate with limits of a rollout',
    workload('Deployment', { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
    'forbidden spec.strategy.rollingUpdate',
  ],
  ['a rollout by percentages', rolling({ maxSurge: '150%', maxUnavailable: 0 })],
  [
    'a rollout that cannot move',
    rolling({ maxSurge: 0, maxUnavailable: '0%' }),
    'invalid-value spec.strategy.rollingUpdate.maxUnavailable',
  ],
  [
    'more than all pods',
    rolling({ maxUnavailable: '101%' }),
    'invalid-value spec.strategy.rollingUpdate.maxUnavailable',
  ],
  ['a number as a text', rolling({ maxSurge: '1' }), 'invalid-value spec.strategy.rollingUpdate.maxSurge'],
  [
    'a deadline before pods count as ready',
    workload('Deployment', { minReadySeconds: 600 }),
    'invalid-value spec.minReadySeconds',
  ],
  [
    'a volume by a claim',
    workload(
      'StatefulSet',
      {
        volumeClaimTemplates: [
          {
            metadata: { name: 'v' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
      { containers: [container({ volumeMounts: [{ name: 'v', mountPath: '/v' }] })] },
    ),
  ],
  [
    'a claim without modes and size',
    workload('StatefulSet', { volumeClaimTemplates: [{ metadata: { name: 'v' }, spec: {} }] }),
    'required spec.volumeClaimTemplates[0].spec.accessModes',
    'required spec.volumeClaimTemplates[0].spec.resources.requests[storage]',
  ],
  [
    'a partition without order',
    workload('StatefulSet', { updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } }),
    'invalid-value spec.updateStrategy.rollingUpdate',
  ],
  [
    'a dot in the name of a StatefulSet',
    { ...workload('StatefulSet', {}), metadata: { name: 'a.b', namespace: 'b' } },
    'invalid-value metadata.name',
  ],

  // Jobs
  ['a job that is restarted for ever', job({}, {}), 'required spec.template.spec.restartPolicy'],
  ['indexes without a number', job({ completionMode: 'Indexed', parallelism: 2 }), 'required spec.completions'],
  ['limits of indexes without indexes', job({ backoffLimitPerIndex: 1 }), 'invalid-value spec.backoffLimitPerIndex'],
  ['a selector of its own', job({ selector: { matchLabels: labels } }), 'invalid-value spec.selector'],
  ['names of months and days', cron({ schedule: '*/5,7 1-3 ? JAN-mar mon-fri/2' })],
  ['a word as schedule', cron({ schedule: '@every 1h30m' })],
  ['a field too many', cron({ schedule: '0 0 0 * * *' }), 'invalid-value spec.schedule'],
  ['minute 60', cron({ schedule: '60 * * * *' }), 'invalid-value spec.schedule'],
  ['a range that goes back', cron({ schedule: '* 5-3 * * *' }), 'invalid-value spec.schedule'],
  ['an unknown word', cron({ schedule: '@fortnightly' }), 'invalid-value spec.schedule'],
  ['a zone in the schedule', cron({ schedule: 'TZ=UTC 0 0 * * *' }), 'invalid-value spec.schedule'],
  ['an unknown zone', cron({ timeZone: 'Europe/Atlantis' }), 'invalid-value spec.timeZone'],
  [
    'a name that is too long for its Jobs',
    { ...cron({}), metadata: { name: 'a'.repeat(53), namespace: 'b' } },
    'invalid-value metadata.name',
  ],
  [
    'a selector of the Jobs',
    cron({}, { selector: { matchLabels: labels } }),
    'invalid-value spec.jobTemplate.spec.selector',
  ],

  // Containers
  ['no container', pod({ containers: [] }), 'required spec.containers'],
  [
    'a dash without a container',
    pod({ containers: [null] }),
    'required spec.containers[0].name',
    'required spec.containers[0].image',
  ],
  ['no image', one({ image: undefined }), 'required spec.containers[0].image'],
  ['two containers of one name', pod({ containers: [container(), container()] }), 'duplicate spec.containers[1].name'],
  ['one name before and beside', pod({ initContainers: [container()] }), 'duplicate spec.initContainers[0].name'],
  ['capitals in a name', one({ name: 'App' }), 'invalid-value spec.containers[0].name'],
  [
    'one port under two names',
    one({
      ports: [
        { name: 'a', containerPort: 80 },
        { name: 'b', containerPort: 80 },
      ],
    }),
  ],
  [
    'two ports of one name',
    one({
      ports: [
        { name: 'a', containerPort: 80 },
        { name: 'a', containerPort: 81 },
      ],
    }),
    'duplicate spec.containers[0].ports[1].name',
  ],
  [
    'a long name of a port',
    one({ ports: [{ name: 'a-name-that-is-too-long', containerPort: 80 }] }),
    'invalid-value spec.containers[0].ports[0].name',
  ],
  [
    'a port of the node for two protocols',
    one({
      ports: [
        { containerPort: 53, hostPort: 53 },
        { containerPort: 53, hostPort: 53, protocol: 'UDP' },
      ],
    }),
  ],
  [
    'a port of the node twice',
    pod({
      containers: [
        container({ ports: [{ containerPort: 1, hostPort: 9 }] }),
        container({ name: 'b', ports: [{ containerPort: 2, hostPort: 9 }] }),
      ],
    }),
    'duplicate spec.containers[1].ports[0].hostPort',
  ],
  [
    'another port of the node in its network',
    one({ ports: [{ containerPort: 1, hostPort: 2 }] }, { hostNetwork: true }),
    'invalid-value spec.containers[0].ports[0].hostPort',
  ],
  [
    'a probe of a container that runs before',
    pod({ initContainers: [container({ name: 'b', readinessProbe: { tcpSocket: { port: 1 } } })] }),
    'forbidden spec.initContainers[0].readinessProbe',
  ],
  [
    'a probe of a container that runs beside',
    pod({
      initContainers: [container({ name: 'b', restartPolicy: 'Always', readinessProbe: { tcpSocket: { port: 1 } } })],
    }),
  ],
  [
    'privileges without escalation',
    one({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
    'invalid-value spec.containers[0].securityContext',
  ],
  [
    'a user below 0',
    one({ securityContext: { runAsUser: -1 } }),
    'invalid-value spec.containers[0].securityContext.runAsUser',
  ],
  [
    'a local profile without its file',
    pod({ securityContext: { seccompProfile: { type: 'Localhost' } } }),
    'required spec.securityContext.seccompProfile.localhostProfile',
  ],

  // Variables
  ['a name with dots and dashes', env({ name: 'a.b-c' })],
  ['a name with an equals sign', env({ name: 'a=b' }), 'invalid-value spec.containers[0].env[0].name'],
  [
    'a value and where it is from',
    env({ name: 'A', value: 'b', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }),
    'invalid-value spec.containers[0].env[0].valueFrom',
  ],
  [
    'two sources',
    env({ name: 'A', valueFrom: { secretKeyRef: { name: 'a', key: 'b' }, configMapKeyRef: { name: 'a', key: 'b' } } }),
    'invalid-value spec.containers[0].env[0].valueFrom',
  ],
  ['no source', env({ name: 'A', valueFrom: {} }), 'invalid-value spec.containers[0].env[0].valueFrom'],
  ['a label of the pod', env({ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } })],
  [
    'a field that pods do not show',
    env({ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.labels' } } }),
    'enum spec.containers[0].env[0].valueFrom.fieldRef.fieldPath',
  ],
  [
    'an unknown amount',
    env({ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.gpu' } } }),
    'enum spec.containers[0].env[0].valueFrom.resourceFieldRef.resource',
  ],
  ['variables from nowhere', one({ envFrom: [{ prefix: 'A_' }] }), 'invalid-value spec.containers[0].envFrom[0]'],
  [
    'variables without a name',
    one({ envFrom: [{ secretRef: {} }] }),
    'required spec.containers[0].envFrom[0].secretRef.name',
  ],

  // Probes
  ['two ways to probe', probe({ exec: { command: ['a'] } }), 'forbidden spec.containers[0].livenessProbe.tcpSocket'],
  ['no way to probe', one({ livenessProbe: { periodSeconds: 5 } }), 'required spec.containers[0].livenessProbe'],
  [
    'a command without words',
    one({ readinessProbe: { exec: {} } }),
    'required spec.containers[0].readinessProbe.exec.command',
  ],
  [
    'two successes of liveness',
    probe({ successThreshold: 2 }),
    'invalid-value spec.containers[0].livenessProbe.successThreshold',
  ],
  ['two successes of readiness', probe({ successThreshold: 2 }, 'readinessProbe')],
  [
    'a time to end for readiness',
    probe({ terminationGracePeriodSeconds: 5 }, 'readinessProbe'),
    'invalid-value spec.containers[0].readinessProbe.terminationGracePeriodSeconds',
  ],
  [
    'a blank in a header',
    one({ livenessProbe: { httpGet: { port: 1, httpHeaders: [{ name: 'a b' }] } } }),
    'invalid-value spec.containers[0].livenessProbe.httpGet.httpHeaders[0]',
  ],
  ['a hook without an action', one({ lifecycle: { preStop: {} } }), 'required spec.containers[0].lifecycle.preStop'],

  // Amounts
  ['an amount up to its limit', amounts({ cpu: 1, memory: '1Gi' }, { cpu: '1000m', memory: '1024Mi' })],
  [
    'an amount beyond its limit',
    amounts({ cpu: '500m' }, { cpu: 1 }),
    'invalid-value spec.containers[0].resources.requests[cpu]',
  ],
  [
    'a unit that is larger than it looks',
    amounts({ memory: '1G' }, { memory: '1Gi' }),
    'invalid-value spec.containers[0].resources.requests[memory]',
  ],
  ['less than nothing', amounts({ cpu: -1 }, {}), 'invalid-value spec.containers[0].resources.limits[cpu]'],
  ['an unknown resource', amounts({ cpus: 1 }, {}), 'invalid-value spec.containers[0].resources.limits'],
  [
    'a resource of others without a limit',
    amounts({}, { 'example.com/gpu': 1 }),
    'required spec.containers[0].resources.limits',
  ],
  [
    'a resource of others below its limit',
    amounts({ 'example.com/gpu': 2 }, { 'example.com/gpu': 1 }),
    'invalid-value spec.containers[0].resources.requests[example.com/gpu]',
  ],

  // Volumes
  ['a volume without a source', volume({})],
  [
    'two sources of a volume',
    volume({ emptyDir: {}, configMap: { name: 'a' } }),
    'forbidden spec.volumes[0].configMap',
  ],
  ['two volumes of one name', pod({ volumes: [{ name: 'v' }, { name: 'v' }] }), 'duplicate spec.volumes[1].name'],
  [
    'a mount of no volume',
    one({ volumeMounts: [{ name: 'w', mountPath: '/w' }] }, { volumes: [{ name: 'v' }] }),
    'not-found spec.containers[0].volumeMounts[0].name',
  ],
  [
    'two mounts at one place',
    one(
      {
        volumeMounts: [
          { name: 'v', mountPath: '/v' },
          { name: 'v', mountPath: '/v' },
        ],
      },
      { volumes: [{ name: 'v' }] },
    ),
    'invalid-value spec.containers[0].volumeMounts[1].mountPath',
  ],
  [
    'a path out of the volume',
    one({ volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 'a/../..' }] }, { volumes: [{ name: 'v' }] }),
    'invalid-value spec.containers[0].volumeMounts[0].subPath',
  ],
  ['a Secret without a name', volume({ secret: {} }), 'required spec.volumes[0].secret.secretName'],
  [
    'an unknown type of a path',
    volume({ hostPath: { path: '/x', type: 'Folder' } }),
    'enum spec.volumes[0].hostPath.type',
  ],
  [
    'a file without a path',
    volume({ configMap: { name: 'a', items: [{ key: 'a' }] } }),
    'required spec.volumes[0].configMap.items[0].path',
  ],
  [
    'a decimal mode that was meant octal',
    volume({ configMap: { name: 'a', defaultMode: 644 } }),
    'invalid-value spec.volumes[0].configMap.defaultMode',
  ],
  ['labels as a file', volume({ downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.labels' } }] } })],
  [
    'a token for a minute',
    volume({ projected: { sources: [{ serviceAccountToken: { path: 'a', expirationSeconds: 60 } }] } }),
    'invalid-value spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds',
  ],

  // Pods
  ['a capital in the account', pod({ serviceAccountName: 'App' }), 'invalid-value spec.serviceAccountName'],
  [
    'a value of a node that is no label',
    pod({ nodeSelector: { disk: 'a b' } }),
    'invalid-value spec.nodeSelector[disk]',
  ],
  ['a toleration of everything', pod({ tolerations: [{ operator: 'Exists' }] })],
  [
    'a toleration of nothing',
    pod({ tolerations: [{ effect: 'NoSchedule' }] }),
    'invalid-value spec.tolerations[0].operator',
  ],
  [
    'a value where a key suffices',
    pod({ tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }),
    'invalid-value spec.tolerations[0].value',
  ],
  [
    'seconds of another effect',
    pod({ tolerations: [{ key: 'a', effect: 'NoSchedule', tolerationSeconds: 1 }] }),
    'invalid-value spec.tolerations[0].effect',
  ],
  [
    'one spread twice',
    pod({ topologySpreadConstraints: [spread, spread] }),
    'duplicate spec.topologySpreadConstraints[1].{topologyKey, whenUnsatisfiable}',
  ],
  [
    'domains of a wish',
    pod({ topologySpreadConstraints: [{ ...spread, whenUnsatisfiable: 'ScheduleAnyway', minDomains: 2 }] }),
    'invalid-value spec.topologySpreadConstraints[0].minDomains',
  ],
  [
    'no domain to keep apart',
    pod({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: '' }] } } }),
    'required spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey',
  ],
  [
    'a weight of 0',
    pod({
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, podAffinityTerm: { topologyKey: 'a' } }],
        },
      },
    }),
    'invalid-value spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight',
  ],
  [
    'nodes by no term',
    pod({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } }),
    'required spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
  ],
  [
    'an alias of a name',
    pod({ hostAliases: [{ ip: 'localhost', hostnames: ['a'] }] }),
    'invalid-value spec.hostAliases[0].ip',
  ],
  ['no server of names', pod({ dnsPolicy: 'None' }), 'required spec.dnsConfig.nameservers'],
  [
    'all processes twice',
    pod({ shareProcessNamespace: true, hostPID: true }),
    'invalid-value spec.shareProcessNamespace',
  ],

  // Services
  ['no ports of a headless Service', service({ clusterIP: 'None', ports: undefined })],
  ['no ports', service({ ports: undefined }), 'required spec.ports'],
  [
    'one number for two protocols',
    service({
      ports: [
        { name: 'a', port: 53 },
        { name: 'b', port: 53, protocol: 'UDP' },
      ],
    }),
  ],
  [
    'one number twice',
    service({
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 80 },
      ],
    }),
    'duplicate spec.ports[1]',
  ],
  [
    'ports without names',
    service({ ports: [{ port: 80 }, { port: 81 }] }),
    'required spec.ports[0].name',
    'required spec.ports[1].name',
  ],
  [
    'one name twice',
    service({
      ports: [
        { name: 'a', port: 80 },
        { name: 'a', port: 81 },
      ],
    }),
    'duplicate spec.ports[1].name',
  ],
  [
    'a capital in the name of a port',
    service({ ports: [{ name: 'HTTP', port: 80 }] }),
    'invalid-value spec.ports[0].name',
  ],
  ['a port of nodes inside', service({ ports: [{ port: 80, nodePort: 30080 }] }), 'forbidden spec.ports[0].nodePort'],
  [
    'a port of nodes twice',
    service({
      type: 'NodePort',
      ports: [
        { name: 'a', port: 80, nodePort: 30081 },
        { name: 'b', port: 81, nodePort: 30081 },
      ],
    }),
    'duplicate spec.ports[1].nodePort',
  ],
  ['an external name', service({ type: 'ExternalName', externalName: 'a.b.', ports: undefined })],
  ['no external name', service({ type: 'ExternalName' }), 'required spec.externalName'],
  [
    'an address as external port',
    service({ type: 'ExternalName', externalName: 'a.b:80' }),
    'invalid-value spec.externalName',
  ],
  ['a headless balancer', service({ type: 'LoadBalancer', clusterIP: 'None' }), 'invalid-value spec.clusterIP'],
  [
    'a policy for what comes from outside',
    service({ externalTrafficPolicy: 'Local' }),
    'invalid-value spec.externalTrafficPolicy',
  ],
  [
    'callers without a balancer',
    service({ loadBalancerSourceRanges: ['10.0.0.0/8'] }),
    'forbidden spec.loadBalancerSourceRanges',
  ],
  [
    'an address as a range',
    service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.1'] }),
    'invalid-value spec.loadBalancerSourceRanges[0]',
  ],
  ['an address of the node itself', service({ externalIPs: ['127.0.0.1'] }), 'invalid-value spec.externalIPs[0]'],
  ['an unknown distribution', service({ trafficDistribution: 'Close' }), 'enum spec.trafficDistribution'],
  [
    'a blank in a protocol',
    service({ ports: [{ port: 80, appProtocol: 'a b' }] }),
    'invalid-value spec.ports[0].appProtocol',
  ],
  ['a target port of nothing', service({ ports: [{ port: 80, targetPort: '' }] })],

  // Data
  ['a blank in a key', object('v1', 'ConfigMap', { data: { 'a b': '' } }), 'invalid-value data[a b]'],
  [
    'one key as text and as bytes',
    object('v1', 'ConfigMap', { data: { a: '' }, binaryData: { a: '' } }),
    'invalid-value data[a]',
  ],
  ['a certificate without a key', secret('tls', { 'tls.crt': '' }), 'required data[tls.key]'],
  [
    'logins that are no JSON',
    secret('dockerconfigjson', { '.dockerconfigjson': 'a' }),
    'invalid-value data[.dockerconfigjson]',
  ],
  [
    'logins that are encoded',
    object('v1', 'Secret', { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': 'e30=' } }),
  ],
  ['neither name nor password', secret('basic-auth', {}), 'required data[username]', 'required data[password]'],
  ['a name without a password', secret('basic-auth', { username: 'a' })],
  ['an empty key', secret('ssh-auth', { 'ssh-privatekey': '' }), 'required data[ssh-privatekey]'],
  [
    'a token of nobody',
    secret('service-account-token', {}),
    'required metadata.annotations[kubernetes.io/service-account.name]',
  ],

  // Scaling
  [
    'both limits of a budget',
    object('policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 1, maxUnavailable: 1 } }),
    'invalid-value spec',
  ],
  [
    'a budget of more than all',
    object('policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: '101%' } }),
    'invalid-value spec.minAvailable',
  ],
  ['fewer at most than at least', scaler({ minReplicas: 4 }), 'invalid-value spec.maxReplicas'],
  ['no replica', scaler({ minReplicas: 0 }), 'invalid-value spec.minReplicas'],
  [
    'a target without a group',
    scaler({ scaleTargetRef: { kind: 'Deployment', name: 'a' } }),
    'invalid-value spec.scaleTargetRef.apiVersion',
  ],
  [
    'a metric of another type',
    metric({ type: 'Pods', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 1 } } }),
    'forbidden spec.metrics[0].resource',
    'required spec.metrics[0].pods',
  ],
  [
    'a metric by both measures',
    metric({
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 1, averageValue: 1 } },
    }),
    'forbidden spec.metrics[0].resource.target.averageUtilization',
  ],
  [
    'a metric by no measure',
    metric({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization' } } }),
    'required spec.metrics[0].resource.target.averageValue',
  ],
  [
    'a step of nothing',
    scaling({ policies: [{ type: 'Pods', value: 0, periodSeconds: 1 }] }),
    'invalid-value spec.behavior.scaleUp.policies[0].value',
  ],
  [
    'a step in an hour',
    scaling({ policies: [{ type: 'Pods', value: 1, periodSeconds: 3600 }] }),
    'invalid-value spec.behavior.scaleUp.policies[0].periodSeconds',
  ],
  ['a choice that does not exist', scaling({ selectPolicy: 'Maximum' }), 'enum spec.behavior.scaleUp.selectPolicy'],

  // Networks
  ['a range of ports', policyPort({ port: 80, endPort: 90 })],
  [
    'a range that goes back from a port',
    policyPort({ port: 80, endPort: 70 }),
    'invalid-value spec.ingress[0].ports[0].endPort',
  ],
  ['a range from a name', policyPort({ port: 'http', endPort: 90 }), 'invalid-value spec.ingress[0].ports[0].endPort'],
  ['nobody', peer({}), 'required spec.ingress[0].from[0]'],
  [
    'pods and addresses',
    peer({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }),
    'forbidden spec.ingress[0].from[0]',
  ],
  [
    'an address without a range',
    peer({ ipBlock: { cidr: '10.0.0.1' } }),
    'invalid-value spec.ingress[0].from[0].ipBlock.cidr',
  ],
  [
    'an exception from elsewhere',
    peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }),
    'invalid-value spec.ingress[0].from[0].ipBlock.except[0]',
  ],
  [
    'an exception of everything',
    peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }),
    'invalid-value spec.ingress[0].from[0].ipBlock.except[0]',
  ],
  ['an Ingress without rules', ingress({}), 'invalid-value spec'],
  ['an address as host', ingress({ rules: [{ host: '10.0.0.1' }] }), 'invalid-value spec.rules[0].host'],
  ['a wildcard in the middle', ingress({ rules: [{ host: 'a.*.b' }] }), 'invalid-value spec.rules[0].host'],
  ['a relative path', route({ path: 'a' }), 'invalid-value spec.rules[0].http.paths[0].path'],
  ['a path with two slashes', route({ path: '/a//b' }), 'invalid-value spec.rules[0].http.paths[0].path'],
  ['no path for the controller', route({ path: undefined, pathType: 'ImplementationSpecific' })],
  ['no backend', route({ backend: {} }), 'invalid-value spec.rules[0].http.paths[0].backend'],
  [
    'no port of a backend',
    route({ backend: { service: { name: 'a' } } }),
    'required spec.rules[0].http.paths[0].backend.service.port',
  ],
  [
    'a port by number and name',
    route({ backend: { service: { name: 'a', port: { name: 'a', number: 1 } } } }),
    'invalid-value spec.rules[0].http.paths[0].backend.service.port',
  ],

  // RBAC
  [
    'addresses in a namespace',
    role('Role', { apiGroups: undefined, resources: undefined, nonResourceURLs: ['/x'] }),
    'invalid-value rules[0].nonResourceURLs',
  ],
  [
    'addresses in the cluster',
    role('ClusterRole', { apiGroups: undefined, resources: undefined, nonResourceURLs: ['/x'] }),
  ],
  [
    'addresses and resources',
    role('ClusterRole', { nonResourceURLs: ['/x'] }),
    'invalid-value rules[0].nonResourceURLs',
  ],
  ['no group of resources', role('Role', { apiGroups: undefined }), 'required rules[0].apiGroups'],
  ['an account without a namespace in a namespace', binding('RoleBinding', { namespace: undefined })],
  [
    'an account without a namespace in the cluster',
    binding('ClusterRoleBinding', { namespace: undefined }),
    'required subjects[0].namespace',
  ],
  ['an unknown kind of subject', binding('RoleBinding', { kind: 'Team' }), 'enum subjects[0].kind'],
  ['a role for the cluster', binding('ClusterRoleBinding', {}, { kind: 'Role' }), 'enum roleRef.kind'],
  [
    'a group of an account',
    binding('RoleBinding', { apiGroup: 'rbac.authorization.k8s.io' }),
    'enum subjects[0].apiGroup',
  ],

  // Kinds and metadata
  ['a misspelt kind', object('apps/v1', 'Deploymnt', {}), 'unknown-kind kind'],
  ['a kind of another group', object('v1', 'Deployment', {}), 'unknown-kind kind'],
  ['a group that is gone', object('extensions/v1beta1', 'Ingress', {}), 'unknown-kind kind'],
  ['a kind without a schema', object('v1', 'PodTemplate', { template: { spec: { containers: [container()] } } })],
  [
    'an annotation without a value',
    { ...service({}), metadata: { ...metadata, annotations: { a: null }, labels: { a: null } } },
  ],
];
