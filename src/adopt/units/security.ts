import type {
  AuthorizationPolicySpec,
  Condition,
  Operation,
  PeerAuthenticationSpec,
  RequestAuthenticationSpec,
  Rule,
  Source,
} from '../../../imports/security.istio.io';
import { targetRefsOf } from '../../istio/policies/policy-attachment';
import type { Resource } from '../../model/resource';
import {
  type Code,
  type CodeLike,
  type CodeRecord,
  call,
  create,
  imported,
  literal,
  type Statement,
  variable,
} from '../code';
import { type DeclaredService, MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, onlyFields, type Proposed } from '../unit';
import { type TargetCode, targetOf } from './policy-target';

/** PeerAuthentications, AuthorizationPolicies and RequestAuthentications as constructs. */
export function securityUnits(scene: Scene): readonly Proposed[] {
  const { model } = scene;
  return [
    ...model.all('PeerAuthentication').map(resource => ({
      resource,
      proposals: attempt(() => mutualTls(scene, resource)),
    })),
    ...model.all('RequestAuthentication').map(resource => ({
      resource,
      proposals: attempt(() => jwt(scene, resource)),
    })),
    ...model.all('AuthorizationPolicy').map(resource => ({
      resource,
      proposals: [
        ...attempt(() => new PolicyCode(scene, resource, undefined).candidate()),
        // Without targetRefs, pods of an ambient namespace enforce it themselves, whether or not there is a waypoint.
        ...(isForAmbientPods(scene, resource)
          ? attempt(() => new PolicyCode(scene, resource, 'pods').candidate())
          : []),
      ],
    })),
  ];
}

function mutualTls(scene: Scene, resource: Resource<'PeerAuthentication'>): Candidate {
  const { namespace, annotations } = resource;
  const spec = (resource.manifest.spec ?? {}) as PeerAuthenticationSpec;
  onlyFields(spec, ['selector', 'mtls', 'portLevelMtls'], 'spec');
  const target = targetOf(scene, namespace, spec);
  const { mtls, portLevelMtls = {} } = spec;
  const mode = mtls?.mode === 'UNSET' ? undefined : mtls?.mode;
  const props: { [key: string]: CodeLike } = { mode: mode === 'STRICT' ? undefined : mode };
  let name = 'default';
  if (target.kind === 'namespace') props.namespace = target.code;
  if (target.kind === 'gateway') inexpressible('no construct writes mutual TLS of a gateway');
  if (target.service !== undefined) {
    props.service = target.code;
    name = `${target.service.known.resource.name}-mtls`;
    const told = annotations['cdk8s-istio/reason'];
    const exceptions = Object.entries(portLevelMtls).map(([port, own]) =>
      exceptionOf(target.service as DeclaredService, Number(port), own?.mode, told),
    );
    if (exceptions.length > 0) props.exceptions = exceptions;
  }
  if (mode === undefined) inexpressible('it sets no mode of its own');
  const id = scene.idFor(resource, `${namespace}-mutual-tls`, `${namespace}-${resource.name}-mutual-tls`);
  const given = Object.values(props).some(value => value !== undefined) ? [props] : [];
  return {
    form: 'construct',
    what: 'MutualTls',
    statements: [{ code: create('MutualTls', MESH, id, ...given) }],
    ids: [id, ...target.ids],
    finds: (_, written) => written.find('PeerAuthentication', 'security.istio.io', namespace, name),
  };
}

function exceptionOf(service: DeclaredService, port: number, mode: unknown, told: string | undefined): CodeRecord {
  const own = service.ports.find(({ targetPort }) => targetPort === port);
  if (own === undefined) return inexpressible(`port ${port} of portLevelMtls is none that the service leads to`);
  const reason = told?.replace(new RegExp(`^${own.number}: `), '') ?? 'found in the manifests that were adopted';
  return { service: variable(service.variable), ports: [own.number], mode: String(mode), reason };
}

function jwt(scene: Scene, resource: Resource<'RequestAuthentication'>): Candidate {
  const { name, namespace } = resource;
  const spec = (resource.manifest.spec ?? {}) as RequestAuthenticationSpec & { readonly selector?: unknown };
  const target = targetOf(scene, namespace, spec as { readonly selector?: unknown });
  if (target.kind === 'mesh') inexpressible('no construct checks tokens of the whole mesh');
  onlyFields(spec, ['selector', 'targetRefs', 'jwtRules'], 'spec');
  const issuers = spec.jwtRules ?? [];
  const known = [
    'issuer',
    'audiences',
    'jwksUri',
    'jwks',
    'fromHeaders',
    'fromParams',
    'fromCookies',
    'forwardOriginalToken',
    'outputPayloadToHeader',
    'outputClaimToHeaders',
    'spaceDelimitedClaims',
    'timeout',
  ];
  for (const rule of issuers) onlyFields(rule, known, 'jwtRules');
  const id = scene.idFor(resource, name);
  if (id !== name) inexpressible(`another construct has the id "${name}", which becomes the name`);
  const code = create('Jwt', MESH, id, { target: target.code, issuers: literal(issuers), require: false });
  return { form: 'construct', what: 'Jwt', statements: [{ code }], ids: [id, ...target.ids] };
}

function isForAmbientPods({ model }: Scene, { namespace, spec }: Resource<'AuthorizationPolicy'>): boolean {
  const labels = model.find('Namespace', '', namespace)?.labels ?? {};
  return labels['istio.io/dataplane-mode'] === 'ambient' && targetRefsOf(spec).length === 0;
}

class PolicyCode {
  public constructor(
    private readonly scene: Scene,
    private readonly resource: Resource<'AuthorizationPolicy'>,
    private readonly enforcedAt: 'pods' | undefined,
  ) {}

  public candidate(): Candidate {
    const { scene, resource } = this;
    const { name, namespace, annotations } = resource;
    const spec = (resource.manifest.spec ?? {}) as AuthorizationPolicySpec & {
      readonly selector?: unknown;
      readonly action?: string;
      readonly rules?: readonly Rule[];
    };
    onlyFields(spec, ['selector', 'targetRef', 'targetRefs', 'action', 'rules'], 'spec');
    const target = targetOf(scene, namespace, spec);
    const { action = 'ALLOW', rules = [] } = spec;
    if (action === 'CUSTOM') inexpressible('its provider is not declared');
    const id = scene.idFor(resource, name, `${namespace}-${name}`, `${namespace}-${name}-policy`);
    const props = {
      target: target.code,
      action: action === 'ALLOW' ? undefined : action,
      dryRun: annotations['istio.io/dry-run'] === 'true' ? true : undefined,
      enforcedAt: this.enforcedAt,
      name: id === name ? undefined : name,
    };
    const policy = create('AccessPolicy', MESH, id, props);
    const written = rules.flatMap(rule => this.rules(rule, target));
    const [only, second] = written;
    const statements: Statement[] = [];
    if (only === undefined || second !== undefined) {
      const kept =
        written.length === 0 ? undefined : scene.variables.for(`${name}-policy`, `${namespace}-${name}-policy`);
      statements.push({ variable: kept, code: policy });
      for (const rule of written) statements.push({ code: call(variable(kept ?? ''), 'rule', rule) });
    } else statements.push({ code: call(policy, 'rule', only) });
    return { form: 'construct', what: 'AccessPolicy', statements, ids: [id, ...target.ids] };
  }

  /** One rule for each of the operations, all with the same sources and conditions. */
  private rules({ from, to, when }: Rule, target: TargetCode): readonly CodeRecord[] {
    const sources = from?.flatMap(({ source }) => sourcesOf(source ?? {}, this.scene)) ?? [];
    const conditions = when?.map(conditionOf) ?? [];
    const common = {
      from: sources.length === 0 ? 'anyone' : sources,
      when: conditions.length === 0 ? undefined : conditions,
    };
    const operations = to === undefined || to.length === 0 ? [{}] : to.map(({ operation }) => operation ?? {});
    return operations.map(operation => ({ ...common, ...this.operation(operation, target) }));
  }

  private operation(operation: Operation, target: TargetCode): CodeRecord {
    const { ports, methods, paths, hosts, notPorts, notMethods, notPaths, notHosts, ...rest } = operation;
    onlyFields(rest, [], 'operation');
    const except = {
      ports: notPorts && this.ports(notPorts, target),
      methods: notMethods,
      paths: notPaths,
      hosts: notHosts,
    };
    return {
      ports: ports && this.ports(ports, target),
      methods,
      paths,
      hosts,
      except: Object.values(except).some(value => value !== undefined) ? except : undefined,
    };
  }

  /** Policies name the ports of pods, and those of waypoints the ports of the Service; constructs name the latter. */
  private ports(ports: readonly string[], { service }: TargetCode): readonly number[] {
    const isAtWaypoint = targetRefsOf(this.resource.spec).length > 0;
    return ports.map(text => {
      const number = Number(text);
      if (service === undefined) return number;
      const own = service.ports.find(port => (isAtWaypoint ? port.number : port.targetPort) === number);
      return own?.number ?? inexpressible(`port ${text} is none that the service leads to`);
    });
  }
}

/** A source with its alternatives as sources of their own, of which one must fit. */
function sourcesOf(source: Source, scene: Scene): readonly Code[] {
  const type = imported('RequestSource');
  const { principals, notPrincipals, namespaces, notNamespaces, ipBlocks, ...more } = source;
  const { remoteIpBlocks, notRemoteIpBlocks, requestPrincipals, notRequestPrincipals, ...rest } = more;
  onlyFields(rest, [], 'source');
  const alternatives: (readonly Code[])[] = [];
  if (principals !== undefined) alternatives.push(principals.map(principal => callerOf(principal, scene)));
  if (notPrincipals !== undefined) {
    const isAny = notPrincipals.length === 1 && notPrincipals[0] === '*';
    const callers = notPrincipals.map(principal => callerReference(principal, scene));
    alternatives.push([isAny ? call(type, 'noIdentity') : call(type, 'notCaller', ...callers)]);
  }
  const single = (values: readonly string[] | undefined, method: string) => {
    if (values !== undefined) alternatives.push(values.map(value => call(type, method, value)));
  };
  const together = (values: readonly string[] | undefined, method: string) => {
    if (values !== undefined) alternatives.push([call(type, method, ...values)]);
  };
  single(namespaces, 'namespace');
  if (notNamespaces !== undefined && notNamespaces.length > 1) inexpressible('a source excludes several namespaces');
  single(notNamespaces, 'notNamespace');
  together(ipBlocks, 'ipBlocks');
  together(remoteIpBlocks, 'remoteIpBlocks');
  together(notRemoteIpBlocks, 'notRemoteIpBlocks');
  if (requestPrincipals !== undefined) {
    alternatives.push(
      requestPrincipals.map(text => (text === '*' ? call(type, 'token') : call(type, 'token', tokenOf(text)))),
    );
  }
  if (notRequestPrincipals !== undefined) {
    const isAny = notRequestPrincipals.length === 1 && notRequestPrincipals[0] === '*';
    alternatives.push([call(type, 'notToken', ...(isAny ? [] : notRequestPrincipals.map(tokenOf)))]);
  }
  const [first, ...others] = alternatives;
  if (first === undefined) return inexpressible('a source says nothing');
  return others.reduce<readonly Code[]>(
    (all, next) => all.flatMap(one => next.map(other => call(one, 'and', other))),
    first,
  );
}

function callerOf(principal: string, scene: Scene): Code {
  const type = imported('RequestSource');
  return principal === '*' ? call(type, 'anyIdentity') : call(type, 'caller', callerReference(principal, scene));
}

/** The service, or an identity of which nothing else is known. */
function callerReference(principal: string, scene: Scene): CodeLike {
  const [, domain, namespace, account] = /^([^/]+)\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(principal) ?? [];
  const own = [...scene.services.values()].filter(
    ({ known, accounts }) => known.namespace === namespace && accounts[0] === account && domain === scene.trustDomain,
  );
  const [service, another] = own;
  if (service !== undefined && another === undefined) return variable(service.variable);
  return { label: principal, principal };
}

function tokenOf(text: string): CodeRecord {
  const slash = text.lastIndexOf('/');
  if (slash <= 0) return inexpressible(`"${text}" is no issuer and subject`);
  const [issuer, subject] = [text.slice(0, slash), text.slice(slash + 1)];
  return subject === '*' ? { issuer } : { issuer, subject };
}

function conditionOf({ key, values, notValues }: Condition): Code {
  const type = imported('RequestCondition');
  if ((values ?? []).length > 0 && (notValues ?? []).length > 0) inexpressible('a condition has values and notValues');
  const negated = (values ?? []).length === 0;
  const all = negated ? (notValues ?? []) : (values ?? []);
  const header = /^request\.headers\[([^\]]+)\]$/.exec(key)?.[1];
  if (header !== undefined) return call(type, negated ? 'notHeader' : 'header', header, all);
  const claims = /^request\.auth\.claims((?:\[[^\]]+\])+)$/.exec(key)?.[1];
  if (claims !== undefined) {
    const path = claims.slice(1, -1).split('][');
    return call(type, negated ? 'notClaim' : 'claim', path.length === 1 ? path[0] : path, all);
  }
  if (negated) inexpressible(`a condition has notValues of ${key}`);
  return key === 'connection.sni' ? call(type, 'serverName', all) : call(type, 'attribute', key, all);
}
