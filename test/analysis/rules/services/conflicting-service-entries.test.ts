import { conflictingServiceEntries } from '../../../../src/analysis/rules/services/conflicting-service-entries';
import { testRule } from '../../../../src/testing/test-rule';

const entry = (namespace: string, port: string, resolution = 'DNS', exportTo = '*') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: maps, namespace: ${namespace} }
spec: { hosts: [maps.example.com], exportTo: ["${exportTo}"], resolution: ${resolution}, ports: [{ name: a, ${port} }] }
---`;

const TLS = 'number: 443, protocol: TLS';

const HTTP = 'number: 443, protocol: HTTP';

testRule(conflictingServiceEntries, {
  valid: {
    'entries that say the same': entry('a', TLS) + entry('b', TLS),
    'entries for different ports': entry('a', TLS) + entry('b', 'number: 80, protocol: HTTP'),
    'entries that two namespaces keep to themselves': entry('a', TLS, 'DNS', '.') + entry('b', HTTP, 'DNS', '.'),
  },
  invalid: {
    'two protocols on one port': {
      yaml: entry('a', TLS) + entry('b', HTTP),
      expect: [
        'ServiceEntry b/maps spec.hosts[0]: host "maps.example.com" is also defined by ServiceEntry "a/maps", with port 443 of protocol TLS instead of HTTP',
      ],
    },
    'all of them, by istioctl': {
      yaml: entry('a', TLS) + entry('b', HTTP, 'DNS', '.') + entry('c', 'number: 443, protocol: tls', 'DNS', '.'),
      options: { istioParity: true },
      expect: [
        'ServiceEntry b/maps: port 443 of "maps.example.com" has the protocols "HTTP", "TLS" in ServiceEntry "a/maps", "b/maps"',
        'ServiceEntry a/maps: port 443 of "maps.example.com" has the protocols "HTTP", "TLS" in ServiceEntry "a/maps", "b/maps"',
      ],
    },
    'two resolutions': {
      yaml: entry('a', TLS) + entry('b', TLS, 'STATIC'),
      expect: [
        'ServiceEntry b/maps spec.hosts[0]: host "maps.example.com" is also defined by ServiceEntry "a/maps", with resolution DNS instead of STATIC',
      ],
    },
  },
});
