import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { Authorization } from '../../src/security/authorization';
import { MutualTls } from '../../src/security/mutual-tls';
import { RequestSource } from '../../src/security/request-source';
import { declareShop } from '../traffic/app';
import { byHand, said } from './proof-findings';

describe('a closed namespace', () => {
  const closed = () => {
    const shop = declareShop();
    new MutualTls(shop.mesh, 'mtls');
    new Authorization(shop.mesh, 'authz');
    return shop;
  };

  test('is warned of what somebody else opens', () => {
    const shop = closed();
    byHand(shop, 'AuthorizationPolicy', 'open', {
      selector: { matchLabels: { app: 'backend' } },
      rules: [{ from: [{ source: { namespaces: ['ops'] } }], to: [{ operation: { paths: ['/metrics'] } }] }],
    });
    const ops = new MeshNamespace(shop.mesh, 'ops');
    new MeshService(shop.mesh, 'probe', {
      namespace: ops,
      ports: [{ port: 80, protocol: 'http' }],
      versions: { v1: { image: 'probe:1' } },
    });
    expect(said(shop)).toEqual([
      expect.stringMatching(
        /^undeclared-call-allowed mesh\/authz: nobody declares ops\/probe-v1 -> GET .*\/metrics, and it gets through to backend\.shop.*; the same of an unknown account of ops$/,
      ),
    ]);
  });

  test('has nothing to say of other methods than POST where a call of gRPC is declared', () => {
    const shop = declareShop();
    const quotes = shop.service('quotes', { ports: [{ port: 7000, protocol: 'grpc' }] });
    shop.frontend.calls(quotes);
    new MutualTls(shop.mesh, 'mtls');
    new Authorization(shop.mesh, 'authz');
    expect(said(shop)).toEqual([]);
  });

  test('has nothing to say of what its own rules open', () => {
    const shop = declareShop();
    new MutualTls(shop.mesh, 'mtls');
    new Authorization(shop.mesh, 'authz').allow(shop.backend, { from: [RequestSource.namespace('ops')] });
    expect(said(shop)).toEqual([]);
  });
});
