import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { LateMetadata } from '../tree/late-metadata';
import type { DeliveryOutputs, DeliveryPhase } from './delivery/strategy';

const ISTIO_KIND = /^(networking|security|telemetry|extensions)\.istio\.io\//;

/**
 * Puts the rest of an app into the order that a GitOps controller keeps by annotations: namespaces, then what is
 * injected, then what needs the CRDs. Annotations that are there already stay.
 *
 * @param applies whether the app is put into order, asked when it is rendered
 */
export function annotatePhases(install: IConstruct, phases: DeliveryOutputs['phases'], applies: () => boolean): void {
  if (Object.keys(phases.mesh.annotations).length === 0) return;
  LateMetadata.add(install, 'annotations', object =>
    object.node.scopes.includes(install) || !applies() ? {} : phaseOf(object, phases).annotations,
  );
}

function phaseOf(object: ApiObject, phases: DeliveryOutputs['phases']): DeliveryPhase {
  if (object.kind === 'Namespace') return phases.namespaces;
  return ISTIO_KIND.test(object.apiVersion) ? phases.mesh : phases.gateways;
}
