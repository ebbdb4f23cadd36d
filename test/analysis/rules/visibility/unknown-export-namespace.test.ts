import { unknownExportNamespace } from '../../../../src/analysis/rules/visibility/unknown-export-namespace';
import { testRule } from '../../../../src/testing/test-rule';

const NAMESPACE = '\napiVersion: v1\nkind: Namespace\nmetadata: { name: front-end }\n---';

const rule = (exportTo: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, exportTo: [${exportTo}] }
---`;

const service = (exportTo: string) => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop, annotations: { networking.istio.io/exportTo: "${exportTo}" } }
---`;

const gateway = (host: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: front-end }
spec: { servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["${host}"] }] }
---`;

const PROBLEM = 'namespace "frontend" is not among the manifests; there are "front-end"';

testRule(unknownExportNamespace, {
  valid: {
    'namespaces that exist, and symbols': NAMESPACE + rule('., "*", front-end') + service('., front-end'),
    'hosts of a Gateway for any namespace, its own and one that exists':
      NAMESPACE + gateway('*/a.example') + gateway('./a.example') + gateway('front-end/*') + gateway('a.example'),
    'a namespace that is only used': `${NAMESPACE}${rule('shop')}`,
    'any namespace where the set has no Namespace objects': rule('frontend'),
  },
  invalid: {
    'a namespace that does not exist': {
      yaml: NAMESPACE + rule('., frontend'),
      expect: [`DestinationRule shop/reviews spec.exportTo[1]: ${PROBLEM}`],
    },
    'one for which a host of a Gateway is open': {
      yaml: NAMESPACE + gateway('frontend/*.example'),
      expect: [`Gateway front-end/edge spec.servers[0].hosts[0]: ${PROBLEM}`],
    },
    'one in the annotation of a Service': {
      yaml: NAMESPACE + service('frontend'),
      expect: [`Service shop/reviews metadata.annotations["networking.istio.io/exportTo"]: ${PROBLEM}`],
    },
  },
});
