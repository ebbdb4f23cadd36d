import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RULES } from './registry';

/** The page about a rule, in Markdown; `undefined` if there is none. */
export function rulePage(name: string): string | undefined {
  const page = pathOf(`docs/rules/${name}.md`);
  return RULES.some(rule => rule.name === name) && existsSync(page) ? readFileSync(page, 'utf8') : undefined;
}

/**
 * The address of a page in the package, whatever registry it comes from.
 *
 * @see https://github.com/package-url/purl-spec
 */
export function pageInPackage(page: string): string {
  return `pkg:npm/cdk8s-istio@${packageVersion()}#${page}`;
}

/** The version of the library. */
export function packageVersion(): string {
  // By its name, for the compiled program lies deeper than its source.
  return (require('cdk8s-istio/package.json') as { version: string }).version;
}

function pathOf(file: string): string {
  return join(dirname(require.resolve('cdk8s-istio/package.json')), file);
}
