import type { SynthOutput } from '../../tree/output-file';
import type { DeliveryStrategy, PhaseFiles, RunBookStep } from '../delivery/strategy';
import type { InstallPlan } from '../install-plan';
import { istiodName } from '../resolved-model';
import { type MeshFacts, meshFacts, type Workload } from './mesh-facts';
import { type Prerequisites, prerequisitesOf } from './prerequisites';
import { resourceDemand } from './resource-demand';
import { verifySteps } from './verify-steps';

/** What a run book is written from. */
export interface RunBookInput {
  readonly plan: InstallPlan;
  readonly delivery: DeliveryStrategy;
  /** Everything that is about to be written. */
  readonly output: SynthOutput;
  /** Path of the construct that installs Istio: what lies below it is applied first. */
  readonly installPath: string;

  /**
   * The output folder, as commands name it.
   *
   * @default dist
   */
  readonly root?: string | undefined;
}

/** Writes the run book of an installation and the mesh on it: commands that exist, names as they are in the manifests. */
export function renderRunBook(input: RunBookInput): string {
  const { plan, delivery, output } = input;
  const facts = meshFacts(output.mesh);
  const files = phaseFiles(input);
  const steps = delivery.steps(plan, files);
  return [
    `# Run book: Istio ${plan.controlPlanes.map(({ version }) => version).join(' and ')}`,
    intro(plan, delivery),
    section('What is installed', [components(plan), demandTable(plan, facts)]),
    ...needs(prerequisitesOf(output.mesh.model)),
    section('Deploy', numbered([beforehand(plan), ...steps.deploy])),
    section('Verify', numbered(verifySteps(plan, delivery.outputs(plan), facts))),
    section('Restart pods with a proxy', [restarts(facts)]),
    ...(plan.controlPlanes.length > 1
      ? [section('Move to the new control plane', numbered(moveSteps(plan, facts)))]
      : []),
    section('Change the mesh', numbered([changeStep(input.root ?? 'dist')])),
    section('Upgrade', numbered(steps.upgrade)),
    section('Roll back', numbered(steps.rollBack)),
    section('Uninstall', numbered([...steps.uninstall, ...leaveSteps(facts)])),
    section('Expected clusters', [clusterTable(facts)]),
    section('When it does not work', [troubles(plan, facts)]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Files with objects of the installation, or with namespaces, come first; a file may be applied in both steps. */
function phaseFiles({ output, installPath, root = 'dist' }: RunBookInput): PhaseFiles {
  const files = {
    install: [] as string[],
    mesh: [] as string[],
    installAlone: [] as string[],
    meshAlone: [] as string[],
  };
  for (const { path, objects } of output.files) {
    if (objects.length === 0) continue;
    const file = `${root}/${path}`;
    const installs = objects.filter(({ origin }) => isBelow(origin.constructPath ?? '', installPath)).length;
    const namespaces = objects.filter(({ manifest }) => manifest.kind === 'Namespace').length;
    if (installs > 0 || namespaces > 0) files.install.push(file);
    if (installs === objects.length) files.installAlone.push(file);
    if (
      objects.some(
        ({ manifest, origin }) => !isBelow(origin.constructPath ?? '', installPath) && manifest.kind !== 'Namespace',
      )
    ) {
      files.mesh.push(file);
    }
    if (objects.every(({ manifest }) => ISTIO_GROUP.test(manifest.apiVersion))) files.meshAlone.push(file);
  }
  return { root, ...files };
}

/** Kinds that nothing but Istio acts upon. */
const ISTIO_GROUP = /^(networking|security|telemetry|extensions)\.istio\.io\//;

function isBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}/`);
}

function intro(plan: InstallPlan, delivery: DeliveryStrategy): string {
  const lines = [
    `Profile ${plan.profile.name}${plan.platform === undefined ? '' : ` on ${plan.platform}`}, images from ${plan.hub}, delivered by ${delivery.name}. Generated with the manifests: change the code, not this file.`,
  ];
  if (plan.profile.caution !== undefined) lines.push(`**Not for production.** ${plan.profile.caution}`);
  return lines.join('\n\n');
}

function section(title: string, blocks: readonly string[]): string {
  return [`## ${title}`, ...blocks].join('\n\n');
}

function numbered(steps: readonly RunBookStep[]): readonly string[] {
  return steps.map(({ text, commands }, index) =>
    commands.length === 0 ? `${index + 1}. ${text}` : `${index + 1}. ${text}\n\n${shell(commands)}`,
  );
}

function shell(commands: readonly string[]): string {
  return `\`\`\`sh\n${commands.join('\n')}\n\`\`\``;
}

function components(plan: InstallPlan): string {
  const rows = plan.components.map(
    ({ release, chart, version, namespace }) => `| ${release} | ${chart} | ${version} | ${namespace} |`,
  );
  const tags = plan.tags.map(({ tag, revision }) => `Tag \`${tag}\` points to revision \`${revision}\`.`);
  return [['| name | component | version | namespace |', '|---|---|---|---|', ...rows].join('\n'), ...tags].join(
    '\n\n',
  );
}

function demandTable(plan: InstallPlan, facts: MeshFacts): string {
  const rows = resourceDemand(plan, facts);
  const total = { of: '**together**', pods: sum(rows, 'pods'), cpu: sum(rows, 'cpu'), memory: sum(rows, 'memory') };
  const text = [...rows, total].map(
    ({ of, pods, cpu, memory }) => `| ${of} | ${pods} | ${cpu}m | ${Math.round(memory / 2 ** 20)}Mi |`,
  );
  return [
    'Minimum resources (requests, without the applications):',
    ['| what | pods | CPU | memory |', '|---|---|---|---|', ...text].join('\n'),
  ].join('\n\n');
}

function sum<K extends 'pods' | 'cpu' | 'memory'>(rows: readonly Record<K, number>[], key: K): number {
  return rows.reduce((total, row) => total + row[key], 0);
}

/** What the manifests assume; nothing where they are complete. */
function needs({ groups, issuers, secrets }: Prerequisites): readonly string[] {
  const steps: RunBookStep[] = [];
  if (groups.length > 0) {
    steps.push({
      text: 'Check the CRDs of other projects: each command must print some.',
      commands: groups.map(group => `kubectl get crd -o name | grep -F '.${group}'`),
    });
  }
  if (issuers.length > 0) {
    steps.push({
      text: 'Check that the issuers of the certificates are ready.',
      commands: issuers.map(issuer => {
        const [kind = '', id = ''] = issuer.split(' ');
        const [namespace, name] = id.split('/');
        return name === undefined
          ? `kubectl get ${kind.toLowerCase()} ${namespace}`
          : `kubectl -n ${namespace} get ${kind.toLowerCase()} ${name}`;
      }),
    });
  }
  if (secrets.length > 0) {
    steps.push({
      text: 'Secrets are not part of the manifests. Create these after their namespaces, and before the pods that read them.',
      commands: secrets.map(({ keys, name, namespace, tls }) =>
        tls
          ? `kubectl -n ${namespace} create secret tls ${name} --cert=FILE --key=FILE`
          : `kubectl -n ${namespace} create secret generic ${name}${(keys.length > 0 ? keys : ['KEY']).map(key => ` --from-literal=${key}=VALUE`).join('')}`,
      ),
    });
  }
  return steps.length === 0 ? [] : [section('Requirements', numbered(steps))];
}

/** A new subset before the route to it, a policy before the caller that needs it: the order depends on what ran before. */
function changeStep(root: string): RunBookStep {
  return {
    text: 'Show the order in which a change loses no request, here from the previous commit to this one. Decide first about changes that are marked "DROPS TRAFFIC".',
    commands: [
      `mkdir -p before && git archive HEAD~1 ${root} | tar -x -C before`,
      `npx cdk8s-istio plan before/${root} ${root}`,
    ],
  };
}

function beforehand(plan: InstallPlan): RunBookStep {
  const version = plan.model.newestVersion;
  return {
    text: 'Check the cluster with istioctl of this release.',
    commands: [
      `curl -L https://istio.io/downloadIstio | ISTIO_VERSION=${version} sh -`,
      `export PATH="$PWD/istio-${version}/bin:$PATH"`,
      'istioctl version --remote=false',
      'istioctl x precheck',
    ],
  };
}

function restartCommand({ kind, name, namespace }: Workload): string {
  return `kubectl -n ${namespace} rollout restart ${kind.toLowerCase()}/${name}`;
}

function restarts(facts: MeshFacts): string {
  const injected = facts.workloads.filter(workload => workload.injected);
  if (injected.length === 0) return 'No workload of these manifests has a proxy.';
  return `Pods get their proxy when they are created. After an upgrade, and after a namespace has joined the mesh:\n\n${shell(injected.map(restartCommand))}`;
}

function moveSteps(plan: InstallPlan, facts: MeshFacts): readonly RunBookStep[] {
  const [from, to] = plan.controlPlanes;
  if (to === undefined) return [];
  const moved = [...facts.namespaces]
    .filter(([, labels]) => labels['istio.io/rev'] ?? labels['istio-injection'])
    .sort();
  const restart = (namespace: string) =>
    facts.workloads.filter(workload => workload.injected && workload.namespace === namespace).map(restartCommand);
  return [
    {
      text: `Both control planes run: ${istiodName(from.revision)} (${from.version}) and ${istiodName(to.revision)} (${to.version}).`,
      commands: [`kubectl -n ${plan.namespace} get deployments -l app=istiod`, 'istioctl tag list'],
    },
    ...moved.map(([namespace]) => ({
      text: `Move namespace ${namespace}: set the revision "${to.revision}", or a tag that points to it, on its Namespace; synthesize, apply, restart, and check it before you continue. To go back, set the previous label and restart again.`,
      commands: [...restart(namespace), `istioctl proxy-status | grep '\\.${namespace} '`],
    })),
    {
      text: `Point the tags to "${to.revision}", make it the revision of the installation, remove the canary, synthesize and deploy. Then remove the old control plane.`,
      commands: [`istioctl uninstall --revision ${from.revision ?? 'default'} -y`],
    },
  ];
}

/** Uninstalling Istio leaves applications with a proxy that nobody tells anything any more. */
function leaveSteps(facts: MeshFacts): readonly RunBookStep[] {
  const injected = facts.workloads.filter(workload => workload.injected && !workload.gateway);
  const namespaces = [...new Set(injected.map(({ namespace }) => namespace))].sort();
  const gateways = facts.workloads.filter(({ gateway, injected: byIstio }) => gateway && byIstio);
  const gatewaySteps = gateways.map(({ namespace, kind, name }) => ({
    text: `The pods of gateway ${name} contain only a proxy, which cannot start without Istio. Remove them with their load balancer.`,
    commands: [
      `kubectl -n ${namespace} delete --ignore-not-found ${kind.toLowerCase()},service,horizontalpodautoscaler,poddisruptionbudget ${name}`,
    ],
  }));
  if (namespaces.length === 0) return gatewaySteps;
  return [
    ...gatewaySteps,
    {
      text: 'The applications still have a proxy, which is no longer configured. Remove the label from their namespaces, and restart them without a proxy.',
      commands: [
        ...namespaces.map(namespace => `kubectl label namespace ${namespace} istio-injection- istio.io/rev-`),
        ...injected.map(restartCommand),
      ],
    },
  ];
}

function clusterTable(facts: MeshFacts): string {
  const gateways = new Set(
    facts.workloads.filter(({ gateway }) => gateway).map(({ namespace, name }) => `${namespace}/${name}`),
  );
  const names: string[] = [];
  for (const { namespace, name, host, ports, subsets } of facts.services) {
    if (gateways.has(`${namespace}/${name}`)) continue;
    for (const port of ports) for (const subset of ['', ...subsets]) names.push(`outbound|${port}|${subset}|${host}`);
  }
  for (const { host, ports } of facts.externals) for (const port of ports) names.push(`outbound|${port}||${host}`);
  if (names.length === 0) return 'These manifests contain no Service.';
  const client = facts.workloads.find(workload => workload.injected && !workload.gateway);
  const command =
    client === undefined
      ? ''
      : `\n\n${shell([`istioctl proxy-config clusters ${client.kind.toLowerCase()}/${client.name} -n ${client.namespace} -o json | grep '"name": "outbound'`])}`;
  return `Every proxy that may reach these hosts lists them under these names:\n\n\`\`\`\n${names.join('\n')}\n\`\`\`${command}`;
}

function troubles(plan: InstallPlan, facts: MeshFacts): string {
  const gateway = facts.workloads.find(workload => workload.gateway);
  const rows: (readonly [string, string])[] = [
    ['configuration that Istio refuses or ignores', 'istioctl analyze -A'],
    ['a pod that is not what it should be', 'istioctl x describe pod POD -n NAMESPACE'],
    ['a pod without a sidecar', 'istioctl x check-inject deployment/NAME -n NAMESPACE'],
    ['a proxy that lags behind', 'istioctl proxy-status'],
    ['what a proxy knows', 'istioctl proxy-config routes deployment/NAME -n NAMESPACE'],
    ['where a proxy finds the pods of a host', 'istioctl proxy-config endpoints deployment/NAME -n NAMESPACE'],
    ['what a proxy says', 'kubectl -n NAMESPACE logs deployment/NAME -c istio-proxy'],
    ['what istiod says', `kubectl -n ${plan.namespace} logs deployment/${istiodName(plan.controlPlanes[0].revision)}`],
    ['Gateways of Istio, also where those of the Gateway API exist', 'kubectl get gateways.networking.istio.io -A'],
  ];
  if (gateway !== undefined) {
    const { namespace, name } = gateway;
    rows.push(
      [`gateway ${name} with the image "auto"`, `kubectl -n ${namespace} rollout restart deployment/${name}`],
      [`what gateway ${name} says`, `kubectl -n ${namespace} logs deployment/${name}`],
    );
  }
  for (const name of facts.dashboards) rows.push([`${name} in a browser`, `istioctl dashboard ${name}`]);
  const lines = rows.map(([symptom, command]) => `| ${symptom} | \`${command.replaceAll('|', '\\|')}\` |`);
  return ['| what | look at |', '|---|---|', ...lines].join('\n');
}
