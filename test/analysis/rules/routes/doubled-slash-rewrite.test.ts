import { doubledSlashRewrite } from '../../../../src/analysis/rules/routes/doubled-slash-rewrite';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, policy, sidecars, virtualService } from '../mesh-yaml';

const rewrite = (match: string, uri: string) =>
  virtualService(
    `{ hosts: [web], http: [{ match: [{ uri: { ${match} } }], rewrite: { uri: ${uri} }, route: [{ destination: { host: web } }] }] }`,
  );
const at = 'VirtualService shop/routes spec.http[0].rewrite.uri';
const DOUBLED = 'which policies and programs may not treat as the intended path';

testRule(doubledSlashRewrite, {
  valid: {
    'a prefix and a rewrite with slashes at their ends': rewrite('prefix: /app/', '/'),
    'a prefix and a rewrite without': rewrite('prefix: /app', '/v1'),
    'a whole path': rewrite('exact: /app', '/'),
    everything: rewrite('prefix: /', '/v1'),
    'a mesh that merges slashes': {
      yaml: rewrite('prefix: /app', '/'),
      options: { meshConfig: { pathNormalization: { normalization: 'MERGE_SLASHES' } } },
    },
  },
  invalid: {
    'a prefix without its slash': {
      yaml: rewrite('prefix: /app', '/'),
      expect: [`${at}: the rewrite of prefix "/app" to "/" makes "//x" of "/app/x", ${DOUBLED}`],
    },
    'a prefix without its slash, to a path with one': {
      yaml: rewrite('prefix: /app', '/v1/'),
      expect: [`${at}: the rewrite of prefix "/app" to "/v1/" makes "/v1//x" of "/app/x", ${DOUBLED}`],
    },
    'a rewrite without its slash': {
      yaml: rewrite('prefix: /app/', '/v1'),
      expect: [`${at}: the rewrite of prefix "/app/" to "/v1" makes "/v1x" of "/app/x"`],
    },
  },
});

test('a policy for the path that is meant does not know the doubled slash', () => {
  const set = (match: string) =>
    mesh(
      sidecars('shop'),
      app('web'),
      app('api'),
      rewrite(match, '/'),
      policy('{ selector: { matchLabels: { app: web } }, rules: [{ to: [{ operation: { paths: [/x] } }] }] }'),
    );
  const call = { from: 'shop/api', to: 'http://web/app/x' };
  expect(answer(set('prefix: /app'), call)).toBe('denied by AuthorizationPolicy shop/policy');
  expect(answer(set('prefix: /app/'), call)).toBe('routed');
});
