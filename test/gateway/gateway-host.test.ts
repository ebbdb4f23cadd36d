import { requireHost } from '../../src/gateway/gateway-host';

test.each([
  '',
  'Notes.example.com',
  'a..b',
  '*a.example.com',
  'a.*.com',
  '-a.com',
  'a_b.com',
  `${'a'.repeat(64)}.`.repeat(4),
])('host %j is refused', host => {
  expect(() => requireHost(host, 'mesh/public')).toThrow(
    `Cannot answer for host "${host}" at mesh/public: wanted a DNS name in lower case`,
  );
});
