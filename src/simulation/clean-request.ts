import { type RequestCleaning, RequestCleanings } from '../istio/gateways/connection-settings';
import { type Attribute, headerAttribute, PATH, TARGET, type Term } from '../requests/attribute';
import { normalizePath, withoutQuery } from '../requests/path-normalization';
import type { RequestFacts } from '../requests/request-facts';
import { orEmpty, PRESENT, prefix, regex } from '../requests/test';
import type { Hop, Sender } from './hop';
import type { RoutingFailure } from './routing';

const HAS_ESCAPED_SLASH = regex('(?s:.*)%(?:2[Ff]|5[Cc])(?s:.*)');
const HAS_DOUBLED_SLASH = regex('(?s:.*)//(?s:.*)');
const DOUBLED_SLASH = '/{2,}';
const IS_GRPC = orEmpty(prefix('application/grpc'));

/** The request as the pods of a gateway clean it, or the answer that they give instead. */
export function cleanRequest(hop: Hop, { workload }: Sender): RequestFacts | RoutingFailure {
  const { mesh, trace } = hop;
  const cleaning = mesh.once(RequestCleanings).of(workload);
  if (cleaning === undefined) return hop.facts;
  if (cleaning.undone !== undefined) {
    const field = `connectionSettings.${cleaning.undone}`;
    trace.unsupported(workload.resource, field, 'it takes back what the path normalization of the mesh does');
  }
  const facts = withoutUnderscores(hop, cleaning);
  if ('kind' in facts) return facts;
  const unescaped = withoutEscapedSlashes(facts, cleaning, hop);
  return 'kind' in unescaped ? unescaped : merged(unescaped, cleaning);
}

function withoutUnderscores(
  { facts, trace }: Hop,
  { underscores, where }: RequestCleaning,
): RequestFacts | RoutingFailure {
  if (underscores === 'kept') return facts;
  const found = facts.headerNames.filter(
    name => name.includes('_') && facts.ask(headerAttribute(name), PRESENT) === true,
  );
  const [first] = found;
  if (first === undefined) return facts;
  if (underscores === 'rejected') {
    trace.step('server', `header "${first}" has an underscore in its name, which ${where} refuses`);
    return { kind: 'failure', reason: 'refused-request', status: 400 };
  }
  trace.step('server', `headers with an underscore in their name are dropped by ${where}: ${found.join(', ')}`);
  return facts.changed(
    found.map((name): [Attribute, undefined, Term] => [
      headerAttribute(name),
      undefined,
      { kind: 'constant', value: undefined },
    ]),
  );
}

function withoutEscapedSlashes(
  facts: RequestFacts,
  { escapedSlashes, mergesSlashes, where }: RequestCleaning,
  { mesh, trace }: Hop,
): RequestFacts | RoutingFailure {
  if (escapedSlashes === 'kept' || facts.ask(PATH, HAS_ESCAPED_SLASH) !== true) return facts;
  const isRefused =
    escapedSlashes === 'rejected' ||
    // Clients of gRPC follow no redirects.
    (escapedSlashes === 'redirected' && facts.ask(headerAttribute('content-type'), IS_GRPC) === true);
  if (isRefused) {
    trace.step('server', `the path has an escaped slash, which ${where} refuses`);
    return { kind: 'failure', reason: 'refused-request', status: 400 };
  }
  const sent = facts.show(TARGET) ?? '';
  const path = withoutQuery(sent);
  const unescaped = path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  const normalized = normalizePath(unescaped, mesh.settings.pathNormalization) ?? unescaped;
  const clean = mergesSlashes ? normalized.replace(/\/{2,}/g, '/') : normalized;
  const target = clean + sent.slice(path.length);
  if (escapedSlashes === 'redirected') {
    trace.step('server', `the path has an escaped slash, which ${where} redirects to ${target}`);
    return { kind: 'failure', reason: 'path-redirect', status: 307, location: target };
  }
  trace.step('server', `the path becomes ${clean} by ${where}`);
  return facts.changed([
    [PATH, clean, { kind: 'opaque' }],
    [TARGET, target, { kind: 'opaque' }],
  ]);
}

function merged(facts: RequestFacts, { mergesSlashes }: RequestCleaning): RequestFacts {
  if (!mergesSlashes || facts.ask(PATH, HAS_DOUBLED_SLASH) !== true) return facts;
  const sent = facts.show(TARGET) ?? '';
  const path = withoutQuery(sent);
  const clean = path.replace(/\/{2,}/g, '/');
  const term = { kind: 'regex-replaced', of: facts.termOf(PATH), expression: DOUBLED_SLASH, by: '/' } as const;
  return facts.changed([
    [PATH, clean, term],
    [TARGET, clean + sent.slice(path.length), term],
  ]);
}
