import { adoptInto } from '../adopt/write-project';
import { ConfigError } from '../values/config-error';
import { NAMESPACE_OPTION } from './read-objects';
import { defineVerb } from './verb';

/** Writes manifests as a program. */
export const verb = defineVerb({
  name: 'adopt',
  arguments: 'FILE|DIR|- ... --out DIR',
  about: `Writes a TypeScript program that produces the same manifests, with constructs where possible, and proves that no
request behaves differently. Also reads the output of kubectl get -o yaml.

Writes src/main.ts and its output dist, mesh.test.ts, which tests what the mesh does today, and the report ADOPTION.md.`,
  options: {
    out: { type: 'string', value: 'DIR', help: 'the folder of the program; new, or empty' },
    namespace: NAMESPACE_OPTION,
    'istio-version': {
      type: 'string',
      value: 'RELEASE',
      help: 'the Istio release that runs (default: the one that the manifests install, else that of the library)',
    },
    mend: {
      type: 'boolean',
      help: 'fix faults that have only one fix: unused subsets without pods, and undefined subsets that routes use',
    },
  },
  exit: '0 no request behaves differently; 1 some do, or a part of the input could not be read; 2 nothing was written',
  run({ values: { out, namespace, mend, 'istio-version': istioVersion }, paths }) {
    if (out === undefined) throw new ConfigError('Cannot write the program: wanted --out with a folder, got none');
    const project = adoptInto(paths, { out, namespace, istioVersion, mend });
    const { objects, diff, unreadable, leftOut, mended, run, isProven } = project;
    for (const problem of unreadable) process.stderr.write(`cdk8s-istio: cannot read ${problem}\n`);
    for (const one of leftOut) process.stderr.write(`cdk8s-istio: left out ${one}\n`);
    for (const one of mended) process.stderr.write(`cdk8s-istio: fixed ${one}\n`);
    const ofMesh = objects.filter(({ isOfMesh }) => isOfMesh);
    const constructs = ofMesh.filter(({ form }) => form === 'construct').length;
    const behaves =
      diff.differences.length === 0 ? 'no request behaves differently' : 'some requests behave differently';
    process.stdout.write(
      `${out}: ${objects.length} objects, ${constructs} of ${ofMesh.length} of Istio and the Gateway API by constructs; ${behaves}\n`,
    );
    if (run.by === undefined) process.stdout.write('nothing here runs TypeScript, so that dist was not written\n');
    else if (!isProven) process.stdout.write(`the program does not write what was compared; see ${out}/ADOPTION.md\n`);
    return diff.differences.length > 0 || unreadable.length > 0 || (run.by !== undefined && !isProven) ? 1 : 0;
  },
});
