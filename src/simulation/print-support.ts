import { DIFFERENCES, type Difference, type DifferenceName, Release } from '../istio/release';
import { OTHER_KINDS, SUPPORT } from '../istio/support';
import type { Support, SupportEntry } from '../istio/support-entry';
import { DEFAULT_ISTIO_VERSION, isAtLeast, OLDEST_MINOR } from '../values/istio-version';

const INTRODUCTION = `# The simulator

\`cdk8s-istio simulate\` and the expectations of \`cdk8s-istio/testing\` work out what becomes of a request, from the
manifests alone: which route and version takes it, whether mutual TLS secures it, whether policies let it through, and
which object and field decided each of that. A verdict holds for one release of Istio, which it names: see "Releases".

\`\`\`
npx cdk8s-istio simulate dist --from notes-app/frontend --to http://notes-app-backend:5000/health
npx cdk8s-istio simulate dist --from internet --to https://notes.example.com/ --json
\`\`\`

\`\`\`ts
import { expectMesh, matrix, meshOf } from 'cdk8s-istio/testing';

const mesh = meshOf(app); // or a chart, a folder of YAML
expectMesh(mesh).toRoute({ from: frontend, to: 'http://notes-app-backend:5000/health' }).toSplit({ v1: 75, v2: 25 });
expectMesh(mesh).toDeny({ from: frontend, to: 'tcp://mysql:3306' });
expect(matrix(mesh)).toMatchSnapshot();
\`\`\`

With \`import 'cdk8s-istio/testing/jest'\`, or \`expect.extend(meshMatchers)\` in other runners, the same reads
\`expect(mesh).toRoute(request, backend.version('v2'))\`, \`expect(mesh).toSplit(request, { v1: 75, v2: 25 })\` and so on.
The functions \`checkRoute\`, \`checkSplit\`, ... answer without throwing.

## How it decides

A request passes the same stations as in a cluster: the sidecar of the client (Sidecar scope, listener, virtual host,
route) or the gateway (server, tokens, policies, virtual host, route), the destination (DestinationRule, subset, pods),
the mutual TLS between both sides, and the proxy of the server (tokens, CUSTOM, DENY and ALLOW policies). In the ambient
mesh these are ztunnel, which sees connections only, and the waypoint where one is used.

- **Unsupported.** A field that bears on the request and is not in the tables below makes the verdict \`unsupported\`; it
  is named, and no other outcome is given.
- **Assumptions.** Where Istio lets the oldest object win and manifests carry no creation time, names decide, as they do
  between objects of the same second; the verdict says so. It also says when pods are not among the manifests, or the
  Namespace that tells whether they have a sidecar.
- **One request at a time.** Load, failures and retries of earlier requests play no part: pods are healthy, limits are
  not reached, and the choice among the pods of one destination is left open.
- **No cryptography.** Certificates are right, and a token is valid unless the request says otherwise.

- **Mesh configuration.** Of the ConfigMap \`istio\`, an IstioOperator or the values of an istiod release count the root
  namespace, the trust domain and its aliases, outbound and inbound traffic policy, auto mTLS, path normalization, default
  retries, the defaults of \`exportTo\`, and the external authorizers among the extension providers.

## Releases

A verdict is that of the release that runs: the one that is named by \`--istio-version\`, \`meshOf(source, { istioVersion })\`
or \`buildModel(manifests, { istioVersion })\`, else the target of the app, else the one that the manifests install (the
oldest of several), else ${DEFAULT_ISTIO_VERSION}. Switches of istiod that the manifests set (\`pilot.env\`, and
\`compatibilityVersion\` of the charts) are followed. A field, or a value, that the release does not have yet is not
modelled for it.

The table has a column for each release that brought a difference that a request can see; a release without a column is
like the one before it. What else differs between releases is listed in [releases.md](releases.md).
`;

const WORDS: { readonly [support in Support]: string } = {
  modelled: 'decides',
  ignored: 'cannot change a verdict',
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
    'In a path, `[]` stands for the items of a list, `*` for the keys of a mapping, `**` for everything below, and',
    '`{a,b}` for alternatives. Fields that are not listed are not modelled.',
    '',
    ...kinds.flatMap(kind =>
      printKind(
        kind,
        SUPPORT.filter(entry => entry.kind === kind),
      ),
    ),
    '## Other kinds',
    '',
    '| kind | | because |',
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
    `| in effect | ${releases.map(({ version }) => version).join(' | ')} | otherwise | switch of istiod |`,
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
