import { ApiObject, type App, Chart } from 'cdk8s';
import { GatewayDeployment } from '../../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../../src/gateway/ingress-gateway';
import { IstioInstall } from '../../../src/install/istio-install';
import { MeshNamespace } from '../../../src/mesh/mesh-namespace';
import { MeshService } from '../../../src/mesh/mesh-service';
import { findingsOf } from '../../findings';
import { declareMesh } from '../../mesh/declare';

/** Who catches a mistake: the compiler, the construct where it is written, the synth, or a unit test. */
export type Stage = 'compiler' | 'construct' | 'synth' | 'warning' | 'test';

/** A mistake, the stage that catches it, and what that says: a part of the text, or the name of a rule. */
export type Mistake = readonly [what: string, stage: Stage, said: string, make: (shop: Shop) => unknown];

type Shop = ReturnType<typeof shop>;

function shop(props: Parameters<typeof declareMesh>[0] = {}, namespace = {}) {
  const declared = declareMesh(props, namespace);
  const { service, twoVersions } = declared;
  const db = service('db', { ports: [{ port: 3306, protocol: 'mysql' }] });
  return { ...declared, web: service('web'), cart: twoVersions('cart'), db };
}

export const HTTP = [{ port: 8080, protocol: 'http' }] as const;
export const ISSUER = { issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys' };

export function gatewayOf({ mesh }: Pick<Shop, 'mesh'>, name = 'public') {
  const namespace = new MeshNamespace(mesh, `${name}-edge`);
  const workload = new GatewayDeployment(mesh.chart('gateways'), name, { namespace });
  return new IngressGateway(mesh, `${name}-gateway`, { workload });
}

export function byHand(app: App, kind: string, spec: object, group = 'networking.istio.io/v1') {
  const metadata = { name: 'by-hand', namespace: 'shop' };
  new ApiObject(new Chart(app, `hand-${kind.toLowerCase()}`), 'object', { apiVersion: group, kind, metadata, spec });
}

export function told({ mesh, namespace, web, cart }: Shop, env: { readonly [name: string]: string }) {
  web.calls(cart);
  return new MeshService(mesh, 'told', { namespace, ports: HTTP, versions: { v1: { image: 'told:1', env } } });
}

export const install = ({ app }: Shop, props: ConstructorParameters<typeof IstioInstall>[2]) =>
  new IstioInstall(new Chart(app, 'istio'), 'istio', props);

/** What is said of a mistake: by an error where it is made, or by the findings of a synth. */
export function caught(make: (shop: Shop) => unknown): readonly (readonly [stage: Stage, said: string])[] {
  const made = shop();
  try {
    make(made);
  } catch (error) {
    const { name, message } = error as Error;
    return [[name === 'ConfigError' ? 'construct' : 'test', message]];
  }
  try {
    return findingsOf(made.app).map(({ severity, rule }) => [severity === 'error' ? 'synth' : 'warning', rule]);
  } catch (error) {
    // What constructs validate once all is declared.
    return [['synth', (error as Error).message]];
  }
}
