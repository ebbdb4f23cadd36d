import { parseArgs } from 'node:util';
import { buildModel } from '../model/mesh-model';
import { readManifests } from '../model/read-manifests';
import { printSupport } from '../simulation/print-support';
import { renderVerdict } from '../simulation/render-verdict';
import type { SimulationRequest } from '../simulation/request';
import { simulate } from '../simulation/simulate';
import { ConfigError } from '../values/config-error';
import { isMapping } from '../values/plain-data';
import type { Verb } from './verb';

const USAGE = `usage: cdk8s-istio simulate FILE|DIR|- ... --from WORKLOAD|internet --to URL [options]

Works out what becomes of a request, without a cluster, and prints why.

  --from NAME              namespace/name of a workload or service, or "internet"
  --to URL                 such as http://backend:5000/health; also https, grpc, tcp and tls
  --method METHOD          default: GET, for grpc POST
  --header NAME=VALUE      a header that is sent; may be repeated
  --jwt-claims JSON        claims of a valid token that is sent, such as '{"iss":"...","sub":"..."}'
  --ip ADDRESS             address of the sender, where a policy asks for it
  --client-ip ADDRESS      address of the original client, as a trusted proxy tells it
  --client-certificate     the client shows a certificate to the gateway
  --gateway NAME           namespace/name of the gateway pods that take requests from the internet
  --istio-version VERSION  the release of Istio that runs (default: the one that is installed)
  --namespace NAME         where objects without a namespace are created (default: default)
  --json                   write the verdict as JSON
  --support                write which fields the simulator models, as Markdown, and do nothing else

exit code: 0 the request is routed, answered, redirected or leaves the mesh; 1 it is refused or lost, or the verdict is
"unsupported"; 2 the manifests or the request cannot be read
`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  method: { type: 'string' },
  header: { type: 'string', multiple: true },
  'jwt-claims': { type: 'string' },
  ip: { type: 'string' },
  'client-ip': { type: 'string' },
  'client-certificate': { type: 'boolean' },
  gateway: { type: 'string' },
  'istio-version': { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  json: { type: 'boolean' },
  support: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Outcomes that are not failures. */
const FINE: ReadonlySet<string> = new Set(['routed', 'answered', 'redirected', 'passed-through', 'up-to-provider']);

/** Simulates one request in a mesh that is given as files, folders or standard input. */
export const verb: Verb = args => {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (values.support === true) {
    process.stdout.write(printSupport());
    return 0;
  }
  const { from, to } = values;
  if (positionals.length === 0 || from === undefined || to === undefined) {
    throw new ConfigError(`Cannot simulate: wanted a file, a folder or "-", and --from and --to\n${USAGE}`);
  }
  const request: SimulationRequest = {
    from,
    to,
    headers: Object.fromEntries((values.header ?? []).map(headerOf)),
    ...(values.method === undefined ? {} : { method: values.method }),
    ...(values['jwt-claims'] === undefined ? {} : { jwtClaims: claimsOf(values['jwt-claims']) }),
    ...(values.ip === undefined ? {} : { ip: values.ip }),
    ...(values['client-ip'] === undefined ? {} : { clientIp: values['client-ip'] }),
    ...(values['client-certificate'] === true ? { clientCertificate: true } : {}),
    ...(values.gateway === undefined ? {} : { gateway: values.gateway }),
  };
  const model = buildModel(readManifests(positionals), {
    ...(values.namespace === undefined ? {} : { defaultNamespace: values.namespace }),
    ...(values['istio-version'] === undefined ? {} : { istioVersion: values['istio-version'] }),
  });
  const verdict = simulate(model, request);
  const title = `${request.method ?? 'GET'} ${to} from ${from}`;
  process.stdout.write(
    values.json === true ? `${JSON.stringify(verdict, null, 2)}\n` : `${renderVerdict(verdict, title)}\n`,
  );
  return FINE.has(verdict.outcome) ? 0 : 1;
};

function headerOf(text: string): readonly [name: string, value: string] {
  const parts = /^([^=:\s]+)\s*[=:]\s*(.*)$/.exec(text);
  if (parts === null) throw new ConfigError(`Cannot send the header "${text}": wanted NAME=VALUE`);
  return [parts[1] ?? '', parts[2] ?? ''];
}

function claimsOf(text: string): { readonly [name: string]: unknown } {
  try {
    const claims: unknown = JSON.parse(text);
    if (isMapping(claims)) return { ...claims };
  } catch {
    // The message below says what is wanted, whichever way the text fails.
  }
  throw new ConfigError(`Cannot send a token with the claims "${text}": wanted a JSON object`);
}
