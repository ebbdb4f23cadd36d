import { buildModel } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import type { SimulationRequest } from '../../src/simulation/request';
import { simulate } from '../../src/simulation/simulate';
import type { Verdict } from '../../src/simulation/verdict';
import type { IstioAnswer } from './answer';
import { compareVerdict, type Difference } from './compare';
import { type ManifestObject, manifestsOf } from './generate/mesh';
import { ORACLE_RELEASE, type Oracle } from './oracle-process';

/** What both sides say to a request. */
export interface CheckedRequest {
  readonly request: SimulationRequest;
  readonly istio: IstioAnswer;
  readonly result:
    | { readonly kind: 'agree' }
    | { readonly kind: 'left-out' }
    | { readonly kind: 'unsupported'; readonly reason: string }
    | { readonly kind: 'differ'; readonly differences: readonly Difference[] };
}

/** A mesh that both sides were asked about. */
export interface CheckedMesh {
  readonly objects: readonly ManifestObject[];
  readonly requests: readonly CheckedRequest[];
  /** Objects that Istio's validation refuses, which are left out. */
  readonly refused: readonly { readonly object: ManifestObject; readonly reason: string }[];
}

/** Asks both sides the same requests. */
export async function checkMesh(
  oracle: Oracle,
  objects: readonly ManifestObject[],
  requests: readonly SimulationRequest[],
): Promise<CheckedMesh> {
  const refused: { object: ManifestObject; reason: string }[] = [];
  let accepted = objects;
  for (;;) {
    const files = { 'mesh.yaml': manifestsOf(accepted) };
    try {
      const answers = await oracle.simulate(files, requests);
      return { objects: accepted, refused, requests: checkRequests(files, requests, answers) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const object = accepted.find(one =>
        reason.startsWith(`${one.kind} ${one.metadata.namespace}/${one.metadata.name}: `),
      );
      if (object === undefined) throw error;
      refused.push({ object, reason });
      accepted = accepted.filter(one => one !== object);
    }
  }
}

/** Asks the product, and compares with answers that are there already. */
export function checkRequests(
  files: { readonly [name: string]: string },
  requests: readonly SimulationRequest[],
  answers: readonly IstioAnswer[],
): readonly CheckedRequest[] {
  const manifests = Object.entries(files).flatMap(([name, text]) => parseManifests(text, name));
  const model = buildModel(manifests, { istioVersion: ORACLE_RELEASE });
  return requests.flatMap((request, i) => {
    const istio = answers[i];
    if (istio === undefined) return [];
    if (istio.leftOut !== undefined) return [{ request, istio, result: { kind: 'left-out' as const } }];
    return [{ request, istio, result: resultOf(request, istio, () => simulate(model, request)) }];
  });
}

function resultOf(request: SimulationRequest, istio: IstioAnswer, ask: () => Verdict): CheckedRequest['result'] {
  let verdict: Verdict;
  try {
    verdict = ask();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const kind = `simulate() throws: ${message.replace(/"[^"]*"/g, '"…"').slice(0, 80)}`;
    return { kind: 'differ', differences: [{ kind, product: message, istio: istio.outcome, security: false }] };
  }
  if (verdict.outcome === 'unsupported') {
    const [first] = verdict.unsupported;
    const field = first?.field.replace(/\[\d+\]/g, '[]').replace(/\["[^"]*"\]/g, '[…]') ?? '';
    return { kind: 'unsupported', reason: `${first?.resource.split(' ')[0] ?? ''} ${field}: ${first?.reason ?? ''}` };
  }
  const differences = compareVerdict(request, verdict, istio);
  return differences.length === 0 ? { kind: 'agree' } : { kind: 'differ', differences };
}
