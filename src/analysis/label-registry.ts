/** What is known about a label that Istio reads. */
export interface LabelFact {
  /** The kinds that it counts on; `Any` stands for all. */
  readonly on: readonly string[];
  /** Kinds on which it means nothing although it counts on most: there only their pods could have it. */
  readonly notOn?: readonly string[];
  /** What its value can be, and what another one leads to. */
  readonly values?: LabelValues;
  /** The first release that reads it; absent for what every supported release reads. */
  readonly since?: string;
}

export interface LabelValues {
  readonly wanted: string;
  readonly accepts: (value: string) => boolean;
  /** What Istio does with any other value. */
  readonly otherwise: string;
}

const ANY = ['Any'];
const WAYPOINT_USERS = ['Pod', 'WorkloadEntry', 'Service', 'ServiceEntry', 'Namespace'];
const CONTROLLERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Rollout'];
const CANARY_USERS = ['Service', 'ServiceEntry', 'Namespace'];

function oneOf(values: readonly string[], otherwise: string): LabelValues {
  const quoted = values.map(value => `"${value}"`);
  const wanted = quoted.length === 1 ? `${quoted[0]}` : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
  return { wanted, accepts: value => values.includes(value), otherwise };
}

/** The texts that Go reads as a truth value. */
const BOOLEANS = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];

/** Every label that Istio reads or writes, by name. */
export const LABELS: ReadonlyMap<string, LabelFact> = new Map(
  Object.entries<LabelFact>({
    'istio-injection': {
      on: ['Namespace'],
      values: oneOf(['enabled', 'disabled'], 'pods of the namespace get no sidecar'),
    },
    'sidecar.istio.io/inject': {
      on: ['Pod'],
      values: oneOf(['true', 'false'], 'the namespace decides, as without the label'),
    },
    'istio.io/dataplane-mode': {
      on: ['Namespace', 'Pod'],
      values: oneOf(['ambient', 'none'], 'it asks for nothing'),
    },
    'istio.io/rev': { on: ANY, notOn: CONTROLLERS },
    'istio.io/tag': { on: ANY },
    'istio.io/use-waypoint': { on: WAYPOINT_USERS },
    'istio.io/use-waypoint-namespace': { on: WAYPOINT_USERS },
    'istio.io/use-waypoint-canary': { on: CANARY_USERS, since: '1.31' },
    'istio.io/use-waypoint-canary-namespace': { on: CANARY_USERS, since: '1.31' },
    'istio.io/ingress-use-waypoint': {
      on: CANARY_USERS,
      values: {
        wanted: '"true" or "false"',
        accepts: value => BOOLEANS.includes(value),
        otherwise: 'gateways pass the waypoint by',
      },
    },
    'istio.io/waypoint-for': {
      on: ['Gateway', 'GatewayClass'],
      values: oneOf(['service', 'workload', 'all', 'none'], 'the waypoint takes no traffic'),
    },
    'networking.istio.io/enable-autoallocate-ip': {
      on: ['ServiceEntry'],
      values: {
        wanted: '"true" or "false"',
        accepts: value => /^(?:true|false)$/i.test(value),
        otherwise: 'addresses are allocated, as without the label',
      },
    },
    'networking.istio.io/gatewayPort': {
      on: ['Service'],
      values: {
        wanted: 'a port from 1 to 65535',
        accepts: value => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535,
        otherwise: 'the default port counts',
      },
    },
    'istio.io/global': { on: ANY },
    'istio.io/local': { on: ANY },
    'istio.io/gateway-name': { on: ANY },
    'istio.io/persistent-session': { on: ANY },
    'istio.io/persistent-session-header': { on: ANY },
    'istio.io/draining': { on: ANY },
    'istio.io/benchmark': { on: ANY },
    'istio.io/config': { on: ANY },
    'istio.io/inferencepool-name': { on: ANY },
    'istio.io/inferencepool-extension-service': { on: ANY },
    'istio.io/inferencepool-extension-port': { on: ANY },
    'istio.io/inferencepool-extension-failure-mode': { on: ANY },
    'networking.istio.io/tunnel': { on: ANY },
    'networking.istio.io/address-type': { on: ANY },
    'gateway.istio.io/managed': { on: ANY },
    'gateway.istio.io/defaults-for-class': { on: ['ConfigMap'] },
    'cni.istio.io/uninitialized': { on: ANY },
    'internal.istio.io/service-account-name': { on: ANY },
    'operator.istio.io/component': { on: ANY },
    'operator.istio.io/managed': { on: ANY },
    'operator.istio.io/version': { on: ANY },
    'install.operator.istio.io/owning-resource': { on: ANY },
    'install.operator.istio.io/owning-resource-namespace': { on: ANY },
    'security.istio.io/tlsMode': { on: ANY },
    'service.istio.io/canonical-name': { on: ANY },
    'service.istio.io/canonical-revision': { on: ANY },
    'service.istio.io/workload-name': { on: ANY },
    'topology.istio.io/cluster': { on: ANY },
    'topology.istio.io/locality': { on: ANY },
    'topology.istio.io/network': { on: ANY },
    'topology.istio.io/subzone': { on: ANY },
  }),
);
