import type { HTTPRouteBackendRef } from '../../imports/gateway.networking.k8s.io';
import type { HTTPRoute } from '../../imports/networking.istio.io';
import type { KubernetesRulesOptions } from '../routing/kubernetes-rules';
import type { Mesh } from './mesh';
import { versionServiceOf } from './version-service';

/** Names of Services for destinations of Istio, which have subsets and full hosts. */
export function targetsIn(mesh: Mesh): KubernetesRulesOptions['targetOf'] {
  return ({ host, subset, port }: Destination, refuse): Target => {
    const service = mesh.serviceAt(host);
    if (service === undefined) return refuse(`a destination that is no service ("${host}")`);
    const version = service.versions.find(each => each.subset === subset);
    const name = version === undefined ? service.name : versionServiceOf(version);
    if (name === undefined || (subset !== undefined && version === undefined)) {
      return refuse(`the subset "${subset}", which is no version`);
    }
    return { name, namespace: service.namespace.name, port: port?.number ?? service.httpPorts[0]?.port };
  };
}

type Destination = NonNullable<HTTPRoute['route']>[number]['destination'];
type Target = Pick<HTTPRouteBackendRef, 'name' | 'namespace' | 'port'>;
