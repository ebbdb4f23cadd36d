import { redirectLoop } from '../../../../src/analysis/rules/routes/redirect-loop';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, GATEWAY_PODS, gateway, mesh, virtualService } from '../mesh-yaml';

const CERTIFICATE = 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert: "arn:aws:acm:eu-west-1:1:certificate/1"';
const pods = (ports: string, annotations = CERTIFICATE) =>
  mesh(
    GATEWAY_PODS.replace(
      'metadata: { name: ingress, namespace: edge }\nspec:\n  type',
      `metadata: { name: ingress, namespace: edge, annotations: { ${annotations} } }\nspec:\n  type`,
    ).replace(/ {2}ports: \[.*\]/, `  ports: [${ports}]`),
  );
const REDIRECT =
  '{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.org], tls: { httpsRedirect: true } }';
const HTTPS_TO_80 = '{ name: http2, port: 80, targetPort: 8080 }, { name: https, port: 443, targetPort: 8080 }';

testRule(redirectLoop, {
  valid: {
    'a load balancer that leaves TLS alone': mesh(pods(HTTPS_TO_80, 'team: edge'), gateway(REDIRECT)),
    'TLS that goes to another port of the gateway': mesh(
      pods('{ name: http2, port: 80, targetPort: 8080 }, { name: https, port: 443, targetPort: 8443 }'),
      gateway(REDIRECT),
    ),
    'a server without a redirect': mesh(pods(HTTPS_TO_80), gateway()),
    'a Gateway of other pods': mesh(pods(HTTPS_TO_80), gateway(REDIRECT).replace('istio: ingress', 'istio: other')),
  },
  invalid: {
    'both ports lead to the one that redirects': {
      yaml: mesh(pods(HTTPS_TO_80), gateway(REDIRECT)),
      expect: [
        'Gateway shop/edge spec.servers[0].tls.httpsRedirect: the load balancer of Service "edge/ingress" terminates TLS (service.beta.kubernetes.io/aws-load-balancer-ssl-cert), so that HTTPS clients are redirected for ever',
      ],
    },
    'a port that is HTTPS by its name': {
      yaml: mesh(
        pods('{ name: http2, port: 80, targetPort: 8080 }, { name: https-main, port: 8443, targetPort: 8080 }'),
        gateway(REDIRECT),
      ),
      expect: [
        'Gateway shop/edge spec.servers[0].tls.httpsRedirect: the load balancer of Service "edge/ingress" terminates TLS (service.beta.kubernetes.io/aws-load-balancer-ssl-cert), so that HTTPS clients are redirected for ever',
      ],
    },
    'the annotation of another cloud': {
      yaml: mesh(
        pods(HTTPS_TO_80, 'service.beta.kubernetes.io/do-loadbalancer-certificate-id: "1"'),
        gateway(REDIRECT),
      ),
      expect: [
        'Gateway shop/edge spec.servers[0].tls.httpsRedirect: the load balancer of Service "edge/ingress" terminates TLS (service.beta.kubernetes.io/do-loadbalancer-certificate-id), so that HTTPS clients are redirected for ever',
      ],
    },
  },
});

test('what arrives in plaintext is sent to HTTPS', () => {
  const routes = virtualService(
    '{ hosts: [shop.example.org], gateways: [edge], http: [{ route: [{ destination: { host: web } }] }] }',
  );
  const set = mesh(pods(HTTPS_TO_80), gateway(REDIRECT), app('web'), routes);
  expect(answer(set, { from: 'internet', to: 'http://shop.example.org/' })).toBe('redirected');
});
