import { httpSettingsOnTcpPort } from '../../../../src/analysis/rules/destinations/http-settings-on-tcp-port';
import { testRule } from '../../../../src/testing/test-rule';
import { app, destinationRule, mesh, virtualService } from '../mesh-yaml';

const HASH = 'loadBalancer: { consistentHash: { httpHeaderName: x-user } }';
const rule = (policy = HASH) => destinationRule(`{ host: cache, trafficPolicy: { ${policy} } }`);
const cache = (...ports: string[]) => app('cache', { ports: ports.join(', ') });
const TCP = '{ name: tcp, port: 6379 }';
const HTTP = '{ name: http, port: 80 }';
const TLS = '{ name: tls, port: 443 }';
const FOUND =
  'proxies see no requests on port 6379 (tcp) of "cache.shop.svc.cluster.local", so that connections go to any pod';
const withoutEffect = (settings: string) => FOUND.replace('connections go to any pod', `${settings} no effect`);

testRule(httpSettingsOnTcpPort, {
  valid: {
    'a port of HTTP': mesh(cache(HTTP), rule()),
    'a port of HTTP beside one of TCP': mesh(cache(HTTP, TCP), rule()),
    'a port whose protocol is found out': mesh(cache('{ name: web, port: 80 }'), rule()),
    'the address of the client': mesh(cache(TCP), rule('loadBalancer: { consistentHash: { useSourceIp: true } }')),
    'a service that is not in the set': rule(),
    'limits of connections, and what holds without being set': mesh(
      cache(TCP),
      rule(
        'connectionPool: { tcp: { maxConnections: 10 }, http: { http1MaxPendingRequests: 10, maxRetries: 0, useClientProtocol: false, h2UpgradePolicy: DO_NOT_UPGRADE } }',
      ),
    ),
    'limits of a port of HTTP': mesh(cache(HTTP, TCP), rule('connectionPool: { http: { http2MaxRequests: 10 } }')),
    'a port to which requests are mirrored': mesh(
      cache(TCP),
      app('web'),
      rule('connectionPool: { http: { http2MaxRequests: 10 } }'),
      virtualService('{ hosts: [web], http: [{ mirror: { host: cache }, route: [{ destination: { host: web } }] }] }'),
    ),
    'settings of the port that speaks HTTP': mesh(
      cache(HTTP, TCP),
      rule(`portLevelSettings: [{ port: { number: 80 }, ${HASH} }]`),
    ),
    'a port to which a route sends requests': mesh(
      cache(TCP),
      rule(),
      virtualService(
        '{ hosts: [web.example.com], gateways: [public], http: [{ route: [{ destination: { host: cache } }] }] }',
      ),
    ),
  },
  invalid: {
    'a port of TCP': {
      yaml: mesh(cache(TCP), rule()),
      expect: [`DestinationRule shop/rule spec.trafficPolicy.loadBalancer.consistentHash.httpHeaderName: ${FOUND}`],
    },
    'a cookie, and connections with TLS': {
      yaml: mesh(cache(TLS), rule('loadBalancer: { consistentHash: { httpCookie: { name: user, ttl: 0s } } }')),
      expect: [
        `DestinationRule shop/rule spec.trafficPolicy.loadBalancer.consistentHash.httpCookie: ${FOUND.replace('6379 (tcp)', '443 (tls)')}`,
      ],
    },
    'limits of requests': {
      yaml: mesh(
        cache(TCP),
        rule(
          'connectionPool: { tcp: { maxConnections: 10 }, http: { http1MaxPendingRequests: 10, http2MaxRequests: 10, maxRequestsPerConnection: 1, maxRetries: 2, idleTimeout: 1m, maxConcurrentStreams: 3, useClientProtocol: true, h2UpgradePolicy: UPGRADE } }',
        ),
      ),
      expect: [
        `DestinationRule shop/rule spec.trafficPolicy.connectionPool.http: ${withoutEffect('http2MaxRequests, maxRequestsPerConnection, maxRetries, idleTimeout, maxConcurrentStreams, useClientProtocol, h2UpgradePolicy have')}`,
      ],
    },
    'limits of the port that speaks TCP': {
      yaml: mesh(
        cache(HTTP, TCP),
        rule(
          'portLevelSettings: [{ port: { number: 6379 }, connectionPool: { http: { maxRequestsPerConnection: 1 } } }]',
        ),
      ),
      expect: [
        `DestinationRule shop/rule spec.trafficPolicy.portLevelSettings[0].connectionPool.http: ${withoutEffect('maxRequestsPerConnection has')}`,
      ],
    },
    'settings of the port that speaks TCP': {
      yaml: mesh(cache(HTTP, TCP), rule(`portLevelSettings: [{ port: { number: 6379 }, ${HASH} }]`)),
      expect: [
        `DestinationRule shop/rule spec.trafficPolicy.portLevelSettings[0].loadBalancer.consistentHash.httpHeaderName: ${FOUND}`,
      ],
    },
    'a subset': {
      yaml: mesh(
        cache(TCP),
        destinationRule(`{ host: cache, subsets: [{ name: v1, labels: { app: cache }, trafficPolicy: { ${HASH} } }] }`),
      ),
      expect: [
        `DestinationRule shop/rule spec.subsets[0].trafficPolicy.loadBalancer.consistentHash.httpHeaderName: ${FOUND}`,
      ],
    },
  },
});
