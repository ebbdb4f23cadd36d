import { App, Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { Delivery } from '../../../src/install/delivery/delivery';
import { IstioInstall, type IstioInstallProps } from '../../../src/install/istio-install';
import { outputFilesOf } from '../../../src/tree/output-file';
import { synthInstall } from '../fixtures/synth-install';

const install = (props: IstioInstallProps = {}, folder?: string) => synthInstall(Delivery.istioctl({ folder }), props);

function operator(props: IstioInstallProps) {
  const { install: made } = install(props);
  // biome-ignore lint/suspicious/noExplicitAny: the document is read by path here
  return parse(made.delivery.files(made.plan)[0]?.text ?? '') as any;
}

/** What istioctl of 1.30 takes; it refuses any other field. */
const SPEC_FIELDS = [
  'compatibilityVersion',
  'components',
  'hub',
  'meshConfig',
  'namespace',
  'profile',
  'revision',
  'tag',
  'unvalidatedValues',
  'values',
];

describe('Delivery.istioctl', () => {
  test('writes its input under a name that no applier reads', () => {
    const { install: made, objects } = install();
    const files = outputFilesOf(made).map(({ path }) => path);
    expect(files).toEqual(['istioctl/istio.istio-operator']);
    for (const file of files) expect(file).not.toMatch(/\.(ya?ml|json)$/);
    expect(objects.map(({ kind }) => kind)).toEqual(['Namespace']);
  });

  test('writes one input per control plane into the folder that was asked for', () => {
    const { install: made } = install(
      { revision: 'blue', canary: { revision: 'green', version: '1.31.1' }, tags: { default: 'blue' } },
      'hand',
    );
    expect(made.delivery.files(made.plan).map(({ path }) => path)).toEqual([
      'hand/istio-blue.istio-operator',
      'hand/istio-green.istio-operator',
    ]);
  });

  test('installs the newest control plane first, which takes over what a cluster has once', () => {
    const { install: made } = install({
      revision: 'blue',
      canary: { revision: 'green', version: '1.31.4' },
      tags: { default: 'blue' },
    });
    const files = { root: 'dist', install: [], mesh: [], installAlone: [], meshAlone: [] };
    const commands = made.delivery.steps(made.plan, files).deploy.flatMap(step => step.commands);
    expect(commands.filter(command => command.startsWith('istioctl install'))).toEqual([
      'istioctl install -y -f dist/istioctl/istio-green.istio-operator',
      'istioctl install -y -f dist/istioctl/istio-blue.istio-operator',
    ]);
  });

  test('says which values and tags istioctl would take otherwise than the plan', () => {
    const problem = (props: IstioInstallProps) => () => install(props);
    expect(problem({ revision: 'blue', canary: { revision: 'green', version: '1.31.4' } })).toThrow(
      'istioctl would point the tag "default" to whichever revision comes first into an empty cluster; say where it points: tags: { default: \'blue\' }',
    );
    expect(problem({ canary: { revision: 'green', version: '1.31.4' } })).not.toThrow();
    expect(problem({ cni: true, extraValues: { cni: { global: { logAsJson: true } } } })).toThrow(
      'istioctl gives extraValues.cni.global to all charts; write it to extraValues.istiod.global where all may have it',
    );
    expect(problem({ extraValues: { istiod: { global: { logAsJson: true } } } })).not.toThrow();
  });

  test('gives gateways the disruption budget that the plan says, which the chart makes of the fewest pods', () => {
    const { spec } = operator({
      gateways: [
        { name: 'a', autoscaling: { minReplicas: 3, maxReplicas: 5 }, minAvailable: 2 },
        { name: 'b', autoscaling: { minReplicas: 2, maxReplicas: 5 }, minAvailable: 1 },
        { name: 'c', autoscaling: { minReplicas: 1, maxReplicas: 5 } },
      ],
    });
    expect(spec.values.gateways).toEqual({ 'istio-ingressgateway': { autoscaleMin: 2 } });
    expect(spec.components.ingressGateways[0].k8s).toMatchObject({
      hpaSpec: { minReplicas: 3 },
      podDisruptionBudget: { minAvailable: 2 },
    });
  });

  test('needs an App that writes text files', () => {
    const app = new App({ outdir: Testing.app().outdir });
    new IstioInstall(new Chart(app, 'control-plane'), 'istio', { delivery: Delivery.istioctl() });
    expect(() => app.synth()).toThrow(
      /Cannot write "istioctl\/istio.istio-operator" at control-plane\/istio: wanted a MeshApp/,
    );
  });

  test('uses only fields that istioctl knows', () => {
    const { spec } = operator({
      profile: 'ambient',
      compatibilityVersion: '1.29',
      revision: 'blue',
      validationFailurePolicy: 'Fail',
      meshConfig: { accessLogFile: '/dev/stdout' },
    });
    expect(SPEC_FIELDS).toEqual(expect.arrayContaining(Object.keys(spec)));
    expect(spec).toMatchObject({
      profile: 'ambient',
      revision: 'blue',
      compatibilityVersion: '1.29',
      hub: 'docker.io/istio',
      tag: '1.31.4',
    });
  });

  test('moves values that istioctl refuses to where it takes them unread', () => {
    const { spec } = operator({
      validationFailurePolicy: 'Fail',
      extraValues: { istiod: { pdb: { minAvailable: 1 }, pilot: { podLabels: { team: 'platform' } } } },
    });
    expect(spec.unvalidatedValues).toEqual({ base: { validationFailurePolicy: 'Fail' }, pdb: { minAvailable: 1 } });
    expect(spec.values).toEqual({
      global: { istioNamespace: 'istio-system' },
      pilot: { podLabels: { team: 'platform' } },
    });
  });

  test('puts settings of ztunnel where istioctl reads them', () => {
    const { spec } = operator({
      profile: 'ambient',
      network: 'network1',
      ztunnel: { resources: { requests: { cpu: '200m' } } },
      extraValues: { ztunnel: { logLevel: 'debug' } },
    });
    expect(spec.values.ztunnel).toEqual({
      logLevel: 'debug',
      network: 'network1',
      resources: { requests: { cpu: '200m' } },
    });
    expect(spec.components).toMatchObject({
      cni: { enabled: true },
      ztunnel: { enabled: true, namespace: 'istio-system' },
    });
  });

  test.each(['default', 'demo', 'minimal'] as const)(
    'installs no gateway of profile %s: a GatewayDeployment does',
    profile => {
      const { components } = operator({ profile }).spec;
      expect(components.ingressGateways).toEqual([{ name: 'istio-ingressgateway', enabled: false }]);
      expect(components.egressGateways).toEqual([{ name: 'istio-egressgateway', enabled: false }]);
    },
  );

  test('installs gateways that are listed, with labels that Gateways select by', () => {
    const { components } = operator({
      gateways: [
        {
          name: 'istio-ingressgateway',
          autoscaling: { minReplicas: 2, maxReplicas: 4 },
          minAvailable: 1,
          service: { annotations: { a: 'true' }, externalTrafficPolicy: 'Local' },
        },
        { name: 'istio-egressgateway', role: 'egress', namespace: 'istio-egress' },
      ],
    }).spec;
    expect(components.ingressGateways).toEqual([
      {
        name: 'istio-ingressgateway',
        enabled: true,
        namespace: 'istio-system',
        label: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
        k8s: {
          hpaSpec: expect.objectContaining({ minReplicas: 2, maxReplicas: 4 }),
          podDisruptionBudget: { minAvailable: 1 },
          serviceAnnotations: { a: 'true' },
          service: { externalTrafficPolicy: 'Local' },
        },
      },
    ]);
    expect(components.egressGateways).toEqual([expect.objectContaining({ enabled: true, namespace: 'istio-egress' })]);
  });

  test('switches off what the profile has and the plan has not', () => {
    expect(operator({ profile: 'openshift', cni: false }).spec.components.cni).toEqual({ enabled: false });
  });

  test('pins the release to download, since the newest comes otherwise', () => {
    const { install: made } = install({ version: '1.30.4' });
    const { deploy } = made.delivery.steps(made.plan, {
      root: 'dist',
      install: [],
      mesh: [],
      installAlone: [],
      meshAlone: [],
    });
    const commands = deploy.flatMap(step => step.commands);
    expect(commands[0]).toContain('ISTIO_VERSION=1.30.4');
    expect(commands).toContain('istioctl install -y -f dist/istioctl/istio.istio-operator');
  });
});
