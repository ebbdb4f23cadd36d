import { type ServicePortProps, toManifestPort, toServicePorts } from '../../src/mesh/service-port';
import { PROTOCOLS } from '../../src/values/protocol';

const ports = (...props: ServicePortProps[]) => toServicePorts(props, 'backend', 'app/backend');

test('a port is named after its protocol, and a second one of it after its number too', () => {
  const [first, second, db] = ports(
    { port: 80, protocol: 'http' },
    { port: 8080, protocol: 'http' },
    { port: 3306, protocol: 'mysql', targetPort: 13306 },
  );
  expect(first?.name).toBe('http');
  expect(second?.name).toBe('http-8080');
  expect(db).toEqual({ name: 'mysql', port: 3306, targetPort: 13306, protocol: 'mysql', http: false });
});

test('name and appProtocol agree for every protocol', () => {
  for (const protocol of PROTOCOLS) {
    const [port] = ports({ port: 1000, protocol });
    const manifest = toManifestPort(port as never);
    expect(manifest.name).toBe(protocol);
    expect(manifest.appProtocol).toBe(protocol === 'udp' ? undefined : protocol);
    expect(manifest.protocol).toBe(protocol === 'udp' ? 'UDP' : 'TCP');
  }
});

test.each<[readonly ServicePortProps[], string]>([
  [[], 'wanted at least one port, got none'],
  [[{ port: 0, protocol: 'http' }], 'wanted port from 1 to 65535, got 0'],
  [[{ port: 80, targetPort: 70000, protocol: 'http' }], 'wanted targetPort from 1 to 65535, got 70000'],
  [[{ port: 80.5, protocol: 'http' }], 'wanted port from 1 to 65535, got 80.5'],
  [[{ port: 80, protocol: 'htpp' as never }], 'got "htpp"'],
  [
    [
      { port: 80, protocol: 'http' },
      { port: 80, protocol: 'tcp' },
    ],
    'wanted each port once, got 80 twice',
  ],
  [
    [{ port: 80, protocol: 'http', name: 'web' }],
    'wanted the name of port 80 to be "http" or to begin with "http-", got "web"',
  ],
  [[{ port: 80, protocol: 'http', name: 'http2foo' }], 'got "http2foo"'],
  [
    [
      { port: 80, protocol: 'http', name: 'http-a' },
      { port: 81, protocol: 'http', name: 'http-a' },
    ],
    'wanted a unique name for each port, got "http-a" for 80 and 81',
  ],
])('ports %j are refused', (props, message) => {
  expect(() => ports(...props)).toThrow(message);
  expect(() => ports(...props)).toThrow('Cannot declare the ports of service "backend" at app/backend: ');
});
