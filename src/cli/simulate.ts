import { buildModel } from '../model/mesh-model';
import { printSupport } from '../simulation/print-support';
import { renderVerdict } from '../simulation/render-verdict';
import type { SimulationRequest } from '../simulation/request';
import { simulate } from '../simulation/simulate';
import { ConfigError } from '../values/config-error';
import { isMapping } from '../values/plain-data';
import { NAMESPACE_OPTION, PATHS, READ_OPTIONS, readObjects } from './read-objects';
import { defineVerb } from './verb';

/** Outcomes that are not failures. */
const FINE: ReadonlySet<string> = new Set(['routed', 'answered', 'redirected', 'passed-through', 'up-to-provider']);

/** Simulates one request in a mesh that is given as files, folders or standard input. */
export const verb = defineVerb({
  name: 'simulate',
  arguments: `${PATHS} --from WORKLOAD|internet --to URL`,
  about: 'Shows what happens to a request, and why, without a cluster.',
  options: {
    from: { type: 'string', value: 'NAME', help: 'namespace/name of a workload or service, or "internet"' },
    to: { type: 'string', value: 'URL', help: 'such as http://backend:5000/health; also https, grpc, tcp and tls' },
    method: { type: 'string', value: 'METHOD', help: 'default: GET, for grpc POST' },
    header: { type: 'string', value: 'NAME=VALUE', multiple: true, help: 'a header that is sent; may be repeated' },
    'jwt-claims': {
      type: 'string',
      value: 'JSON',
      help: `claims of a valid token that is sent, such as '{"iss":"...","sub":"..."}'`,
    },
    ip: { type: 'string', value: 'ADDRESS', help: 'address of the sender, where a policy asks for it' },
    'client-ip': {
      type: 'string',
      value: 'ADDRESS',
      help: 'address of the original client, as a trusted proxy tells it',
    },
    'client-certificate': { type: 'boolean', help: 'the client shows a certificate to the gateway' },
    gateway: {
      type: 'string',
      value: 'NAME',
      help: 'namespace/name of the gateway pods that take requests from the internet',
    },
    'istio-version': {
      type: 'string',
      value: 'VERSION',
      help: 'the release of Istio that runs (default: the one that is installed)',
    },
    namespace: NAMESPACE_OPTION,
    json: { type: 'boolean', help: 'write the verdict as JSON' },
    support: { type: 'boolean', help: 'write which fields the simulator models, as Markdown, and do nothing else' },
    ...READ_OPTIONS,
  },
  exit: `0 the request is routed, answered, redirected or leaves the mesh; 1 it is refused or lost, or the verdict is
"unsupported"; 2 the manifests or the request cannot be read`,
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  run({ values, paths }) {
    if (values.support === true) {
      process.stdout.write(printSupport());
      return 0;
    }
    const { from, to } = values;
    if (paths.length === 0 || from === undefined || to === undefined) {
      throw new ConfigError(
        'Cannot simulate: wanted a file, a folder or "-", and --from and --to; see cdk8s-istio simulate --help',
      );
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
    const model = buildModel(readObjects(paths, values), {
      ...(values.namespace === undefined ? {} : { defaultNamespace: values.namespace }),
      ...(values['istio-version'] === undefined ? {} : { istioVersion: values['istio-version'] }),
    });
    const verdict = simulate(model, request);
    const title = `${request.method ?? 'GET'} ${to} from ${from}`;
    process.stdout.write(
      values.json === true ? `${JSON.stringify(verdict, null, 2)}\n` : `${renderVerdict(verdict, title)}\n`,
    );
    return FINE.has(verdict.outcome) ? 0 : 1;
  },
});

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
