import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { analyze } from '../analysis/analyze';
import { RULES } from '../analysis/registry';
import { renderDiagnostics, summarize } from '../analysis/render';
import type { Rule } from '../analysis/rule';
import { renderSarif } from '../analysis/sarif';
import { assumedCluster } from '../model/assumed-cluster';
import { parseValues } from '../model/installations';
import { buildModel, type MeshModelOptions } from '../model/mesh-model';
import { uncheckedKinds, uncheckedText } from '../schema/unchecked-kinds';
import { ConfigError } from '../values/config-error';
import type { Diagnostic, Severity } from '../values/diagnostic';
import { nearest } from '../values/nearest';
import { readObjects } from './read-objects';
import type { Verb } from './verb';

const USAGE = `usage: cdk8s-istio analyze FILE|DIR|- ... [options]

Finds what is wrong between the objects of manifests. Folders are read recursively; "-" is standard input.

  --json                     write the findings as JSON
  --sarif                    write the findings as SARIF
  --fail-on SEVERITY         exit with 1 from this severity on: error (default), warning or info
  --assume-cluster defaults  take for granted what a cluster with Istio's default profile has
  --istio-parity             report what istioctl analyze reports, with its severities
  --mesh-config FILE         mesh configuration that is not among the manifests
  --istio-version VERSION    the release of Istio that runs (default: the one that is installed)
  --namespace NAME           where objects without a namespace are created (default: default)
  --rule NAME                run this rule only, by name or code; may be repeated

exit code: 0 nothing found, 1 findings at or above the severity, 2 the manifests cannot be read
`;

const OPTIONS = {
  json: { type: 'boolean' },
  sarif: { type: 'boolean' },
  'fail-on': { type: 'string', default: 'error' },
  'assume-cluster': { type: 'string' },
  'istio-parity': { type: 'boolean' },
  'mesh-config': { type: 'string' },
  'istio-version': { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  rule: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Analyses manifests that are given as files, folders or standard input. */
export const verb: Verb = args => {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (positionals.length === 0) throw new ConfigError(`Cannot analyse: wanted a file, a folder or "-"\n${USAGE}`);
  if (values.json === true && values.sarif === true) {
    throw new ConfigError('Cannot write findings: wanted one of --json and --sarif, got both');
  }
  const threshold = severityOf(values['fail-on']);
  const options: MeshModelOptions = {
    ...(values['istio-parity'] === true ? { istioParity: true } : {}),
    ...(values.namespace === undefined ? {} : { defaultNamespace: values.namespace }),
    ...(values['istio-version'] === undefined ? {} : { istioVersion: values['istio-version'] }),
    ...(values['assume-cluster'] === undefined ? {} : { assumed: assumedObjects(values['assume-cluster']) }),
    ...(values['mesh-config'] === undefined ? {} : { meshConfig: readMeshConfig(values['mesh-config']) }),
  };
  const objects = readObjects(positionals);
  // Parity means the output of istioctl.
  const unchecked =
    values['istio-parity'] === true
      ? undefined
      : uncheckedText(uncheckedKinds(objects.map(({ manifest }) => manifest)));
  const diagnostics = analyze(buildModel(objects, options), {
    ...(values.rule === undefined ? {} : { rules: values.rule.flatMap(rulesNamed) }),
  });
  if (values.sarif === true) process.stdout.write(renderSarif(diagnostics));
  else if (values.json === true) process.stdout.write(renderJson(diagnostics));
  else {
    const found = diagnostics.length === 0 ? [] : [renderDiagnostics(diagnostics), '', summarize(diagnostics)];
    const lines = [...found, ...(unchecked === undefined ? [] : [unchecked])];
    process.stdout.write(lines.map(line => `${line}\n`).join(''));
  }
  return diagnostics.some(({ severity }) => SEVERITIES.indexOf(severity) <= threshold) ? 1 : 0;
};

function renderJson(diagnostics: readonly Diagnostic[]): string {
  const listed = diagnostics.map(diagnostic => ({
    ...diagnostic,
    resource: { namespace: '', ...diagnostic.resource },
    related: (diagnostic.related ?? []).map(resource => ({ namespace: '', ...resource })),
  }));
  return `${JSON.stringify({ diagnostics: listed }, null, 2)}\n`;
}

function severityOf(name: string): number {
  const threshold = SEVERITIES.indexOf(name as Severity);
  if (threshold < 0) throw new ConfigError(`Cannot fail on "${name}": wanted error, warning or info`);
  return threshold;
}

function assumedObjects(name: string) {
  if (name !== 'defaults') throw new ConfigError(`Cannot assume the cluster "${name}": wanted "defaults"`);
  return assumedCluster();
}

function readMeshConfig(file: string): { readonly [key: string]: unknown } {
  const config = parseValues(readFileSync(file, 'utf8'));
  if (config === undefined) throw new ConfigError(`Cannot read mesh configuration of "${file}": wanted a YAML mapping`);
  return config;
}

function rulesNamed(name: string): readonly Rule[] {
  const rules = RULES.filter(rule => rule.name === name || rule.equivalents.includes(name));
  if (rules.length > 0) return rules;
  const similar = nearest(
    name,
    RULES.map(rule => rule.name),
  );
  const hint = similar === undefined ? '' : `, did you mean "${similar}"?`;
  throw new ConfigError(`Cannot run rule "${name}": wanted the name or code of a rule${hint}`);
}
