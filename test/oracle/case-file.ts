import { readFileSync, writeFileSync } from 'node:fs';
import type { SimulationRequest } from '../../src/simulation/request';
import type { IstioAnswer } from './answer';

/** A mesh with requests, and how Istio interprets them. */
export interface OracleCase {
  readonly id?: string;
  /** What the case shows. */
  readonly title?: string;
  /** Why the simulator is right to say something else, or what Istio leaves open; absent where both agree. */
  readonly reason?: string;
  /** What the simulator said when the case was found. */
  readonly found?: readonly string[];
  readonly files: { readonly [name: string]: string };
  readonly requests: readonly { readonly request: SimulationRequest; readonly istio: IstioAnswer }[];
}

export interface CaseFile {
  /** The release that gave the answers. */
  readonly istio?: string;
  readonly cases: readonly OracleCase[];
}

export function readCases(file: string): CaseFile {
  return JSON.parse(readFileSync(file, 'utf8')) as CaseFile;
}

/** Writes cases with a line for each request, so that a change of an answer is a change of a line. */
export function writeCases(file: string, { cases, ...head }: CaseFile): void {
  const start = JSON.stringify(head).slice(0, -1);
  const written = cases.map(({ requests, ...rest }) => {
    const lines = requests.map(request => `  ${JSON.stringify(request)}`);
    return ` ${JSON.stringify(rest).slice(0, -1)},"requests":[\n${lines.join(',\n')}\n ]}`;
  });
  writeFileSync(file, `${start}${start === '{' ? '' : ','}"cases":[\n${written.join(',\n')}\n]}\n`);
}
