import { unknownProviderService } from '../../../../src/analysis/rules/telemetry/unknown-provider-service';
import { testRule } from '../../../../src/testing/test-rule';
import { app, mesh, object, policy, sidecars } from '../mesh-yaml';
import { logs, telemetry } from './telemetries';

const HOST = 'zipkin.monitoring.svc.cluster.local';
const zipkin = (service = HOST, port = 9411) => ({
  meshConfig: { extensionProviders: [{ name: 'traces', zipkin: { service, port } }] },
});
const authorizer = (service: string) => ({
  meshConfig: { extensionProviders: [{ name: 'authorizer', envoyExtAuthzGrpc: { service, port: 9000 } }] },
});
const TRACES = telemetry('{ tracing: [{ providers: [{ name: Traces }] }] }');
const SERVICE = app('zipkin', { namespace: 'monitoring', ports: '{ name: http, port: 9411 }' });
const at = (problem: string) => [`Telemetry shop/t spec.tracing[0].providers[0].name: ${problem}`];
const CUSTOM = policy('{ action: CUSTOM, provider: { name: authorizer }, rules: [{}] }');

testRule(unknownProviderService, {
  valid: {
    'a Service': { yaml: SERVICE + TRACES, options: zipkin() },
    'a Service with its namespace': { yaml: SERVICE + TRACES, options: zipkin(`monitoring/${HOST}`) },
    'a host of a ServiceEntry': {
      yaml:
        object(
          'networking.istio.io/v1',
          'ServiceEntry',
          'saas',
          'shop',
          '{ hosts: [traces.example.com], ports: [{ number: 443, name: https, protocol: HTTPS }], resolution: DNS }',
        ) + TRACES,
      options: zipkin('traces.example.com', 443),
    },
    'a service of a namespace of which nothing is in the set': { yaml: TRACES, options: zipkin() },
    'a provider that nobody uses': { yaml: app('web'), options: zipkin('nowhere.example') },
    'a provider without a service': logs('{ providers: [{ name: envoy }] }'),
    'an authorizer that is there': {
      yaml: mesh(sidecars('shop'), app('authz', { ports: '{ name: grpc, port: 9000 }' }), CUSTOM),
      options: authorizer('authz.shop.svc.cluster.local'),
    },
  },
  invalid: {
    'a name that is not the full one': {
      yaml: SERVICE + TRACES,
      options: zipkin('zipkin.monitoring'),
      expect: at(
        'the service "zipkin.monitoring" of provider "traces" is not in the mesh under this name, which istiod does not complete, so that nothing is sent to it',
      ),
    },
    'a service that is not there': {
      yaml: SERVICE + TRACES,
      options: zipkin('jaeger.monitoring.svc.cluster.local'),
      expect: at(
        'the service "jaeger.monitoring.svc.cluster.local" of provider "traces" is neither a Service nor a host of a ServiceEntry, so that nothing is sent to it',
      ),
    },
    'a service of a namespace that is in the set without it': {
      yaml: mesh(sidecars('monitoring'), TRACES),
      options: zipkin(),
      expect: at(
        `the service "${HOST}" of provider "traces" is neither a Service nor a host of a ServiceEntry, so that nothing is sent to it`,
      ),
    },
    'a port that the service has not': {
      yaml: SERVICE + TRACES,
      options: zipkin(HOST, 9412),
      expect: at(`the service "${HOST}" of provider "traces" has no port 9412, so that nothing is sent to it`),
    },
    'a host of two namespaces': {
      yaml:
        mesh(
          ...['a', 'b'].map(name =>
            object(
              'networking.istio.io/v1',
              'ServiceEntry',
              'saas',
              name,
              '{ hosts: [traces.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS }',
            ),
          ),
        ) + TRACES,
      options: zipkin('traces.example.com', 80),
      expect: at(
        'several namespaces (a, b) declare the service "traces.example.com" of provider "traces", so that nothing is sent to it',
      ),
    },
    'an authorizer that is not there': {
      yaml: mesh(sidecars('shop'), app('web'), CUSTOM),
      options: authorizer('authz.shop.svc.cluster.local'),
      expect: [
        'AuthorizationPolicy shop/policy spec.provider.name: the service "authz.shop.svc.cluster.local" of provider "authorizer" is neither a Service nor a host of a ServiceEntry, so that all requests of the policy are denied',
      ],
    },
  },
});
