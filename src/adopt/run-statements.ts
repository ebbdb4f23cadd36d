import type { Code, Statement } from './code';

/** Gives the exports of a module by its name. */
export type ModuleLoader = (name: string) => { readonly [name: string]: unknown };

/** Runs statements, as the printed text would be run. */
export class Runner {
  private readonly variables = new Map<string, unknown>();

  public constructor(private readonly load: ModuleLoader) {}

  /** Gives a variable its value. */
  public set(variable: string, value: unknown): void {
    this.variables.set(variable, value);
  }

  /** Runs one statement, and keeps its value where it has a variable. */
  public run({ code, variable }: Statement): unknown {
    const value = this.valueOf(code);
    if (variable !== undefined) this.variables.set(variable, value);
    return value;
  }

  private valueOf(code: Code): unknown {
    switch (code.code) {
      case 'data':
        return code.value;
      case 'record':
        return Object.fromEntries(code.fields.map(([key, value]) => [key, this.valueOf(value)]));
      case 'list':
        return code.items.map(item => this.valueOf(item));
      case 'import': {
        const found = this.load(code.from)[code.name];
        if (found === undefined) throw new Error(`"${code.from}" exports no ${code.name}`);
        return found;
      }
      case 'variable':
        if (!this.variables.has(code.name)) throw new Error(`it needs "${code.name}", which no construct declares`);
        return this.variables.get(code.name);
      case 'member':
        return this.memberOf(code)[1];
      case 'new': {
        const type = this.valueOf(code.type) as new (...args: unknown[]) => unknown;
        return new type(...code.args.map(arg => this.valueOf(arg)));
      }
      case 'call': {
        const args = code.args.map(arg => this.valueOf(arg));
        if (code.target.code !== 'member')
          return (this.valueOf(code.target) as (...args: unknown[]) => unknown)(...args);
        const [owner, method] = this.memberOf(code.target);
        if (method === undefined && code.target.optional) return undefined;
        return (method as (...args: unknown[]) => unknown).apply(owner, args);
      }
    }
  }

  private memberOf({ target, name, optional }: Code & { code: 'member' }): readonly [owner: unknown, value: unknown] {
    const owner = this.valueOf(target);
    if (owner === undefined && optional) return [undefined, undefined];
    return [owner, (owner as { readonly [name: string]: unknown })[name]];
  }
}
