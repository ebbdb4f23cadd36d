import { fullHost, serviceOfHost } from '../../src/model/host-name';

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
