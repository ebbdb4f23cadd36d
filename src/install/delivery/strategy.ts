import type { Construct } from 'constructs';
import type { ChartDelivery } from '../../tree/chart-release';
import type { DeliveredGateway } from '../delivered-gateway';
import type { InstallPlan } from '../install-plan';

/** The routes by which an installation reaches a cluster. */
export type DeliveryName = 'job' | 'argo-cd' | 'flux' | 'helm' | 'manifest' | 'istioctl' | 'sail' | 'k3s';

/**
 * A step of the rollout. Everything of one step must be ready before the next is applied: istiod needs its CRDs, the
 * image of an injected gateway needs istiod, and Istio resources need the CRDs.
 */
export interface DeliveryPhase {
  /** Position of the step, counted from 0 for the namespaces. */
  readonly order: number;
  /** Annotations that make a GitOps controller keep the order; empty where it is kept otherwise. */
  readonly annotations: { readonly [key: string]: string };
}

/** How the step that needs Istio is kept behind the one that installs it. */
export type PhaseGate = 'commands' | 'sync-waves' | 'depends-on';

/** What the rest of the app takes from the installation, instead of writing it down a second time. */
export interface DeliveryOutputs {
  readonly delivery: DeliveryName;
  /** Namespace of the control plane, and so root namespace of the mesh. */
  readonly namespace: string;
  /** The revision of the first control plane, where it has one. */
  readonly revision: string | undefined;
  /** Labels by which a namespace asks for sidecars. */
  readonly injectionLabels: { readonly [label: string]: string };
  /** Labels by which a pod asks for injection itself, whatever its namespace says. */
  readonly podInjectionLabels: { readonly [label: string]: string };
  /** Gateways that come with the installation. */
  readonly gateways: readonly DeliveredGateway[];
  /** Shell commands that end well once Istio is ready, in order. */
  readonly readyChecks: readonly string[];
  readonly gate: PhaseGate;
  readonly phases: {
    readonly namespaces: DeliveryPhase;
    readonly controlPlane: DeliveryPhase;
    readonly gateways: DeliveryPhase;
    /** Everything that needs the CRDs of Istio. */
    readonly mesh: DeliveryPhase;
  };
}

/** The manifest files of an app by the step they belong to, as `kubectl` is told them. */
export interface PhaseFiles {
  /** The output folder. */
  readonly root: string;
  /** What installs Istio, with all namespaces. */
  readonly install: readonly string[];
  /** Everything else. */
  readonly mesh: readonly string[];
  /** Files of `install` with nothing but the installation: deleting them deletes no namespace of an application. */
  readonly installAlone: readonly string[];
  /** Files of `mesh` that make no sense without Istio: deleting them deletes no application. */
  readonly meshAlone: readonly string[];
}

/** One thing to do, and the commands that do it. */
export interface RunBookStep {
  readonly text: string;
  readonly commands: readonly string[];
}

/** How to run the installation, route by route. */
export interface DeliverySteps {
  readonly deploy: readonly RunBookStep[];
  readonly upgrade: readonly RunBookStep[];
  readonly rollBack: readonly RunBookStep[];
  readonly uninstall: readonly RunBookStep[];
}

/** A text file that a delivery writes beside the manifests, in a folder that is never applied. */
export interface DeliveryFile {
  readonly path: string;
  readonly text: string;
}

/** One route of delivery. Choose one with `Delivery`; all take the same plan. */
export interface DeliveryStrategy extends ChartDelivery {
  readonly name: DeliveryName;
  /** Reasons why this route cannot deliver the plan, each with a way out; empty when it can. */
  supports(plan: InstallPlan): readonly string[];
  /** Defines the objects that deliver the plan. */
  emit(scope: Construct, plan: InstallPlan): void;
  /** Text files beside the manifests. */
  files(plan: InstallPlan): readonly DeliveryFile[];
  outputs(plan: InstallPlan): DeliveryOutputs;
  steps(plan: InstallPlan, files: PhaseFiles): DeliverySteps;
  /** Whether revision tags are objects of this route instead of webhooks. */
  readonly ownsTags: boolean;
}
