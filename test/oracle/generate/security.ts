import type { Plan, PlannedWorkload } from './plan';
import { AUDIENCES, GROUPS, ISSUERS, METHODS, PATHS } from './vocabulary';

/** Mutual TLS, tokens, and policies of every action. */
export function addSecurity(plan: Plan): void {
  const { random } = plan;
  for (let i = random.int(0, 2); i > 0; i--) addPeerAuthentication(plan);
  if (plan.has('jwt')) for (let i = random.int(1, 2); i > 0; i--) addRequestAuthentication(plan);
  if (plan.has('policies')) for (let i = random.int(1, 3); i > 0; i--) addPolicy(plan);
  if (plan.has('jwt') && random.chance(0.7)) addTokenPolicy(plan);
  if (plan.providers.length > 0) addPolicy(plan, true);
}

/** A namespace and, in most cases, a selector of one of its workloads. */
function scope(plan: Plan): {
  readonly namespace: string;
  readonly selector: object;
  readonly workload?: PlannedWorkload;
} {
  const { random } = plan;
  if (random.chance(0.12)) return { namespace: 'istio-system', selector: {} };
  const workload = random.pick(plan.workloads);
  if (random.chance(0.35)) return { namespace: workload.namespace, selector: {} };
  const { app, version, istio } = workload.labels;
  const matchLabels = {
    ...(app === undefined ? {} : { app }),
    ...(istio === undefined ? {} : { istio }),
    ...(version === undefined || random.chance(0.6) ? {} : { version }),
  };
  return { namespace: workload.namespace, selector: { selector: { matchLabels } }, workload };
}

function addPeerAuthentication(plan: Plan): void {
  const { random } = plan;
  const { namespace, selector } = scope(plan);
  const mode = random.weighted([
    [4, 'STRICT'],
    [2, 'PERMISSIVE'],
    [2, 'DISABLE'],
    [1, 'UNSET'],
  ]);
  const name = plan.nameFor('PeerAuthentication', namespace, 'pa');
  plan.add({
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name, namespace },
    spec: {
      ...selector,
      ...random.maybe(0.9, () => ({ mtls: { mode } })),
      ...('selector' in selector
        ? random.maybe(0.35, () => ({
            portLevelMtls: {
              [String(random.pick([8080, 9000, 8443, 3306, 7070]))]: {
                mode: random.pick(['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET']),
              },
            },
          }))
        : {}),
    },
  });
}

function addPolicy(plan: Plan, custom = false): void {
  const { random } = plan;
  const { namespace, selector } = scope(plan);
  const action = custom
    ? 'CUSTOM'
    : random.weighted([
        [5, 'DENY'],
        [5, 'ALLOW'],
        [1, 'AUDIT'],
      ]);
  const rules =
    custom && random.chance(0.5)
      ? [{}]
      : Array.from({ length: random.int(1, 2) }, () => rule(plan, namespace, !custom));
  authorizationPolicy(plan, namespace, {
    action,
    ...(custom ? { provider: { name: random.pick(plan.providers) } } : {}),
    ...selector,
    ...(action === 'ALLOW' && random.chance(0.1) ? {} : { rules }),
  });
}

export function authorizationPolicy(plan: Plan, namespace: string, spec: object): void {
  const { random } = plan;
  const name = plan.nameFor('AuthorizationPolicy', namespace, 'ap');
  const dry = random.maybe(0.03, () => ({ annotations: { 'istio.io/dry-run': 'true' } }));
  plan.add({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace, ...dry },
    spec,
  });
}

/**
 * A rule of a policy.
 *
 * @param identified whether it may ask who calls, which a rule for an external authorizer may not
 */
export function rule(plan: Plan, namespace: string, identified = true): object {
  const { random } = plan;
  return {
    ...random.maybe(0.5, () => ({
      from: Array.from({ length: random.int(1, 2) }, () => ({ source: source(plan, namespace, identified) })),
    })),
    ...random.maybe(0.55, () => ({
      to: Array.from({ length: random.int(1, 2) }, () => ({ operation: operation(plan) })),
    })),
    ...random.maybe(0.3, () => ({ when: [condition(plan, identified)] })),
  };
}

function source(plan: Plan, namespace: string, identified: boolean): object {
  const { random } = plan;
  const workload = random.pick(plan.workloads);
  const { namespace: home, account, ip } = workload;
  const principals = ['*', `cluster.local/ns/${home}/*`, `cluster.local/ns/${home}/sa/${account}`, `*/sa/${account}`];
  const issuer = random.pick(ISSUERS);
  const [field, values] = random.weighted<readonly [string, readonly string[]]>([
    [2, ['ipBlocks', [ip, '10.1.0.0/29', '203.0.113.0/24']]],
    [1, ['remoteIpBlocks', ['10.1.0.0/16', '203.0.113.0/24']]],
    ...(identified
      ? ([
          [3, ['principals', principals]],
          [4, ['namespaces', ['*', home, `${home.slice(0, 2)}*`]]],
          [2, ['serviceAccounts', [`${home}/${account}`, `${namespace}/default`, account]]],
        ] as const)
      : []),
    ...(identified && plan.has('jwt')
      ? ([[2, ['requestPrincipals', ['*', `${issuer}/*`, `${issuer}/alice`]]]] as const)
      : []),
  ]);
  return { [random.chance(0.2) ? negated(field) : field]: [random.pick(values)] };
}

function negated(field: string): string {
  return `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

function operation(plan: Plan): object {
  const { random } = plan;
  const negative = random.chance(0.2);
  const field = (name: string) => (negative ? negated(name) : name);
  const paths = ['/admin*', '/api/*', '*.css', '/items', '*', '/api/{*}/items', '/admin/{**}', random.pick(PATHS)];
  const written = {
    ...random.maybe(0.55, () => ({ [field('paths')]: [random.pick(paths)] })),
    ...random.maybe(0.3, () => ({ [field('methods')]: random.some(METHODS, random.int(1, 2)) })),
    ...random.maybe(0.2, () => ({
      [field('hosts')]: [
        random.pick(['*.example.com', '*', 'web*', random.pick(plan.services).host.replace('*', 'x')]),
      ],
    })),
    ...random.maybe(0.25, () => ({ ports: [String(random.pick([80, 8080, 9000, 8443, 5000, 7070]))] })),
    ...random.maybe(0.05, () => ({ notPorts: [String(random.pick([8080, 9000]))] })),
  };
  return Object.keys(written).length === 0 ? { paths: [random.pick(paths)] } : written;
}

function condition(plan: Plan, identified: boolean): object {
  const { random } = plan;
  const workload = random.pick(plan.workloads);
  const [key, values] = random.weighted<readonly [string, readonly string[]]>([
    [3, ['request.headers[x-user]', ['alice', 'al*', '*']]],
    [2, ['request.headers[X-Canary]', ['true']]],
    [1, ['source.ip', ['10.1.0.0/16', workload.ip]]],
    [1, ['remote.ip', ['203.0.113.0/24']]],
    [2, ['destination.port', ['8080', '9000', '5000']]],
    [1, ['connection.sni', ['*', 'outbound*', '*.example.com']]],
    ...(identified
      ? ([
          [2, ['source.namespace', [workload.namespace, '*']]],
          [1, ['source.principal', [`cluster.local/ns/${workload.namespace}/sa/${workload.account}`]]],
        ] as const)
      : []),
    ...(identified && plan.has('jwt')
      ? ([
          [2, ['request.auth.claims[groups]', GROUPS]],
          [1, ['request.auth.claims[realm][role]', GROUPS]],
          [1, ['request.auth.audiences', AUDIENCES]],
          [1, ['request.auth.principal', [`${ISSUERS[0]}/alice`, '*']]],
          [1, ['request.auth.presenter', ['app']]],
          [1, ['request.auth.claims[scope]', ['read', 'write']]],
        ] as const)
      : []),
  ]);
  return { key, [random.chance(0.25) ? 'notValues' : 'values']: [random.pick(values)] };
}

function addRequestAuthentication(plan: Plan): void {
  const { random } = plan;
  const wide = random.chance(0.4) ? { namespace: 'istio-system', selector: {} } : undefined;
  const { namespace, selector } = wide ?? scope(plan);
  const name = plan.nameFor('RequestAuthentication', namespace, 'ra');
  const issuers = random.some(ISSUERS, random.int(1, 2));
  plan.issuers.push(...issuers);
  plan.add({
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name, namespace },
    spec: { ...selector, jwtRules: issuers.map(issuer => jwtRule(plan, issuer)) },
  });
}

function jwtRule(plan: Plan, issuer: string): object {
  const { random } = plan;
  return {
    issuer,
    jwksUri: `${issuer}/keys`,
    ...random.maybe(0.25, () => ({ audiences: [random.pick(AUDIENCES)] })),
    ...random.weighted<object>([
      [6, {}],
      [1, { fromHeaders: [{ name: 'x-token', prefix: 'Token ' }] }],
      [1, { fromParams: ['token'] }],
      [1, { fromCookies: ['token'] }],
    ]),
    ...random.maybe(0.3, () => ({ forwardOriginalToken: true })),
    ...random.maybe(0.15, () => ({ outputClaimToHeaders: [{ header: 'x-user', claim: 'sub' }] })),
    ...random.maybe(0.1, () => ({ outputPayloadToHeader: 'x-payload' })),
    ...random.maybe(0.1, () => ({ spaceDelimitedClaims: ['groups'] })),
  };
}

/** The usual policies beside tokens: one is required, or one with a claim. */
function addTokenPolicy(plan: Plan): void {
  const { random } = plan;
  const { namespace, selector } = scope(plan);
  authorizationPolicy(
    plan,
    namespace,
    random.pick<object>([
      { ...selector, action: 'DENY', rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }] },
      { ...selector, action: 'ALLOW', rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] },
      {
        ...selector,
        action: 'ALLOW',
        rules: [
          { when: [{ key: 'request.auth.claims[groups]', values: [random.pick(GROUPS)] }] },
          { to: [{ operation: { paths: ['/items', '/'] } }] },
        ],
      },
    ]),
  );
}
