import { OTHER_KINDS, SUPPORT } from '../istio/support';
import type { Support, SupportEntry } from '../istio/support-entry';

const INTRODUCTION = `# The simulator

\`cdk8s-istio simulate\` and the expectations of \`cdk8s-istio/testing\` work out what becomes of a request, from the
manifests alone: which route and version takes it, whether mutual TLS secures it, whether policies let it through, and
which object and field decided each of that. The semantics are those of Istio 1.30.

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

## Fields
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

function printKind(kind: string, entries: readonly SupportEntry[]): readonly string[] {
  return [
    `### ${kind === 'KubernetesGateway' ? 'Gateway of the Gateway API' : kind}`,
    '',
    ...entries.flatMap(({ support, fields, because }) => [
      `- ${WORDS[support]}${because === undefined ? '' : `: ${because}`}`,
      ...fields.map(field => `  - \`${field}\``),
    ]),
    '',
  ];
}
