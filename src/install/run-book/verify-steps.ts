import type { DeliveryOutputs, RunBookStep } from '../delivery/strategy';
import type { InstallPlan } from '../install-plan';
import { istiodName } from '../resolved-model';
import type { MeshFacts } from './mesh-facts';

/** Every place where istio-proxy may stand: a native sidecar is an init container. */
const CONTAINERS =
  '{range .items[*]}{.metadata.name}{"  "}{.spec.initContainers[*].name}{" "}{.spec.containers[*].name}{"\\n"}{end}';

const WEBHOOKS = 'NAME:.metadata.name,POLICY:.webhooks[*].failurePolicy,CA:.webhooks[*].clientConfig.caBundle';

/** How to see that the installation and the mesh are as the manifests say. */
export function verifySteps(plan: InstallPlan, outputs: DeliveryOutputs, facts: MeshFacts): readonly RunBookStep[] {
  const steps: RunBookStep[] = [
    {
      text: `istioctl and every control plane are of release ${plan.controlPlanes.map(({ version }) => version).join(' or ')}.`,
      commands: ['istioctl version'],
    },
    {
      text: 'The images come from the registry of the plan; each line of the second command is a pod that still uses a registry that is switched off.',
      commands: [
        `kubectl -n ${plan.namespace} get deployment/${istiodName(plan.controlPlanes[0].revision)} -o jsonpath='{.spec.template.spec.containers[0].image}'`,
        `kubectl get pods -A -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name} {.spec.containers[*].image}{"\\n"}{end}' | grep -E 'registry.istio.io/|gcr.io/istio-release' || true`,
      ],
    },
    {
      text: 'The webhooks have a certificate, and the validating ones fail closed.',
      commands: [
        `kubectl get validatingwebhookconfigurations -o custom-columns='${WEBHOOKS}' | cut -c1-120`,
        'istioctl tag list',
      ],
    },
    { text: 'Every proxy has received its configuration: no line says STALE.', commands: ['istioctl proxy-status'] },
  ];
  if (facts.crds.length > 0) {
    steps.push({
      text: 'The CRDs that these manifests need exist.',
      commands: [`kubectl get crd ${facts.crds.join(' ')}`],
    });
  }
  steps.push(...sidecarSteps(facts), ...gatewaySteps(outputs, facts));
  steps.push({ text: 'istioctl analyze reports no problems.', commands: ['istioctl analyze -A'] });
  return steps;
}

function sidecarSteps(facts: MeshFacts): readonly RunBookStep[] {
  const injected = facts.workloads.filter(workload => workload.injected && !workload.gateway);
  const namespaces = [...new Set(injected.map(({ namespace }) => namespace))].sort();
  const [first] = injected;
  return [
    ...namespaces.map(namespace => ({
      text: `Every pod of ${namespace} has a proxy, as a container or as an init container, and is ready in all of its containers (2/2 for one program).`,
      commands: [
        `kubectl get namespace ${namespace} --show-labels`,
        `kubectl -n ${namespace} get pods`,
        `kubectl -n ${namespace} get pods -o jsonpath='${CONTAINERS}'`,
      ],
    })),
    ...(first === undefined
      ? []
      : [
          {
            text: 'A proxy has its certificate for mutual TLS.',
            commands: [
              `istioctl proxy-config secret ${first.kind.toLowerCase()}/${first.name} -n ${first.namespace}`,
              `kubectl -n ${first.namespace} exec ${first.kind.toLowerCase()}/${first.name} -c istio-proxy -- pilot-agent request GET server_info`,
            ],
          },
        ]),
  ];
}

function gatewaySteps(outputs: DeliveryOutputs, facts: MeshFacts): readonly RunBookStep[] {
  const own = facts.workloads.filter(({ gateway }) => gateway);
  const gateways = [
    ...own.map(({ namespace, name }) => ({ namespace, name })),
    ...outputs.gateways.map(({ namespace, name }) => ({ namespace: namespace.name, name })),
  ];
  return gateways.map(({ namespace, name }) => ({
    text: `Gateway ${name} runs and has an address.`,
    commands: [
      `kubectl -n ${namespace} rollout status deployment/${name} --timeout=5m`,
      `kubectl -n ${namespace} get service ${name} -o jsonpath='{.status.loadBalancer.ingress[0].hostname}{.status.loadBalancer.ingress[0].ip}{"\\n"}'`,
    ],
  }));
}
