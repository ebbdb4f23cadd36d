import type { ObjectIssue } from '../object-issue';

/** Gathers what the API server refuses of one object beyond its structure, in its words. */
export class ApiReport {
  public readonly issues: ObjectIssue[] = [];

  public required(path: string, detail = ''): void {
    const field = path.slice(path.lastIndexOf('.') + 1);
    this.#add('required', path, `Required value${after(detail)}`, `add "${field}"`);
  }

  public invalid(path: string, value: unknown, detail: string): void {
    this.#add('invalid-value', path, `Invalid value: ${shown(value)}: ${detail}`);
  }

  public duplicate(path: string, value: unknown): void {
    const fix = 'remove one of the equal items, or give it another value';
    this.#add('duplicate', path, `Duplicate value: ${shown(value)}`, fix);
  }

  /** @param names What there is. */
  public notFound(path: string, value: unknown, names: readonly string[]): void {
    const fix = names.length === 0 ? 'there is none' : `there are ${names.map(shown).join(', ')}`;
    this.#add('not-found', path, `Not found: ${shown(value)}`, fix);
  }

  public forbidden(path: string, detail: string): void {
    this.#add('forbidden', path, `Forbidden: ${detail}`, 'remove the field');
  }

  public unsupported(path: string, value: unknown, allowed: readonly string[]): void {
    const names = allowed.map(shown).join(', ');
    this.#add('enum', path, `Unsupported value: ${shown(value)}: supported values: ${names}`, `write one of ${names}`);
  }

  #add(rule: string, path: string, problem: string, fix?: string): void {
    const message = `${path}: ${problem}`;
    this.issues.push({
      severity: 'error',
      source: 'api-server',
      path,
      message,
      rule,
      ...(fix === undefined ? {} : { fix }),
    });
  }
}

function after(detail: string): string {
  return detail === '' ? '' : `: ${detail}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
