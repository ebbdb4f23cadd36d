import { checkMeshConfigFields, type MeshConfigMessage } from '../../src/schema/mesh-config-fields';

function issues(message: MeshConfigMessage, config: { readonly [field: string]: unknown }): readonly string[] {
  return checkMeshConfigFields(message, config, '1.31').map(({ rule, path }) => `${rule} ${path}`);
}

describe('the fields of a mesh configuration', () => {
  it.each<[what: string, config: { readonly [field: string]: unknown }]>([
    ['fields by the names of JSON', { accessLogFile: '/dev/stdout', defaultConfig: { concurrency: 2 } }],
    ['fields by the names of the message', { access_log_file: '', default_config: { proxy_metadata: { A_b: 'c' } } }],
    ['numbers as texts, and values of an enum by number', { proxyListenPort: '15001', accessLogEncoding: 1 }],
    ['durations with units', { connectTimeout: '1m30s', tcpKeepalive: { time: '0.5s' } }],
    ['nothing in a field', { connectTimeout: null }],
    [
      'what is newer than the schema',
      { zoneAwareLbSetting: {}, defaultConfig: { connectionSettings: { profile: 1 } } },
    ],
  ])('may be %s', (_, config) => {
    expect(issues('MeshConfig', config)).toEqual([]);
  });

  it.each<[config: { readonly [field: string]: unknown }, issue: string]>([
    [{ acessLogFile: '' }, 'unknown-field acessLogFile'],
    [{ connectTimeout: 'zz7' }, 'duration connectTimeout'],
    [{ tcpKeepalive: { interval: '5' } }, 'duration tcpKeepalive.interval'],
    [{ enableTracing: 'true' }, 'type enableTracing'],
    [{ accessLogEncoding: 'XML' }, 'enum accessLogEncoding'],
    [{ defaultConfig: { concurrency: 'two' } }, 'type defaultConfig.concurrency'],
    [
      { extensionProviders: [{ name: 'a', envoyExtAuthzHttp: { service: 'a', port: 1, timeout: 'x' } }] },
      'duration extensionProviders[0].envoyExtAuthzHttp.timeout',
    ],
  ])('must not be %j', (config, issue) => {
    expect(issues('MeshConfig', config)).toEqual([issue]);
  });

  it('are those of a proxy where they are written for a proxy', () => {
    expect(issues('ProxyConfig', { drainDuration: '45s', accessLogFile: '' })).toEqual(['unknown-field accessLogFile']);
    expect(issues('ProxyConfig', { connectionSettings: {} })).toEqual([]);
  });
});
