import type { Diagnostic } from '../values/diagnostic';
import { type Code, callOf, type Statement, variable } from './code';
import type { Scene } from './scene';
import type { Settlement } from './settle';
import type { Candidate, Unit } from './unit';

/** Why a finding is accepted. */
export const ACCEPTED = 'Already so in the adopted manifests; see ADOPTION.md.';

/**
 * Statements that accept what the analysis finds wrong with the manifests, each where it is, so that the app is
 * written although it has the faults that the manifests had.
 */
export class AcceptedFindings {
  public readonly statements: Statement[] = [];
  /** Variables for objects that are accepted, by the unit that writes them. */
  public readonly variables = new Map<Unit, string>();
  private readonly known = new Set<string>();

  public constructor(
    private readonly scene: Scene,
    private readonly settlement: Settlement,
  ) {}

  /** Accepts errors; returns whether there were any that had not been accepted before. */
  public accept(diagnostics: readonly Diagnostic[]): boolean {
    const before = new Set(this.known);
    for (const { rule, resource } of diagnostics.filter(({ severity }) => severity === 'error')) {
      const near = this.constructOf(resource.origin?.constructPath ?? '');
      // What is found again although it is accepted where it is, is accepted everywhere.
      const target = before.has(keyOf(near, rule)) ? variable('app') : near;
      const key = keyOf(target, rule);
      if (this.known.has(key)) continue;
      this.known.add(key);
      this.statements.push({ code: callOf('accept', target, rule, ACCEPTED) });
    }
    return this.known.size > before.size;
  }

  private constructOf(path: string): Code {
    const [first, id = ''] = path.split('/');
    const { services, gateways, namespaces } = this.scene;
    if (first === 'mesh') {
      for (const declared of [...services.values(), ...gateways.values(), ...namespaces.values()]) {
        if (declared.id === id) return variable(declared.variable);
      }
    }
    for (const { unit, candidate } of this.settlement.settled) {
      if (candidate === undefined || !makes(candidate, id)) continue;
      const own = candidate.statements[0]?.variable ?? this.variables.get(unit);
      if (own !== undefined) return variable(own);
      if (unit.covers.length !== 1 || candidate.statements.length !== 1) break;
      const name = this.scene.variables.for(id);
      this.variables.set(unit, name);
      return variable(name);
    }
    return variable('app');
  }
}

function makes({ ids }: Candidate, id: string): boolean {
  return id !== '' && ids[0] === id;
}

function keyOf(target: Code, rule: string): string {
  return `${target.code === 'variable' ? target.name : ''} ${rule}`;
}
