import { analyze } from '../analysis/analyze';
import { RULES } from '../analysis/registry';
import { assumedCluster } from '../model/assumed-cluster';
import { buildModel, type MeshModelOptions } from '../model/mesh-model';
import type { Severity } from '../values/diagnostic';
import { readAcceptances } from './acceptance-file';
import { NAMESPACE_OPTION, PATHS, READ_OPTIONS, readObjects } from './read-objects';
import { readYaml } from './read-yaml';
import { isAtLeast, summaryOf } from './report/report';
import { FORMAT_OPTIONS, formatOf, reporting, writeReport } from './report/write-report';
import { rulesNamed } from './rules-named';
import { uncheckedKinds } from './unchecked-kinds';
import { defineVerb } from './verb';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Analyses manifests that are given as files, folders or standard input. */
export const verb = defineVerb({
  name: 'analyze',
  arguments: PATHS,
  about: 'Finds problems between the objects of manifests. Folders are read recursively; "-" is standard input.',
  options: {
    ...FORMAT_OPTIONS,
    'fail-on': {
      type: 'string',
      value: 'SEVERITY',
      choices: SEVERITIES,
      help: 'exit with 1 from this severity on: error (default), warning or info',
    },
    accept: {
      type: 'string',
      value: 'FILE',
      help: 'a file of accepted findings with their reasons; may be repeated',
      multiple: true,
    },
    'assume-cluster': {
      type: 'string',
      value: 'defaults',
      choices: ['defaults'],
      help: "assume what a cluster with Istio's default profile has",
    },
    'istio-parity': { type: 'boolean', help: 'report what istioctl analyze reports, with its severities' },
    'mesh-config': { type: 'string', value: 'FILE', help: 'mesh configuration that is not among the manifests' },
    'istio-version': {
      type: 'string',
      value: 'VERSION',
      help: 'the release of Istio that runs (default: the one that is installed)',
    },
    namespace: NAMESPACE_OPTION,
    rule: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      help: 'run this rule only, by name or code; may be repeated',
    },
    ...READ_OPTIONS,
  },
  exit: '0 nothing found, 1 findings at or above the severity, 2 the manifests cannot be read',
  run({ values, paths }) {
    formatOf(values);
    const rules = values.rule?.flatMap(name => [...rulesNamed(name)]);
    // What is accepted of rules that do not run is neither needed nor in vain.
    const acceptances = (values.accept ?? [])
      .flatMap(readAcceptances)
      .filter(({ rule }) => rules?.some(({ name }) => name === rule) !== false || !isRule(rule));
    return reporting('analyze', values, () => {
      const objects = readObjects(paths, values);
      const diagnostics = analyze(buildModel(objects, optionsOf(values)), {
        ...(rules === undefined ? {} : { rules }),
        accepted: acceptances,
      });
      writeReport(
        { verb: 'analyze', diagnostics, summary: summaryOf(diagnostics, objects.length, uncheckedKinds(objects)) },
        values,
      );
      const threshold = SEVERITIES.find(severity => severity === values['fail-on']) ?? 'error';
      return diagnostics.some(({ severity }) => isAtLeast(severity, threshold)) ? 1 : 0;
    });
  },
});

function isRule(rule: string): boolean {
  return RULES.some(({ name }) => name === rule);
}

function optionsOf(values: {
  readonly namespace?: string;
  readonly 'istio-parity'?: boolean;
  readonly 'istio-version'?: string;
  readonly 'assume-cluster'?: string;
  readonly 'mesh-config'?: string;
}): MeshModelOptions {
  return {
    ...(values['istio-parity'] === true ? { istioParity: true } : {}),
    ...(values.namespace === undefined ? {} : { defaultNamespace: values.namespace }),
    ...(values['istio-version'] === undefined ? {} : { istioVersion: values['istio-version'] }),
    ...(values['assume-cluster'] === undefined ? {} : { assumed: assumedCluster() }),
    ...(values['mesh-config'] === undefined
      ? {}
      : { meshConfig: readYaml(values['mesh-config'], 'mesh configuration') }),
  };
}
