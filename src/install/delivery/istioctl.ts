import type { InstallPlan } from '../install-plan';
import { yamlText } from '../yaml-text';
import { istioctlProblems } from './istioctl-problems';
import { applyFiles, applyMesh, deleteFiles } from './kubectl';
import { istioctlGateways, outputsOf, rolloutChecks } from './outputs';
import { removeNamespaces, removeTags, removeUnpurged } from './removal';
import type { DeliveryFile, DeliveryOutputs, DeliverySteps, DeliveryStrategy, PhaseFiles } from './strategy';

/** Options of `Delivery.istioctl`. */
export interface IstioctlDeliveryOptions {
  /**
   * Folder of the input files, inside the output folder of the app.
   *
   * @default istioctl
   */
  readonly folder?: string | undefined;
}

/** What the input of istioctl starts with, for whoever opens it. */
const NOTICE =
  '# Input of "istioctl install -f". Not a resource: no cluster knows this kind, so it is never applied.\n';

/**
 * Writes the input of istioctl, which somebody then runs.
 *
 * The files do not end in `.yaml`, so that neither kubectl nor a GitOps controller that walks the folder applies them.
 */
export class IstioctlDelivery implements DeliveryStrategy {
  public readonly name = 'istioctl';
  public readonly ownsTags = false;
  private readonly folder: string;

  public constructor(options: IstioctlDeliveryOptions) {
    this.folder = (options.folder ?? 'istioctl').replace(/\/+$/, '');
  }

  public supports(plan: InstallPlan): readonly string[] {
    return istioctlProblems(plan);
  }

  public emit(): void {
    // The namespaces and tags are all that kubectl applies.
  }

  public files(plan: InstallPlan): readonly DeliveryFile[] {
    return plan.operators.map(operator => ({
      path: `${this.folder}/${operator.metadata.name}.istio-operator`,
      text: `${NOTICE}${yamlText(operator)}`,
    }));
  }

  public outputs(plan: InstallPlan): DeliveryOutputs {
    return outputsOf(this.name, plan, { gateways: istioctlGateways(plan), readyChecks: rolloutChecks(plan) });
  }

  public steps(plan: InstallPlan, files: PhaseFiles): DeliverySteps {
    const checks = rolloutChecks(plan);
    // The newest first: it takes over what a cluster has once before the older one looks for what it has to remove.
    const installs = this.files(plan)
      .map(({ path }, index) => {
        const version = plan.controlPlanes[index]?.version ?? plan.version;
        return [`istioctl version --remote=false # wanted: ${version}`, `istioctl install -y -f ${files.root}/${path}`];
      })
      .reverse()
      .flat();
    return {
      deploy: [
        {
          text: 'Get istioctl of exactly this release; without the variable the script takes the newest.',
          commands: downloads(plan),
        },
        {
          text: 'Create the namespaces and check the cluster.',
          commands: [...applyFiles(files.install), 'istioctl x precheck'],
        },
        { text: 'Install Istio.', commands: [...installs, ...checks] },
        ...applyMesh(files),
      ],
      upgrade: [
        {
          text: 'Set the new version (one minor at a time), synthesize, get its istioctl, and install again. Restart the workloads afterwards.',
          commands: ['istioctl x precheck', ...installs, ...checks],
        },
      ],
      rollBack: [
        {
          text: 'Check out the previous commit, get istioctl of its release, and install again.',
          commands: [...installs, ...checks],
        },
      ],
      uninstall: [
        removeTags(plan),
        {
          text: 'Remove the configuration of the mesh, then Istio with its CRDs, and so every Istio resource of the cluster.',
          commands: [...deleteFiles(files.meshAlone), 'istioctl uninstall --purge -y', ...removeUnpurged(plan)],
        },
        removeNamespaces(plan),
      ],
    };
  }
}

function downloads(plan: InstallPlan): readonly string[] {
  const versions = [...new Set(plan.controlPlanes.map(({ version }) => version))];
  return versions.flatMap(version => [
    `curl -L https://istio.io/downloadIstio | ISTIO_VERSION=${version} sh -`,
    `export PATH="$PWD/istio-${version}/bin:$PATH"`,
  ]);
}
