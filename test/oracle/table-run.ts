import type { SimulationRequest } from '../../src/simulation/request';
import { type CaseGroup, requestOf } from '../simulation/gateway-api/case-group';
import { CASE_GROUPS } from '../simulation/gateway-api/case-groups';
import type { IstioAnswer } from './answer';
import { type CaseFile, type OracleCase, writeCases } from './case-file';
import { ORACLE_RELEASE, type Oracle } from './oracle-process';

/** The groups of the table of the Gateway API that the oracle can be asked about: those for its release. */
export function askableGroups(): readonly CaseGroup[] {
  return CASE_GROUPS.filter(({ release = ORACLE_RELEASE }) => release === ORACLE_RELEASE);
}

/** The mesh of a group as the oracle takes it. */
export function filesOf({ mesh }: CaseGroup): OracleCase['files'] {
  return { 'mesh.yaml': mesh.map(part => part.trim()).join('\n---\n') };
}

/** Asks Istio the request cases of the Gateway API, and writes its answers into a file of cases, a case for each group. */
export async function recordTable(
  oracle: Oracle,
  file: string,
  print: (line: string) => void,
): Promise<{ readonly answered: number; readonly leftOut: number; readonly refused: number }> {
  const cases: OracleCase[] = [];
  const counts = { answered: 0, leftOut: 0, refused: 0 };
  for (const group of askableGroups()) {
    const files = filesOf(group);
    const requests: { request: SimulationRequest; istio: IstioAnswer }[] = [];
    try {
      const asked = group.cases.map(one => requestOf(group, one));
      const answers = await oracle.simulate(files, asked);
      for (const [i, request] of asked.entries()) {
        const istio = answers[i];
        if (istio === undefined) continue;
        if (istio.leftOut === undefined) {
          requests.push({ request, istio });
          counts.answered++;
          continue;
        }
        counts.leftOut++;
        print(`${group.name}: ${group.cases[i]?.title}: left out: ${istio.leftOut}`);
      }
    } catch (error) {
      counts.refused += group.cases.length;
      print(`${group.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (requests.length > 0) cases.push({ title: group.name, files, requests });
  }
  const written: CaseFile = { istio: ORACLE_RELEASE, cases };
  writeCases(file, written);
  return counts;
}
