import { readFileSync } from 'node:fs';
import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { parseDocument, splitDocuments } from '../../text/yaml-documents';
import { valueAt } from '../../values/value-tree';
import type { InstallPlan } from '../install-plan';
import { replacementOfRetired } from '../registries';
import { istiodName } from '../resolved-model';
import { chartSteps } from './chart-steps';
import { chartGateways, outputsOf, rolloutChecks } from './outputs';
import type { DeliveryFile, DeliveryOutputs, DeliverySteps, DeliveryStrategy, PhaseFiles } from './strategy';

interface RenderedObject extends ApiObjectProps {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** Image references anywhere in an object, also in the configuration that istiod injects from. */
const REFERENCES = /(?:registry\.istio\.io|gcr\.io\/istio-(?:release|testing))[\w./-]*/g;

/**
 * Takes over a file that somebody rendered once, for clusters without a network. The plan is checked against it: what
 * it promises has to be in the file.
 */
export class ManifestDelivery implements DeliveryStrategy {
  public readonly name = 'manifest';
  public readonly ownsTags = false;

  public constructor(private readonly path: string) {}

  public supports(plan: InstallPlan): readonly string[] {
    const objects = this.read();
    if (typeof objects === 'string') return [objects];
    return [...this.problems(plan, objects)];
  }

  public emit(scope: Construct, plan: InstallPlan): void {
    const objects = this.read();
    if (typeof objects === 'string') return;
    for (const object of objects) {
      const { name, namespace } = object.metadata;
      if (object.kind === 'Namespace' && plan.namespaces.includes(name)) continue;
      const group = object.apiVersion.includes('/') ? `${object.apiVersion.split('/')[0]}-` : '';
      const id = [group + object.kind, ...(namespace === undefined ? [] : [namespace]), name].join('-');
      const defined = new ApiObject(scope, id, object);
      if (namespace === undefined) {
        Object.defineProperty(defined.metadata, 'namespace', { value: undefined, enumerable: true });
      }
    }
  }

  public files(): readonly DeliveryFile[] {
    return [];
  }

  public outputs(plan: InstallPlan): DeliveryOutputs {
    return outputsOf(this.name, plan, { gateways: chartGateways(plan), readyChecks: rolloutChecks(plan) });
  }

  public steps(plan: InstallPlan, files: PhaseFiles): DeliverySteps {
    return chartSteps(plan, files);
  }

  /** The objects of the file, or why there are none. */
  private read(): readonly RenderedObject[] | string {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      return `the file "${this.path}" cannot be read (${error instanceof Error ? error.message : String(error)}); render it with helm template or istioctl manifest generate`;
    }
    const objects: RenderedObject[] = [];
    for (const part of splitDocuments(text)) {
      const { value, error } = parseDocument(part);
      if (error !== undefined) {
        return `the file "${this.path}" ${error.problem} (line ${part.line + error.line})`;
      }
      if (value === null || value === undefined) continue;
      const listed = valueAt({ value }, 'value', 'items');
      for (const object of Array.isArray(listed) ? listed : [value]) {
        if (!isObject(object)) return `the file "${this.path}" has a document that is no Kubernetes object`;
        objects.push(object);
      }
    }
    return objects;
  }

  private *problems(plan: InstallPlan, objects: readonly RenderedObject[]): Iterable<string> {
    const where = `the file "${this.path}"`;
    if (objects.some(({ kind }) => kind === 'IstioOperator')) {
      yield `${where} holds an IstioOperator, which no cluster knows; render it with istioctl manifest generate, or take Delivery.istioctl()`;
    }
    for (const [retired] of JSON.stringify(objects).matchAll(REFERENCES)) {
      yield `${where} pulls from "${retired}", which is switched off in December 2026; render it again with global.hub=${plan.hub} (${replacementOfRetired(retired) ?? plan.hub})`;
      break;
    }
    if (!plan.profile.components.includes('istiod') || plan.profile.preset === 'remote') return;
    for (const { revision, version } of plan.controlPlanes) {
      const name = istiodName(revision);
      const istiod = objects.find(object => object.kind === 'Deployment' && object.metadata.name === name);
      if (istiod === undefined) {
        yield `${where} has no Deployment "${name}" for the control plane of the plan`;
        continue;
      }
      const containers = valueAt(istiod, 'spec', 'template', 'spec', 'containers');
      const image = Array.isArray(containers) ? String((containers[0] as { readonly image?: unknown }).image) : 'none';
      const tag = image.split(':').at(-1) ?? '';
      if (tag !== version && !tag.startsWith(`${version}-`)) {
        yield `${where} runs "${image}" in Deployment "${name}", wanted release ${version} of the plan`;
      }
    }
    for (const { gateway } of plan.components) {
      if (gateway === undefined) continue;
      if (objects.some(object => object.kind === 'Deployment' && object.metadata.name === gateway.name)) continue;
      yield `${where} has no Deployment "${gateway.name}" for the gateway of the plan`;
    }
  }
}

function isObject(value: unknown): value is RenderedObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<RenderedObject>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string';
}
