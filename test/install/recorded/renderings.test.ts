import {
  digestOf,
  gatewayInput,
  inputOf,
  RECORDED_PLANS,
  type Recorded,
  type RecordedGateways,
  type RecordedPlan,
  recordedPlan,
} from './plans';

const RECORDED: { readonly [name in RecordedPlan]: Recorded } = require('./rendered.json');

const NAMES = Object.keys(RECORDED_PLANS) as RecordedPlan[];

/** What istioctl applies beside what it renders: the tag of an installation without a revision. */
const APPLIED_BESIDE = ['ValidatingWebhookConfiguration - istiod-default-validator'];

/** The base chart of a revision that is not the default one has these of its own. */
const DEFAULT_REVISION_ONLY = [
  'ValidatingAdmissionPolicy - stable-channel-default-policy.istio.io',
  'ValidatingAdmissionPolicyBinding - stable-channel-default-policy-binding.istio.io',
];

describe.each(NAMES)('plan "%s", rendered by the charts and by istioctl', name => {
  const { helm, istioctl, differences, digest } = RECORDED[name];
  const objects = (side: Recorded['helm']) => new Set(side.map(({ object }) => object));

  test('is the one that was recorded', () => {
    // Otherwise test/install/recorded/record.ts renders it again.
    expect(digestOf(inputOf(recordedPlan(name)))).toBe(digest);
  });

  test('makes the same objects', () => {
    const [charts, tool] = [objects(helm), objects(istioctl)];
    expect([...tool].filter(object => !charts.has(object))).toEqual([]);
    const missing = [...charts].filter(object => !tool.has(object));
    expect(missing.filter(object => ![...APPLIED_BESIDE, ...DEFAULT_REVISION_ONLY].includes(object))).toEqual([]);
  });

  test('makes them alike, up to who validates first and what the charts note of their values', () => {
    const explained = [
      // istioctl has no value for it; istiod sets Fail once it is ready.
      /^ValidatingWebhookConfiguration .*\.webhooks\[0\]\.failurePolicy: "Fail" -> "Ignore"$/,
      // A note for humans: the values that the chart was given.
      /^ConfigMap \S+ values\S*\.data\.(merged|original)-values\./,
      // Labels of the node agent, which nothing selects by.
      /^\S+ \S+ istio-cni\S*\.metadata\.labels\.istio\.io\/rev: "default" -> /,
    ];
    expect(differences.filter(difference => !explained.some(pattern => pattern.test(difference)))).toEqual([]);
    expect(differences).not.toEqual([]);
  });
});

describe('gateways, rendered by the chart and written by GatewayDeployment', () => {
  const { digest, onlyByChart, onlyDeployed, differences }: RecordedGateways = require('./gateways.json');

  test('are those that were recorded', () => {
    expect(digestOf(gatewayInput())).toBe(digest);
  });

  test('are the same objects', () => {
    expect([...onlyByChart, ...onlyDeployed]).toEqual([]);
  });

  test('are alike, up to what makes pods safer and quantities canonical', () => {
    const explained = [
      // Texts without meaning, and the same amounts in their canonical form.
      /\.metadata\.annotations: \{\} -> absent$/,
      /\.containers\[0\]\.env: null -> absent$/,
      /\.resources\.limits\.(cpu: "2000m" -> "2"|memory: "1024Mi" -> "1Gi")$/,
      // Labels of objects that are no pods, and the label of pods that says the same as the annotation.
      /^\S+ gateways \S+\.metadata\.labels\.(istio\.io\/dataplane-mode: "none" -> absent|topology\.istio\.io\/network: absent -> "network1")$/,
      /\.template\.metadata\.annotations\.sidecar\.istio\.io\/inject: "true" -> absent$/,
      /\.template\.metadata\.labels\.service\.istio\.io\/canonical-(name|revision): absent -> /,
      /^RoleBinding .*\.subjects\[0\]\.namespace: absent -> "gateways"$/,
      // Pods that keep to the standard "restricted", are replaced without a gap and stand on several nodes.
      /\.containers\[0\]\.securityContext\.runAs(User|Group): absent -> 1337$/,
      /\.spec\.securityContext\.seccompProfile: absent -> /,
      /\.spec\.(strategy|template\.spec\.topologySpreadConstraints): absent -> /,
      // Nothing listens below 1024 there.
      /^Deployment gateways istio-eastwest\.spec\.template\.spec\.securityContext\.sysctls: .* -> absent$/,
    ];
    expect(differences.filter(difference => !explained.some(pattern => pattern.test(difference)))).toEqual([]);
  });
});
