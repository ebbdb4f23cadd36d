import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { isCidr, isInRange, isIpAddress, isIpv4, isIpv6, prefixLength } from '../../src/values/ip-range';

test.each([
  ['10.1.2.3', '10.0.0.0/8', true],
  ['11.1.2.3', '10.0.0.0/8', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.4', '10.1.2.3/31', false],
  ['1.2.3.4', '0.0.0.0/0', true],
  ['1234::1', '1234:1f1:123:123:f816:3eff:feb8:2287/16', true],
  ['1235::1', '1234::/16', false],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.0/104', true],
  ['10.0.0.1', '::/0', false],
  ['nonsense', '0.0.0.0/0', false],
  ['10.0.0.1', '10.0.0.0/33', false],
])('%s in %s: %s', (address, range, wanted) => {
  expect(isInRange(address, range)).toBe(wanted);
});

test('what is an address and what is none', () => {
  expect(['1.2.3.4', '::1', '1:2:3:4:5:6:7:8'].map(isIpAddress)).toEqual([true, true, true]);
  expect(['1.2.3', '256.1.1.1', ':::', '1:2:3', 'a.b.c.d', ''].map(isIpAddress)).toEqual(Array(6).fill(false));
  expect([prefixLength('10.0.0.0/8'), prefixLength('::1'), prefixLength('x')]).toEqual([8, 128, undefined]);
});

test('an address lies in a range exactly when their leading bits agree', () => {
  const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
  const bits = (address: readonly number[]) => address.map(octet => octet.toString(2).padStart(8, '0')).join('');
  fc.assert(
    fc.property(octets, octets, fc.nat(32), (a, b, length) => {
      const agree = bits(a).slice(0, length) === bits(b).slice(0, length);
      expect(isInRange(a.join('.'), `${b.join('.')}/${length}`)).toBe(agree);
    }),
  );
});

test('addresses are those of Node, without zones', () => {
  const near = fc.string({
    unit: fc.constantFrom('0', '1', '25', '255', '256', 'f', 'ffff', '::', ':', '.', '%', 'g'),
    maxLength: 12,
  });
  const v4 = fc.ipV4();
  const v6 = fc.oneof(
    fc.ipV6(),
    fc.tuple(fc.constantFrom('::', '::ffff:', '1:2:3:4:5:6:', '1::', '1:2:'), v4).map(parts => parts.join('')),
  );
  fc.assert(
    fc.property(fc.oneof(near, v4, v6), text => {
      fc.pre(!text.includes('%'));
      expect([isIpv4(text), isIpv6(text), isIpAddress(text)]).toEqual([
        isIPv4(text),
        isIPv6(text),
        isIPv4(text) || isIPv6(text),
      ]);
    }),
    { numRuns: 2000 },
  );
  expect(
    ['fe80::1%eth0', '01.2.3.4', '1.2.3.4::', '::1.2.3.4:5', '1:2:3:4:5:6:7::8', '1.2.3.4/8'].map(isIpAddress),
  ).toEqual([false, false, false, false, false, false]);
});

test('networks have an address and a length that fits it', () => {
  expect(['10.0.0.0/8', '0.0.0.0/0', '1.2.3.4/32', 'fe80::/10', '::/128'].map(isCidr)).toEqual(Array(5).fill(true));
  expect(
    ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/', '10.0.0.0/8/8', '::/129', 'fe80::%1/10', '/8'].map(isCidr),
  ).toEqual(Array(8).fill(false));
});
