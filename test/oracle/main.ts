import { parseArgs } from 'node:util';
import { printAnalysis, runAnalyzerTables, runMeshAnalysis } from './analyze-run';
import { CLASSIC, FEATURES, type Feature } from './generate/mesh';
import { writeAgreements, writeDifferences } from './minimal-mesh';
import { buildOracle, Oracle, OracleUnavailable } from './oracle-process';
import { runRandom } from './random-run';
import { recheckCases } from './recheck';
import { recordTable } from './table-run';
import { runValidation } from './validate-run';

const USAGE = `Usage: npm run oracle -- [options]

Compares this library with Istio's own code. Needs Go 1.26, and a network for the first build.

Without one of the next options, the simulator is compared over random meshes.

  --validate N      compare the validation of N random objects
  --analyze         compare the analysis: over the test tables of istioctl's analyzers, and over random meshes
  --recheck FILE... ask again what files of cases say, such as test/oracle/cases/*.json
  --renew FILE...   the same, and write Istio's answers into the files
  --table FILE      ask the request cases of the Gateway API (test/simulation/gateway-api), and write Istio's answers
                    into the file

  --seed N          seed of the first mesh (default 1)
  --meshes M        how many meshes (default 100)
  --requests R      requests of each mesh (default 20)
  --features LIST   features that meshes may have, with commas; "classic" stands for those without the Gateway API,
                    ambient mode, tokens, path normalisation, WorkloadEntries and several gateways (default: all)
  --only I          only the I-th request of each mesh
  --examples E      examples printed for each kind of difference (default 1)
  --shrink FOLDER   shrink the first examples of each kind of difference, and write them into the folder as cases
  --keep FILE       shrink some requests about which both sides agree, and write them into the file as cases

It ends with 0 if both sides agree, 1 if they do not, and 2 if the comparison is not possible.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      meshes: { type: 'string', default: '100' },
      requests: { type: 'string', default: '20' },
      features: { type: 'string' },
      only: { type: 'string' },
      examples: { type: 'string', default: '1' },
      shrink: { type: 'string' },
      keep: { type: 'string' },
      recheck: { type: 'boolean', default: false },
      renew: { type: 'boolean', default: false },
      table: { type: 'string' },
      validate: { type: 'string' },
      analyze: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const numbers = {
    seed: numberOf('seed', values.seed),
    meshes: numberOf('meshes', values.meshes),
    requests: numberOf('requests', values.requests),
    examples: numberOf('examples', values.examples),
  };
  const { examples } = numbers;
  const features = featuresOf(values.features);
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const print = (text: string) => process.stdout.write(`${text}\n`);
  buildOracle();
  const oracle = new Oracle();
  try {
    if (values.validate !== undefined) {
      const objects = numberOf('validate', values.validate);
      const report = await runValidation(oracle, { seed: numbers.seed, objects, log });
      print(report.print(examples));
      return report.agrees ? 0 : 1;
    }
    if (values.analyze) {
      const reports = [await runAnalyzerTables(oracle), await runMeshAnalysis(oracle, { ...numbers, features })];
      for (const report of reports) print(printAnalysis(report, examples));
      return reports.every(({ mismatches }) => mismatches.length === 0) ? 0 : 1;
    }
    if (values.table !== undefined) {
      const { answered, leftOut, refused } = await recordTable(oracle, values.table, print);
      print(`table: ${answered} requests answered, ${leftOut} left out, ${refused} refused`);
      return 0;
    }
    if (values.recheck || values.renew) {
      const counts = await recheckCases(oracle, positionals, { renew: values.renew, print });
      const { answers, same, leftOut, refused, agree } = counts;
      print(`cases: ${same} of ${answers} answers of Istio are the same, ${leftOut} left out, ${refused} refused`);
      print(`cases: the simulator agrees with ${agree} of ${answers}`);
      return same === answers ? 0 : 1;
    }
    const only = values.only === undefined ? {} : { only: numberOf('only', values.only) };
    const options = { ...numbers, ...only, features, log };
    const report = await runRandom(oracle, options);
    print(report.print(examples));
    if (values.shrink !== undefined) await writeDifferences(oracle, report, { ...options, folder: values.shrink });
    if (values.keep !== undefined) await writeAgreements(oracle, report, { ...options, file: values.keep });
    return report.agrees ? 0 : 1;
  } finally {
    oracle.end();
  }
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) {
    throw new OracleUnavailable(`Cannot use --${option} "${text}": wanted a whole number from 0 on`);
  }
  return number;
}

function featuresOf(text: string | undefined): readonly Feature[] {
  if (text === undefined) return FEATURES;
  const names: readonly string[] = text.split(',').flatMap(name => (name === 'classic' ? [...CLASSIC] : [name.trim()]));
  const unknown = names.find(name => !FEATURES.some(feature => feature === name));
  if (unknown !== undefined) {
    throw new OracleUnavailable(
      `Cannot use the feature "${unknown}": wanted "classic" or some of ${FEATURES.join(', ')}`,
    );
  }
  return FEATURES.filter(feature => names.includes(feature));
}

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

main().then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof OracleUnavailable || isUsageError(error))) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  },
);
