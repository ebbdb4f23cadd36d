import { LoadBalancer } from '../../src/gateway/load-balancer';

const AWS = 'service.beta.kubernetes.io/aws-load-balancer';
const ALB = 'alb.ingress.kubernetes.io';

describe('LoadBalancer', () => {
  test.each([
    ['plain', LoadBalancer.plain()],
    ['none', LoadBalancer.none()],
    ['awsNlb', LoadBalancer.awsNlb()],
    ['gcp', LoadBalancer.gcp()],
  ])('%s appends no header, so no proxy is trusted', (_, { settings }) => {
    expect(settings.trustedProxies).toBe(0);
  });

  test('counts an application load balancer as a proxy, and those in front of it', () => {
    expect(LoadBalancer.awsAlb().settings.trustedProxies).toBe(1);
    expect(LoadBalancer.awsAlb({ proxiesInFront: 1 }).settings.trustedProxies).toBe(2);
    expect(LoadBalancer.awsNlb({ proxiesInFront: 1 }).settings.trustedProxies).toBe(1);
  });

  test.each([
    LoadBalancer.awsNlb(),
    LoadBalancer.awsNlb({ controller: 'in-tree', scheme: 'internal' }),
    LoadBalancer.awsNlb({ proxyProtocol: true }),
    LoadBalancer.awsAlb({ certificateArn: 'arn:aws:acm:eu-west-1:1:certificate/a' }),
    LoadBalancer.gcp(),
    LoadBalancer.gcp({ scheme: 'internal' }),
  ])('writes every annotation as text', ({ settings }) => {
    const annotations = { ...settings.annotations, ...settings.ingress?.annotations };
    expect(Object.keys(annotations).length).toBeGreaterThan(0);
    for (const value of Object.values(annotations)) expect(typeof value).toBe('string');
  });

  test('asks the AWS controller for a network load balancer to pods', () => {
    expect(LoadBalancer.awsNlb().settings.annotations).toEqual({
      [`${AWS}-type`]: 'external',
      [`${AWS}-nlb-target-type`]: 'ip',
      [`${AWS}-scheme`]: 'internet-facing',
      [`${AWS}-cross-zone-load-balancing-enabled`]: 'true',
      [`${AWS}-backend-protocol`]: 'tcp',
    });
  });

  test('asks the in-tree controller with the words that it knows', () => {
    expect(
      LoadBalancer.awsNlb({ controller: 'in-tree', scheme: 'internal', crossZone: false }).settings.annotations,
    ).toEqual({
      [`${AWS}-type`]: 'nlb',
      [`${AWS}-internal`]: 'true',
      [`${AWS}-cross-zone-load-balancing-enabled`]: 'false',
      [`${AWS}-backend-protocol`]: 'tcp',
    });
  });

  test('keeps the client address in packets: by target group to pods, by policy to nodes', () => {
    const toPods = LoadBalancer.awsNlb({ preserveClientIp: true }).settings;
    const toNodes = LoadBalancer.awsNlb({ preserveClientIp: true, targetType: 'instance' }).settings;
    expect(toPods.annotations[`${AWS}-target-group-attributes`]).toBe('preserve_client_ip.enabled=true');
    expect(toPods.externalTrafficPolicy).toBeUndefined();
    expect(toNodes.externalTrafficPolicy).toBe('Local');
  });

  test('sends the client address by PROXY protocol when asked to', () => {
    const { settings } = LoadBalancer.awsNlb({ proxyProtocol: true });
    expect(settings.proxyProtocol).toBe(true);
    expect(settings.annotations[`${AWS}-proxy-protocol`]).toBe('*');
  });

  test('ends TLS at the application load balancer only with a certificate', () => {
    const plain = LoadBalancer.awsAlb().settings.ingress?.annotations ?? {};
    const tls =
      LoadBalancer.awsAlb({ certificateArn: 'arn:aws:acm:eu-west-1:1:certificate/a' }).settings.ingress?.annotations ??
      {};
    expect(plain[`${ALB}/listen-ports`]).toBe('[{"HTTP":80}]');
    expect(tls[`${ALB}/certificate-arn`]).toBe('arn:aws:acm:eu-west-1:1:certificate/a');
    expect(tls[`${ALB}/listen-ports`]).toContain('"HTTPS":443');
    expect(plain[`${ALB}/healthcheck-port`]).toBe('15021');
  });

  test('takes further annotations over its own', () => {
    const { annotations } = LoadBalancer.awsNlb({ annotations: { [`${AWS}-scheme`]: 'internal' } }).settings;
    expect(annotations[`${AWS}-scheme`]).toBe('internal');
  });

  test('restricts who may connect', () => {
    expect(LoadBalancer.plain({ sourceRanges: ['203.0.113.0/24'] }).settings.sourceRanges).toEqual(['203.0.113.0/24']);
    expect(
      LoadBalancer.awsAlb({ sourceRanges: ['203.0.113.0/24'] }).settings.ingress?.annotations[`${ALB}/inbound-cidrs`],
    ).toBe('203.0.113.0/24');
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'two ways to tell the client address',
      () => LoadBalancer.awsNlb({ proxyProtocol: true, preserveClientIp: true }),
      /either proxyProtocol or preserveClientIp/,
    ],
    [
      'pods as targets of the in-tree controller',
      () => LoadBalancer.awsNlb({ controller: 'in-tree', targetType: 'ip' }),
      /"instance" with the in-tree controller/,
    ],
    ['a negative number of proxies', () => LoadBalancer.plain({ proxiesInFront: -1 }), /trust -1 proxies/],
    ['a range that is none', () => LoadBalancer.plain({ sourceRanges: ['203.0.113.0'] }), /"203.0.113.0" connect/],
    [
      'an annotation that is no text',
      () => LoadBalancer.plain({ annotations: { a: true as unknown as string } }),
      /wanted text, got the boolean true/,
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
