import { unknownNetworkRegistry } from '../../../../src/analysis/rules/services/unknown-network-registry';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh } from '../mesh-yaml';

const networks = (text: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { meshNetworks: '{ "networks": ${text} }' }`;
const secret = (key: string, label = 'istio/multiCluster: "true"') => `
apiVersion: v1
kind: Secret
metadata: { name: remote-${key}, namespace: istio-system, labels: { ${label} } }
data: { ${key}: e30= }`;
const EAST = networks('{ "east": { "endpoints": [{ "fromRegistry": "east-1" }] } }');

testRule(unknownNetworkRegistry, {
  valid: {
    'a cluster with a Secret': mesh(secret('east-1'), EAST),
    'the own cluster': networks('{ "own": { "endpoints": [{ "fromRegistry": "Kubernetes" }] } }'),
    'endpoints by addresses': networks('{ "vms": { "endpoints": [{ "fromCidr": "192.0.2.0/24" }] } }'),
    'networks that are none': networks('[]'),
  },
  invalid: {
    'no Secret': {
      yaml: EAST,
      expect: [
        'MeshNetworks istio-system/meshnetworks networks.east.endpoints[0].fromRegistry: cluster "east-1" of network "east" is not known; known are "External", "Kubernetes", "Mock"',
      ],
    },
    'a Secret without the label': {
      yaml: mesh(secret('east-1', 'team: a'), EAST),
      expect: [
        'MeshNetworks istio-system/meshnetworks networks.east.endpoints[0].fromRegistry: cluster "east-1" of network "east" is not known; known are "External", "Kubernetes", "Mock"',
      ],
    },
    'another key': {
      yaml: mesh(secret('east'), EAST),
      expect: [
        'MeshNetworks istio-system/meshnetworks networks.east.endpoints[0].fromRegistry: cluster "east-1" of network "east" is not known; known are "External", "Kubernetes", "Mock", "east"',
      ],
    },
    'one endpoint of several': {
      yaml: mesh(
        secret('a'),
        networks('{ "all": { "endpoints": [{ "fromRegistry": "a" }, { "fromRegistry": "b" }] } }'),
      ),
      expect: [
        'MeshNetworks istio-system/meshnetworks networks.all.endpoints[1].fromRegistry: cluster "b" of network "all" is not known; known are "External", "Kubernetes", "Mock", "a"',
      ],
    },
  },
});
