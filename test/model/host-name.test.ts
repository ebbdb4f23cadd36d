import fc from 'fast-check';
import { fullHost, hostCovers, hostsOverlap, serviceOfHost } from '../../src/model/host-name';

describe('fullHost', () => {
  test.each([
    ['web', 'web.shop.svc.cluster.local'],
    ['web.shop', 'web.shop'],
    ['web.example.com', 'web.example.com'],
    ['*', '*'],
    ['*.example.com', '*.example.com'],
    ['10.0.0.1', '10.0.0.1'],
    ['fd00::1', 'fd00::1'],
    ['', ''],
  ])('of "%s" is "%s"', (host, full) => {
    expect(fullHost(host, 'shop')).toBe(full);
  });

  test('leaves the suffix out where the mesh has no domain', () => {
    expect(fullHost('web', 'shop', '')).toBe('web.shop');
    expect(fullHost('web', 'shop', 'corp')).toBe('web.shop.svc.corp');
  });
});

describe('serviceOfHost', () => {
  test.each([
    ['web.shop.svc.cluster.local', { name: 'web', namespace: 'shop' }],
    ['a.b.shop.svc.cluster.local', { name: 'a.b', namespace: 'shop' }],
    ['web.shop', undefined],
    ['shop.svc.cluster.local', undefined],
    ['.shop.svc.cluster.local', undefined],
    ['web.example.com', undefined],
  ])('of "%s" is %j', (host, service) => {
    expect(serviceOfHost(host)).toEqual(service);
  });
});

describe('hosts overlap', () => {
  test.each([
    ['a.example.com', 'a.example.com', true],
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'xexample.com', false],
    ['*', 'a', true],
    ['*.a.example.com', '*.example.com', true],
    ['*.example.com', '*.example.org', false],
    ['a.example.com', 'b.example.com', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(hostsOverlap(a, b)).toBe(expected);
    expect(hostsOverlap(b, a)).toBe(expected);
  });

  const label = fc.stringMatching(/^[a-z]{1,3}$/);
  const host = fc
    .tuple(fc.boolean(), fc.array(label, { minLength: 1, maxLength: 3 }))
    .map(([wild, labels]) => `${wild ? '*.' : ''}${labels.join('.')}`);

  test('whenever one covers the other, and only a wildcard covers another host', () => {
    fc.assert(
      fc.property(host, host, (a, b) => {
        if (hostCovers(a, b)) expect(hostsOverlap(a, b)).toBe(true);
        if (hostCovers(a, b) && a !== b) expect(a.startsWith('*')).toBe(true);
        if (hostsOverlap(a, b)) expect(hostCovers(a, b) || hostCovers(b, a)).toBe(true);
      }),
    );
  });
});
