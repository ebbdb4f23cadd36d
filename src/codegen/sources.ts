import { SCHEMA_VERSION } from '../values/istio-version';
import type { PlanOptions } from './plan-types';

/** CRDs that are generated from together: one project at one release. */
export interface Source extends PlanOptions {
  /** Name of the flag of `npm run import` that names another file. */
  readonly name: string;
  /** What the header of the generated files says. */
  readonly title: string;
  readonly version: string;
  /** The official files. */
  readonly urls: readonly string[];
  /** API groups that it yields, each a folder. */
  readonly groups: readonly string[];
  /** The kinds to take; absent: all. */
  readonly kinds?: readonly string[];
  /** Istio's own kinds, for which messages and history are known. */
  readonly istio?: true;
  /** Paths (or endings that begin with `.`) whose structure is left open. */
  readonly open?: readonly string[];
}

/** Every source, in the order of generation. */
export const SOURCES: readonly Source[] = [
  {
    name: 'istio',
    title: 'Istio',
    version: SCHEMA_VERSION,
    urls: [
      `https://raw.githubusercontent.com/istio/istio/${SCHEMA_VERSION}/manifests/charts/base/files/crd-all.gen.yaml`,
    ],
    groups: ['extensions.istio.io', 'networking.istio.io', 'security.istio.io', 'telemetry.istio.io'],
    istio: true,
  },
];
