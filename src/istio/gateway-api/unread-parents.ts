import type { GatewayController } from '../../model/gateway-classes';
import { parentOfListenerSet, takesListenerSets } from '../../model/listener-sets';
import type { Resource } from '../../model/resource';
import type { ParentReference } from '../../model/shapes/gateway-api';
import { GATEWAY_API, type GatewayApiFacts } from './facts';

/** Why istiod does not read a `parentRef`. */
export interface Unread {
  readonly cause:
    | 'kind'
    | 'missing'
    | 'other-controller'
    | 'waypoint'
    | 'no-pods'
    | 'not-admitted'
    | 'no-listener'
    | 'other-waypoint';
  readonly reason: string;
}

/** Who looks after a Gateway. */
export type ControllerOf = (gateway: Resource<'KubernetesGateway'>) => GatewayController | undefined;

/** Why a `parentRef` of a route, which leads to nothing that istiod knows, does so. */
export function whyUnread(
  { model }: GatewayApiFacts,
  controllerOf: ControllerOf,
  own: string,
  { group = GATEWAY_API, kind = 'Gateway', namespace = own, name = '' }: ParentReference,
): Unread {
  const full = `${kind} ${namespace}/${name}`;
  if (group === GATEWAY_API && kind === 'Gateway') {
    return gatewayReason(model.find('KubernetesGateway', namespace, name), full, controllerOf);
  }
  if (group === GATEWAY_API && kind === 'ListenerSet') {
    const set = model.find('ListenerSet', namespace, name);
    if (set === undefined) return { cause: 'missing', reason: `${full} does not exist` };
    const parent = parentOfListenerSet(set) ?? '';
    const [gatewayNamespace = '', gatewayName = ''] = parent.split('/');
    const gateway = model.find('KubernetesGateway', gatewayNamespace, gatewayName);
    if (gateway !== undefined && !takesListenerSets(gateway, namespace, model.namespaces)) {
      return { cause: 'not-admitted', reason: `${gateway} takes no ListenerSets of namespace "${namespace}"` };
    }
    return gatewayReason(gateway, `Gateway ${parent} of ${full}`, controllerOf);
  }
  if ((group === '' && kind === 'Service') || (group === 'networking.istio.io' && kind === 'ServiceEntry')) {
    return { cause: 'other-waypoint', reason: `${full} uses a waypoint of another controller, which reads its routes` };
  }
  const hint =
    kind === 'Service' && group === GATEWAY_API
      ? '; a Service has the group "", which must be written'
      : kind === 'ServiceEntry'
        ? '; a ServiceEntry has the group "networking.istio.io"'
        : '';
  return { cause: 'kind', reason: `Istio attaches routes to no ${kind} of the group "${group}"${hint}` };
}

function gatewayReason(
  gateway: Resource<'KubernetesGateway'> | undefined,
  full: string,
  controllerOf: ControllerOf,
): Unread {
  if (gateway === undefined) return { cause: 'missing', reason: `${full} does not exist` };
  const controller = controllerOf(gateway);
  if (controller === undefined) {
    const className = gateway.spec.gatewayClassName ?? '';
    return { cause: 'other-controller', reason: `${full} has the class "${className}", which is not one of Istio` };
  }
  if (controller === 'waypoint') {
    return { cause: 'waypoint', reason: `${full} is a waypoint, which follows the routes of Services, not its own` };
  }
  if (controller === 'remote') {
    return { cause: 'no-pods', reason: `${full} stands for a gateway of another cluster, which is configured there` };
  }
  const hostnames = (gateway.spec.addresses ?? []).filter(({ type }) => type === 'Hostname');
  if ((gateway.spec.addresses ?? []).length > 0 && hostnames.length === 0) {
    return { cause: 'no-pods', reason: `${full} has addresses, and none of them names the Service of its pods` };
  }
  return { cause: 'no-listener', reason: `${full} has no listener that Istio takes` };
}
