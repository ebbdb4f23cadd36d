import { type OperatorInstallation, parseValues } from '../model/installations';
import type { MeshModel } from '../model/mesh-model';
import { isKind, type Resource } from '../model/resource';
import { isMapping } from '../model/shape';
import { emitDocument } from '../text/emit-yaml';
import type { Manifest } from '../values/manifest';
import { shortened } from '../values/names';
import { mergeObjects } from '../values/plain-data';
import type { MeshState } from './mesh-state';

/** Something that the ambient mesh needs of the installation. */
export interface Need {
  /** What it is, such as `ztunnel`. */
  readonly name: string;
  /** Whether the manifests have it, the stage writes it, or somebody has to see to it. */
  readonly state: 'present' | 'written' | 'by hand';
  /** What it is for, and what to do where it is not written. */
  readonly about: string;
}

/** A mesh with the installation that the ambient mesh needs, as far as its manifests hold the installation. */
export interface Prepared {
  readonly state: MeshState;
  readonly needs: readonly Need[];
}

/** What an IstioOperator says of the ambient mesh. */
const AMBIENT = {
  components: { cni: { enabled: true }, ztunnel: { enabled: true } },
  meshConfig: { defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: 'true' } } },
  values: { pilot: { env: { PILOT_ENABLE_AMBIENT: 'true' } }, cni: { ambient: { enabled: true } } },
};

/**
 * Installs what the ambient mesh needs: ztunnel and the CNI plugin on each node, a control plane that serves them, and
 * sidecars that take tunnels, without which nothing ambient reaches pods that have not moved.
 *
 * @param usesGatewayApi whether waypoints or routes of the Gateway API come with the migration
 * @see https://istio.io/latest/docs/ambient/migrate/install-ambient-components/
 */
export function prepareInstallation(before: MeshState, usesGatewayApi: boolean): Prepared {
  const { operators } = before.mesh.model;
  const changed = operators.filter(operator => !isAmbient(operator));
  const jobs = before.mesh.model.all('Job');
  const made: Manifest[] = [];
  const gone: Resource[] = [];
  for (const operator of changed) {
    const { resource } = operator;
    if (isKind(resource, 'IstioOperator')) made.push(withAmbient(resource.manifest));
    else if (isKind(resource, 'ConfigMap')) {
      const renamed = rename(resource.manifest);
      made.push(withOperatorText(renamed));
      gone.push(resource);
      for (const job of jobs.filter(one => mounts(one, resource))) {
        made.push(remounted(rename(job.manifest), resource.name, renamed.metadata.name ?? ''));
        gone.push(job);
      }
    }
  }
  const state = before.without(gone).with(made);
  return { state, needs: needsOf(before, state, usesGatewayApi) };
}

function needsOf(before: MeshState, after: MeshState, usesGatewayApi: boolean): readonly Need[] {
  const [old, young] = [before.mesh.model, after.mesh.model];
  const stateOf = (was: boolean, is: boolean): Need['state'] => (was ? 'present' : is ? 'written' : 'by hand');
  const installs = ({ operators }: MeshModel) => operators.length > 0 && operators.every(isAmbient);
  const serves = (model: MeshModel) =>
    installs(model) || model.istiodEnvironment.get('PILOT_ENABLE_AMBIENT') === 'true';
  const crds = old.all('CustomResourceDefinition').some(({ name }) => name === 'gateways.gateway.networking.k8s.io');
  return [
    ...(usesGatewayApi
      ? [
          {
            name: 'CRDs of the Gateway API',
            state: crds ? ('present' as const) : ('by hand' as const),
            about:
              'waypoints are Gateways, and routes of the mesh are HTTPRoutes; install the version that this release of Istio documents',
          },
        ]
      : []),
    {
      name: 'istiod',
      state: stateOf(serves(old), serves(young)),
      about: 'it serves ztunnel and waypoints with PILOT_ENABLE_AMBIENT=true in its environment',
    },
    {
      name: 'istio-cni',
      state: stateOf(old.usesCni, young.usesCni),
      about: 'it takes the traffic of ambient pods to ztunnel; it needs cni.ambient.enabled=true',
    },
    {
      name: 'ztunnel',
      state: stateOf(old.usesZtunnel, young.usesZtunnel),
      about: 'it is the proxy of each node, and carries the connections of its ambient pods',
    },
    {
      name: 'sidecars that take tunnels',
      state: stateOf(installs(old), installs(young)),
      about:
        'they need ISTIO_META_ENABLE_HBONE=true in meshConfig.defaultConfig.proxyMetadata, and a restart: without it, ztunnel and waypoints reach pods with a sidecar in plaintext only',
    },
  ];
}

const PROFILES: readonly (string | undefined)[] = ['ambient', 'openshift-ambient'];

function isAmbient({ spec }: OperatorInstallation): boolean {
  return PROFILES.includes(spec.profile) || hasAll(spec, AMBIENT);
}

/** Whether a value holds all of another one. */
function hasAll(value: unknown, wanted: unknown): boolean {
  if (!isMapping(wanted)) return value === wanted || String(value) === String(wanted);
  return isMapping(value) && Object.entries(wanted).every(([key, inner]) => hasAll(value[key], inner));
}

function withAmbient(operator: Manifest): Manifest {
  const spec = isMapping(operator.spec) ? operator.spec : {};
  return { ...operator, spec: mergeObjects(spec, AMBIENT) };
}

function withOperatorText(manifest: Manifest): Manifest {
  const data = isMapping(manifest.data) ? manifest.data : {};
  const texts = Object.entries(data).map(([key, content]) => {
    const operator = /^kind:\s*["']?IstioOperator\b/m.test(String(content)) ? parseValues(String(content)) : undefined;
    return [key, operator === undefined ? content : emitDocument(withAmbient(operator as unknown as Manifest))];
  });
  return { ...manifest, data: Object.fromEntries(texts) };
}

/** Objects that cannot change, or run once, get a new name. */
function rename(manifest: Manifest): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, name: shortened(`${manifest.metadata.name}-ambient`) } };
}

function mounts(job: Resource<'Job'>, { namespace, name }: Resource): boolean {
  return job.namespace === namespace && volumesOf(job.manifest).some(volume => configMapOf(volume) === name);
}

function volumesOf({ spec }: Manifest): readonly unknown[] {
  const template = isMapping(spec) ? spec.template : undefined;
  const pod = isMapping(template) ? template.spec : undefined;
  return isMapping(pod) && Array.isArray(pod.volumes) ? pod.volumes : [];
}

function configMapOf(volume: unknown): unknown {
  return isMapping(volume) && isMapping(volume.configMap) ? volume.configMap.name : undefined;
}

function remounted(job: Manifest, from: string, to: string): Manifest {
  const spec = job.spec as { readonly template: { readonly spec: object } };
  const volumes = volumesOf(job).map(volume =>
    configMapOf(volume) === from && isMapping(volume) ? { ...volume, configMap: { name: to } } : volume,
  );
  return { ...job, spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, volumes } } } };
}
