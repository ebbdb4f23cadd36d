import type { Construct } from 'constructs';
import type { Values } from '../../../imports/sailoperator.io';
import { Istio, type IstioSpec } from '../../../imports/sailoperator.io/istio';
import { IstioCNI, type IstioCNISpec } from '../../../imports/sailoperator.io/istio-cni';
import { IstioRevisionTag } from '../../../imports/sailoperator.io/istio-revision-tag';
import { ZTunnel, type ZTunnelSpec } from '../../../imports/sailoperator.io/z-tunnel';
import { loadSchema } from '../../../imports/schemas';
import { filled, mergeValues, type ValueTree } from '../../values/value-tree';
import { controlPlaneValues } from '../chart-values';
import type { InstallPlan } from '../install-plan';
import type { ControlPlane } from '../resolved-model';
import { unknownValues } from '../value-keys';
import { applyFiles, applyMesh, deleteFiles } from './kubectl';
import { outputsOf, rolloutChecks } from './outputs';
import { gatewayProblems } from './problems';
import { removeNamespaces } from './removal';
import type { DeliveryFile, DeliveryOutputs, DeliverySteps, DeliveryStrategy, PhaseFiles } from './strategy';

/** Options of `Delivery.sail`. */
export interface SailDeliveryOptions {
  /**
   * The release to ask for in the operator's words, such as `v1.30-latest`: the newest patch that the operator knows.
   *
   * @default - exactly the release of the plan; refused if the operator does not know it
   */
  readonly version?: `v${string}` | undefined;
}

type SailVersion = NonNullable<IstioSpec['version']>;
type SailProfile = IstioSpec['profile'];

/** Name of what a cluster has once. */
const SINGLETON = 'default';

/** Delivers the plan as resources of the Sail operator, which must be installed before. */
export class SailDelivery implements DeliveryStrategy {
  public readonly name = 'sail';
  public readonly ownsTags = true;

  public constructor(private readonly options: SailDeliveryOptions) {}

  public supports(plan: InstallPlan): readonly string[] {
    const problems = [...gatewayProblems(plan, 'the operator installs no gateways')];
    const known = knownVersions();
    for (const version of this.wantedVersions(plan)) {
      if (known.includes(version)) continue;
      const minor = `${version.split('.').slice(0, 2).join('.')}-latest`;
      problems.push(
        `the operator does not know "${version}"${known.includes(minor) ? `; take Delivery.sail({ version: '${minor}' }), the newest patch that it knows, or wait for an operator of that release` : `, it knows ${known.slice(0, 6).join(', ')} and older; write the mesh for one of these (istioVersion), or wait for an operator of that release`}`,
      );
    }
    if (plan.validationFailurePolicy !== undefined) {
      problems.push('validationFailurePolicy is not a value of the operator, which sets it itself; leave it out');
    }
    if (plan.model.given.extraValues?.base !== undefined) {
      problems.push('the operator takes no values for the chart base; leave extraValues.base out');
    }
    const { cni = {}, ztunnel = {} } = plan.model.given.extraValues ?? {};
    const unknown = {
      istiod: plan.controlPlanes.flatMap(plane => unknownValues('Istio', istioValues(plan, plane))),
      cni: unknownValues('IstioCNI', cni),
      ztunnel: unknownValues('ZTunnel', ztunnel, [['global']], ['ztunnel']),
    };
    for (const [chart, keys] of Object.entries(unknown)) {
      for (const key of new Set(keys)) {
        problems.push(`the operator does not know the value ${key}; leave it out of extraValues.${chart}`);
      }
    }
    return problems;
  }

  public emit(scope: Construct, plan: InstallPlan): void {
    const profile = plan.profile.sailProfile as SailProfile;
    if (plan.profile.components.includes('istiod')) {
      for (const plane of plan.controlPlanes) {
        const name = plane.revision ?? SINGLETON;
        new Istio(scope, `Istio-${name}`, {
          metadata: { name },
          spec: {
            version: this.version(plane.version),
            namespace: plan.namespace,
            profile,
            updateStrategy: { type: 'InPlace' },
            values: istioValues(plan, plane) as Values,
          },
        });
      }
    }
    for (const component of plan.components) {
      if (component.kind === 'cni') {
        const { compatibilityVersion: _, profile: __, ...values } = component.values;
        new IstioCNI(scope, 'IstioCNI', {
          metadata: { name: SINGLETON },
          spec: {
            version: this.version(component.version),
            namespace: component.namespace,
            profile,
            values: withoutTag(values),
          } as IstioCNISpec,
        });
      }
      if (component.kind === 'ztunnel') {
        const { compatibilityVersion: _, global, profile: __, revision: ___, ...settings } = component.values;
        const ztunnel = filled(settings);
        new ZTunnel(scope, 'ZTunnel', {
          metadata: { name: SINGLETON },
          spec: {
            version: this.version(component.version),
            namespace: component.namespace,
            ...(plan.defaultRevision === 'default' ? {} : { targetRef: { kind: 'Istio', name: plan.defaultRevision } }),
            values: withoutTag({ global, ztunnel }),
          } as ZTunnelSpec,
        });
      }
    }
    for (const { tag, revision } of plan.tags) {
      new IstioRevisionTag(scope, `IstioRevisionTag-${tag}`, {
        metadata: { name: tag },
        spec: { targetRef: { kind: 'Istio', name: revision } },
      });
    }
  }

  public files(): readonly DeliveryFile[] {
    return [];
  }

  public outputs(plan: InstallPlan): DeliveryOutputs {
    return outputsOf(this.name, plan, {
      gateways: [],
      readyChecks: [
        ...this.resources(plan).map(resource => `kubectl wait --for=condition=Ready ${resource} --timeout=10m`),
        ...rolloutChecks(plan),
      ],
    });
  }

  public steps(plan: InstallPlan, files: PhaseFiles): DeliverySteps {
    const checks = this.outputs(plan).readyChecks;
    const operator = 'kubectl wait --for=condition=Established crd/istios.sailoperator.io --timeout=2m';
    return {
      deploy: [
        {
          text: 'Install Istio. The Sail operator has to run already; its CRDs are too large for client-side apply (kubectl apply --server-side).',
          commands: [operator, ...applyFiles(files.install)],
        },
        { text: 'Wait until Istio is ready.', commands: checks },
        ...applyMesh(files),
      ],
      upgrade: [
        {
          text: 'Upgrade the operator until it knows the new version, set that, synthesize and deploy again. Restart the workloads afterwards.',
          commands: ['istioctl x precheck', ...applyFiles(files.install), ...checks],
        },
      ],
      rollBack: [
        { text: 'Check out the previous commit and deploy it.', commands: [...applyFiles(files.install), ...checks] },
      ],
      uninstall: [
        {
          text: 'Remove the configuration of the mesh, then the resources of the operator, which removes what it installed. CRDs stay.',
          commands: [
            ...deleteFiles(files.meshAlone),
            ...plan.tags.map(({ tag }) => `kubectl delete istiorevisiontag ${tag} --wait`),
            ...this.resources(plan).map(resource => `kubectl delete ${resource} --wait`),
          ],
        },
        removeNamespaces(plan),
      ],
    };
  }

  private resources(plan: InstallPlan): readonly string[] {
    const planes = plan.profile.components.includes('istiod') ? plan.controlPlanes : [];
    const has = (kind: 'cni' | 'ztunnel') => plan.components.some(component => component.kind === kind);
    return [
      ...planes.map(({ revision }) => `istio/${revision ?? SINGLETON}`),
      ...(has('cni') ? [`istiocni/${SINGLETON}`] : []),
      ...(has('ztunnel') ? [`ztunnel/${SINGLETON}`] : []),
    ];
  }

  private wantedVersions(plan: InstallPlan): readonly SailVersion[] {
    return [...new Set(plan.components.map(({ version }) => this.version(version)))];
  }

  /** An alias stands for its minor only: the other control plane of an upgrade keeps its own. */
  private version(version: string): SailVersion {
    const alias = this.options.version;
    const minor = `v${version.split('.').slice(0, 2).join('.')}`;
    const wanted =
      alias !== undefined && (alias === `${minor}-latest` || alias.startsWith(`${minor}.`)) ? alias : `v${version}`;
    return wanted as SailVersion;
  }
}

/**
 * Values of an Istio. Release, namespace, profile and revision have fields of their own, and the release decides about
 * the tag of the images.
 */
function istioValues(plan: InstallPlan, plane: ControlPlane): ValueTree {
  const { given, hub } = plan.model;
  return mergeValues(
    {
      compatibilityVersion: plane.compatibilityVersion,
      global: { hub, variant: given.variant },
    },
    controlPlaneValues(plan.model, plane),
    plane.meshConfig === undefined ? undefined : { meshConfig: plane.meshConfig },
    given.extraValues?.istiod,
  );
}

function withoutTag(values: ValueTree): ValueTree {
  const { global } = values as { readonly global?: ValueTree };
  if (global === undefined) return values;
  const { tag: _, ...rest } = global;
  return { ...values, global: rest };
}

/** The releases that the operator of the generated types can install, newest first. */
function knownVersions(): readonly string[] {
  const schema = loadSchema('sailoperator.io', 'Istio');
  const follow = (node: number | undefined, field: string) =>
    node === undefined ? undefined : schema?.nodes[node]?.properties?.[field];
  const version = follow(follow(schema?.root, 'spec'), 'version');
  const allowed = version === undefined ? undefined : schema?.nodes[version]?.enum;
  return (allowed ?? []).map(String);
}
