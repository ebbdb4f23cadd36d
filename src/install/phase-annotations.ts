import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { DeliveryOutputs, DeliveryPhase } from './delivery/strategy';

const ISTIO_KIND = /^(networking|security|telemetry|extensions)\.istio\.io\//;

/**
 * Puts the rest of an app into the order that a GitOps controller keeps by annotations: namespaces, then what is
 * injected, then what needs the CRDs. Annotations that are there already stay.
 */
export function annotatePhases(root: IConstruct, install: IConstruct, phases: DeliveryOutputs['phases']): void {
  if (Object.keys(phases.mesh.annotations).length === 0) return;
  for (const construct of root.node.findAll()) {
    if (!ApiObject.isApiObject(construct) || construct.node.scopes.includes(install)) continue;
    const own = construct.metadata.toJson()?.annotations as { readonly [key: string]: string } | undefined;
    for (const [key, value] of Object.entries(phaseOf(construct, phases).annotations)) {
      if (own?.[key] === undefined) construct.metadata.addAnnotation(key, value);
    }
  }
}

function phaseOf(object: ApiObject, phases: DeliveryOutputs['phases']): DeliveryPhase {
  if (object.kind === 'Namespace') return phases.namespaces;
  return ISTIO_KIND.test(object.apiVersion) ? phases.mesh : phases.gateways;
}
