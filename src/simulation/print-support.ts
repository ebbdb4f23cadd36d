import { DIFFERENCES, type Difference, type DifferenceName, Release } from '../istio/release';
import { OTHER_KINDS, SUPPORT } from '../istio/support';
import type { Support, SupportEntry } from '../istio/support-entry';
import { DEFAULT_ISTIO_VERSION, isAtLeast, OLDEST_MINOR } from '../values/istio-version';

const INTRODUCTION = `# The simulator

\`cdk8s-istio simulate\` and the expectations of \`cdk8s-istio/testing\` compute the result of a request from the manifests
alone: which route and version receives it, whether it uses mutual TLS, whether policies allow it, and which object and
field decided. The result is called a verdict. It holds for one release of Istio, which it names (see [Releases](#releases)).

\`\`\`sh
npx cdk8s-istio simulate dist --from notes-app/frontend --to http://notes-app-backend:5000/health
npx cdk8s-istio simulate dist --from internet --to https://notes.example.com/ --json
\`\`\`

\`\`\`ts
import { expectMesh, matrix, meshOf } from 'cdk8s-istio/testing';

const mesh = meshOf(app); // or a chart, or a folder of YAML
expectMesh(mesh).toRoute({ from: frontend, to: 'http://notes-app-backend:5000/health' }).toSplit({ v1: 90, v2: 10 });
expectMesh(mesh).toDeny({ from: frontend, to: 'tcp://mysql:3306' });
expect(matrix(mesh)).toMatchSnapshot();
\`\`\`

With \`import 'cdk8s-istio/testing/jest'\`, or \`expect.extend(meshMatchers)\` in other test runners, you can write
\`expect(mesh).toRoute(request, backend.version('v2'))\`, \`expect(mesh).toSplit(request, { v1: 90, v2: 10 })\` and so on. The
functions \`checkRoute\`, \`checkSplit\`, ... return the result instead of throwing.

## How it works

A request passes the same steps as in a cluster: the sidecar of the client (Sidecar scope, listener, virtual host, route) or
the gateway (server, tokens, policies, virtual host, route), the destination (DestinationRule, subset, pods), the mutual TLS
between client and server, and the proxy of the server (tokens, CUSTOM, DENY and ALLOW policies). In ambient mode, these are
ztunnel, which sees connections only, and the waypoint if there is one.

- **Unsupported.** If a field matters for the request and is not modelled, the verdict is \`unsupported\` and names the field.
- **Assumptions.** If the age of objects decides and the manifests have no creation time, names decide, as between objects
  of the same second. The verdict lists such assumptions. It also lists pods and Namespaces that are missing in the manifests.
- **One request at a time.** Load, failures and retries are not simulated: pods are healthy, limits are not reached, and the
  choice among the pods of one destination is left open.
- **No cryptography.** Certificates are valid, and a token is valid unless the request says otherwise.
- **Mesh configuration.** It is read from the ConfigMap \`istio\`, an IstioOperator or the values of an istiod release. The
  fields that matter are listed below under MeshConfig.

## Releases

The release is, in this order: \`--istio-version\`, \`meshOf(source, { istioVersion })\` or
\`buildModel(manifests, { istioVersion })\`; the target of the app; the release that the manifests install (the oldest of
several); ${DEFAULT_ISTIO_VERSION}. Switches of istiod in the manifests (\`pilot.env\`, and \`compatibilityVersion\` of the
charts) are applied. A field or value that the release does not have is not modelled for it.

The table has a column for each release that changed the result of some request; a release without a column is like the one
before it. [releases.md](releases.md) lists other changes between releases.
`;

const WORDS: { readonly [support in Support]: string } = {
  modelled: 'modelled',
  ignored: 'no effect on a verdict',
  unsupported: 'not modelled',
};

/** The page of the documentation about the simulator. */
export function printSupport(): string {
  const kinds = [...new Set(SUPPORT.map(({ kind }) => kind))];
  return [
    INTRODUCTION,
    ...printDifferences(),
    '## Fields',
    '',
    'In a path, `[]` means the items of a list, `*` the keys of a mapping, `**` everything below, and `{a,b}` alternatives.',
    'Fields that are not listed are not modelled.',
    '',
    ...kinds.flatMap(kind =>
      printKind(
        kind,
        SUPPORT.filter(entry => entry.kind === kind),
      ),
    ),
    '## Other kinds',
    '',
    '| kind | support | reason |',
    '|---|---|---|',
    ...OTHER_KINDS.map(({ kind, support, because }) => `| ${kind} | ${WORDS[support]} | ${because} |`),
    '',
  ].join('\n');
}

/** What differs from release to release: one row for each difference, one column for each release that brought one. */
function printDifferences(): readonly string[] {
  const differences = Object.entries(DIFFERENCES) as [DifferenceName, Difference][];
  const minors = [OLDEST_MINOR, ...differences.map(([, { since }]) => since)];
  const releases = [...new Set(minors)].sort((a, b) => (isAtLeast(a, b) ? 1 : -1)).map(minor => new Release(minor));
  return [
    `| behaviour | ${releases.map(({ version }) => version).join(' | ')} | if not | switch of istiod |`,
    `|---|${releases.map(() => '---|').join('')}---|---|`,
    ...differences.map(([name, { now, before, switch: by }]) => {
      const cells = releases.map(release => (release.has(name) ? 'yes' : 'no'));
      return `| ${now} | ${cells.join(' | ')} | ${before} | ${by === undefined ? '' : switchText(by)} |`;
    }),
    '',
  ];
}

function switchText({ variable, from, until }: NonNullable<Difference['switch']>): string {
  return `\`${variable}\`, ${until === undefined ? `from ${from}` : `${from} until ${until}`}`;
}

function values(since: { readonly [value: string]: string }): string {
  const listed = Object.entries(since).map(([value, release]) => `\`${value}\` since Istio ${release}`);
  return listed.length === 0 ? '' : `; ${listed.join(', ')}`;
}

function printKind(kind: string, entries: readonly SupportEntry[]): readonly string[] {
  return [
    `### ${kind === 'KubernetesGateway' ? 'Gateway of the Gateway API' : kind}`,
    '',
    ...entries.flatMap(({ support, fields, because, since, valuesSince = {} }) => [
      `- ${[WORDS[support], ...(since === undefined ? [] : [`since Istio ${since}`])].join(', ')}${because === undefined ? '' : `: ${because}`}${values(valuesSince)}`,
      ...fields.map(field => `  - \`${field}\``),
    ]),
    '',
  ];
}
