import type { Random } from './random';

/** An object as it goes into a manifest. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: { readonly [name: string]: string };
    readonly annotations?: { readonly [name: string]: string };
    readonly creationTimestamp?: string;
  };
  readonly [field: string]: unknown;
}

/** Something that a mesh may hold or not. */
export const FEATURES = [
  'headless',
  'stateful',
  'external',
  'external-name',
  'sidecar-scope',
  'mesh-options',
  'policies',
  'external-authorizer',
  'egress',
  'delegates',
  'jwt',
  'path-normalization',
  'gateway-api',
  'ambient',
  'workload-entry',
  'several-gateways',
] as const;

export type Feature = (typeof FEATURES)[number];

/** Features that the meshes of `classic` have. */
export const CLASSIC: readonly Feature[] = [
  'headless',
  'stateful',
  'external',
  'external-name',
  'sidecar-scope',
  'mesh-options',
  'policies',
  'external-authorizer',
  'egress',
  'delegates',
];

/** How a pod is connected to the mesh. */
export type DataPlane = 'sidecar' | 'none' | 'ambient';

export interface PlannedNamespace {
  readonly name: string;
  readonly dataPlane: DataPlane;
}

/** A Deployment or StatefulSet. */
export interface PlannedWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  readonly account: string;
  readonly dataPlane: DataPlane;
  readonly stateful: boolean;
  readonly ip: string;
}

export interface PlannedPort {
  readonly number: number;
  readonly target: number | string;
  readonly name?: string;
  readonly appProtocol?: string;
  /** What goes through the port. */
  readonly carries: 'http' | 'grpc' | 'tcp' | 'tls' | 'any';
}

/** A Service with its pods, or the host of a ServiceEntry. */
export interface PlannedService {
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  readonly ports: readonly PlannedPort[];
  readonly subsets: readonly string[];
  readonly headless: boolean;
  readonly external: boolean;
  readonly workloads: readonly PlannedWorkload[];
}

/** Pods of a gateway. */
export interface PlannedGateway {
  readonly namespace: string;
  readonly name: string;
  readonly selector: { readonly [name: string]: string };
  /** `istio` for gateways of the networking API, else the name of a Gateway of the Gateway API. */
  readonly api: 'istio' | 'kubernetes';
  readonly workload: string;
}

/** Where a request may be aimed: hosts, ports and paths that objects of the mesh speak of. */
export interface Aim {
  readonly host: string;
  readonly port?: number;
  readonly scheme?: 'http' | 'https' | 'grpc' | 'tcp' | 'tls';
  readonly path?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly gateway?: string;
}

/** A mesh in the making. */
export class Plan {
  readonly namespaces: PlannedNamespace[] = [];
  readonly workloads: PlannedWorkload[] = [];
  readonly services: PlannedService[] = [];
  readonly gateways: PlannedGateway[] = [];
  readonly aims: Aim[] = [];
  readonly issuers: string[] = [];
  readonly providers: string[] = [];
  private readonly objects: ManifestObject[] = [];
  private readonly names = new Set<string>();
  private readonly times: number[] = [];

  constructor(
    readonly random: Random,
    readonly features: ReadonlySet<Feature>,
  ) {
    this.times.push(...random.some([...Array(400).keys()], 400));
  }

  has(feature: Feature): boolean {
    return this.features.has(feature);
  }

  /** A name that no object of the kind has yet in the namespace. */
  nameFor(kind: string, namespace: string, base: string): string {
    for (let i = 0; ; i++) {
      const name = i === 0 ? base : `${base}-${i}`;
      const key = `${kind} ${namespace}/${name}`;
      if (this.names.has(key)) continue;
      this.names.add(key);
      return name;
    }
  }

  /** Adds an object. It gets an age of its own, so that no answer hangs on the order of names. */
  add(object: ManifestObject): void {
    const seconds = this.times.pop();
    if (seconds === undefined) throw new Error('Cannot add an object: wanted at most 400 objects in a mesh');
    const creationTimestamp = new Date(Date.UTC(2024, 0, 1) + seconds * 60_000).toISOString().replace('.000Z', 'Z');
    this.objects.push({ ...object, metadata: { ...object.metadata, creationTimestamp } });
  }

  /** The objects in random order, which must not matter. */
  shuffled(): ManifestObject[] {
    return this.random.some(this.objects, this.objects.length);
  }
}
