import { kubernetesKinds, loadSchema, schemaGroups, schemaKinds } from '../../imports/schemas';
import { isAtLeast } from '../values/istio-version';
import { groupOf } from '../values/manifest';
import { nearest } from '../values/nearest';
import type { KindSchema } from '../values/object-schema';
import { compileSchema } from './compile-schema';
import { compileDefaults } from './defaults';
import { notYet } from './scalar-checks';
import type { Check } from './schema-context';
import type { SchemaRun } from './schema-run';

/** Groups of Istio whose kinds are all known, so that any other kind in them is a mistake. */
const ISTIO_GROUPS = ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io'];

/** All kinds of the groups of Kubernetes itself that are in manifests everywhere; what else is in them is a mistake. */
const KUBERNETES_GROUPS: { readonly [group: string]: readonly string[] } = {
  '': [
    ...['Binding', 'ComponentStatus', 'ConfigMap', 'Endpoints', 'Event', 'LimitRange', 'Namespace', 'Node'],
    ...['PersistentVolume', 'PersistentVolumeClaim', 'Pod', 'PodTemplate', 'ReplicationController', 'ResourceQuota'],
    ...['Secret', 'Service', 'ServiceAccount'],
  ],
  apps: ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  autoscaling: ['HorizontalPodAutoscaler', 'Scale'],
  batch: ['CronJob', 'Job'],
  extensions: [],
  'networking.k8s.io': ['IPAddress', 'Ingress', 'IngressClass', 'NetworkPolicy', 'ServiceCIDR'],
  policy: ['Eviction', 'PodDisruptionBudget'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
};

/** Groups that Istio once had, with the release that no longer knows them and what took their place. */
const REMOVED_GROUPS: { readonly [group: string]: readonly [release: string, instead: string] } = {
  'authentication.istio.io': ['1.6', 'PeerAuthentication and RequestAuthentication of security.istio.io/v1'],
  'config.istio.io': ['1.8', 'Telemetry of telemetry.istio.io/v1 and AuthorizationPolicy of security.istio.io/v1'],
  'rbac.istio.io': ['1.6', 'AuthorizationPolicy of security.istio.io/v1'],
};

type Fields = { readonly [field: string]: unknown };

/** Checks objects by the schemas of their kinds, for one release of Istio. */
export class KindChecks {
  private readonly checks = new Map<string, ((manifest: Fields, run: SchemaRun) => void) | undefined>();

  public constructor(private readonly istioVersion: string) {}

  /** Checks the kind, its version and, if there is a schema of it, everything below the metadata. */
  public check(manifest: Fields, run: SchemaRun): void {
    const { apiVersion, kind } = manifest;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || kind === '') return;
    const group = groupOf(apiVersion);
    const key = `${group}/${kind}`;
    let check = this.checks.get(key);
    if (check === undefined && !this.checks.has(key)) {
      const schema = loadSchema(group, kind);
      check = schema === undefined ? undefined : this.compile(schema);
      this.checks.set(key, check);
    }
    if (check === undefined) reportUnknownKind(group, kind, run);
    else check(manifest, run);
  }

  private compile(schema: KindSchema): (manifest: Fields, run: SchemaRun) => void {
    const check = this.checkOf(schema);
    const fill = compileDefaults(schema);
    const versions = this.usableVersions(schema);
    return (manifest, run) => {
      if (!versions.has(String(manifest.apiVersion))) this.reportVersion(schema, String(manifest.apiVersion), run);
      // Charts write namespaces on everything, and the API server takes that for its own kinds.
      if (schema.scope === 'Cluster' && schema.native !== true) reportNamespace(schema, manifest, run);
      check(String(manifest.apiVersion))(fill === undefined ? manifest : fill(manifest), run);
    };
  }

  /** The check of a version; that of the best one for all whose structure is the same. */
  private checkOf(schema: KindSchema): (apiVersion: string) => Check {
    const { roots } = schema;
    const best = compileSchema(schema, this.istioVersion);
    if (roots === undefined) return () => best;
    const byVersion = new Map(
      Object.entries(roots).map(([version, root]) => [
        version,
        root === schema.root ? best : compileSchema({ ...schema, root }, this.istioVersion),
      ]),
    );
    return apiVersion => byVersion.get(apiVersion.slice(apiVersion.indexOf('/') + 1)) ?? best;
  }

  /** What may be written as apiVersion, the best first; nothing if the target release does not have the kind. */
  private usableVersions({ group, since, versions }: KindSchema): ReadonlySet<string> {
    const has = (release: string): boolean => release === '' || isAtLeast(this.istioVersion, release);
    if (!has(since ?? '')) return new Set();
    return new Set(
      Object.keys(versions)
        .filter(name => has(versions[name] ?? ''))
        .map(name => (group === '' ? name : `${group}/${name}`)),
    );
  }

  private reportVersion(schema: KindSchema, apiVersion: string, run: SchemaRun): void {
    const [usable] = this.usableVersions(schema);
    if (usable === undefined) {
      const since = schema.since ?? '';
      run.add('kind-not-in-release', notYet(`kind ${schema.kind}`, since, this.istioVersion), {
        source: 'version',
        at: 'kind',
        fix: `target Istio ${since} or newer, or remove the object`,
      });
      return;
    }
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
    const options = { source: 'version', at: 'apiVersion', fix: `write "${usable}"` } as const;
    if (Object.hasOwn(schema.versions, version)) {
      const problem = notYet(
        `version "${version}" of ${schema.kind}`,
        schema.versions[version] ?? '',
        this.istioVersion,
      );
      run.add('version-not-in-release', problem, options);
      return;
    }
    const known = Object.keys(schema.versions)
      .map(name => `"${name}"`)
      .join(', ');
    run.add('api-version', `${schema.kind} has no version "${version}"; served are ${known}`, options);
  }
}

function reportNamespace(schema: KindSchema, manifest: Fields, run: SchemaRun): void {
  const metadata = manifest.metadata;
  if (typeof metadata !== 'object' || metadata === null || !('namespace' in metadata)) return;
  if (metadata.namespace === undefined || metadata.namespace === '') return;
  run.add(
    'cluster-scoped',
    `${schema.kind} belongs to the cluster and has no namespace, got ${JSON.stringify(metadata.namespace)}`,
    {
      at: 'metadata.namespace',
      severity: 'warning',
      fix: 'remove the namespace',
    },
  );
}

function reportUnknownKind(group: string, kind: string, run: SchemaRun): void {
  const removed = Object.hasOwn(REMOVED_GROUPS, group) ? REMOVED_GROUPS[group] : undefined;
  if (removed !== undefined) {
    const [release, instead] = removed;
    run.add('removed-kind', `kind ${kind} of ${group} was removed in Istio ${release}`, {
      source: 'version',
      at: 'kind',
      fix: `use ${instead}`,
    });
    return;
  }
  const known = ISTIO_GROUPS.includes(group) ? schemaKinds(group) : kindsOfKubernetes(group);
  if (known === undefined || known.includes(kind)) return;
  const elsewhere = groupWith(kind);
  const meant = nearest(kind, known);
  const hint =
    elsewhere !== undefined
      ? `, it is in "${elsewhere || 'v1'}"`
      : meant !== undefined
        ? `, did you mean "${meant}"?`
        : '';
  run.add('unknown-kind', `"${group || 'v1'}" has no kind "${kind}"${hint}`, {
    at: 'kind',
    fix:
      elsewhere !== undefined
        ? `write apiVersion "${versionOf(elsewhere, kind)}"`
        : meant !== undefined
          ? `write kind "${meant}"`
          : known.length === 0
            ? 'remove the object: no release of Kubernetes that is in use has this group'
            : `write one of ${known.join(', ')}`,
  });
}

function kindsOfKubernetes(group: string): readonly string[] | undefined {
  return Object.hasOwn(KUBERNETES_GROUPS, group) ? KUBERNETES_GROUPS[group] : undefined;
}

/** The group that has a kind, if it is one of Istio's or of those of Kubernetes. */
function groupWith(kind: string): string | undefined {
  const own = schemaGroups.find(group => ISTIO_GROUPS.includes(group) && schemaKinds(group).includes(kind));
  return own ?? kubernetesKinds().find(([, name]) => name === kind)?.[0];
}

function versionOf(group: string, kind: string): string {
  const [version = 'v1'] = Object.keys(loadSchema(group, kind)?.versions ?? {});
  return group === '' ? version : `${group}/${version}`;
}
