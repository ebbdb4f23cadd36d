/** Where an add-on comes from: its image, and the chart for routes that install charts. */
export interface AddOnSource {
  /** The container image with its tag. */
  readonly image: string;
  /**
   * Absent where the add-on is always written as manifests.
   *
   * @default - absent where the add-on is always written as manifests
   */
  readonly chart?: { readonly repository: string; readonly name: string; readonly version: string };
}

/** The add-ons there are. */
export type AddOnName = 'prometheus' | 'grafana' | 'jaeger' | 'tempo' | 'kiali';

/**
 * The releases that are deployed unless the user names others: the same of an add-on by image and by chart.
 */
export const ADD_ON_SOURCES: { readonly [K in AddOnName]: AddOnSource } = {
  prometheus: {
    image: 'docker.io/prom/prometheus:v3.10.0',
    chart: {
      repository: 'https://prometheus-community.github.io/helm-charts',
      name: 'prometheus',
      version: '28.13.0',
    },
  },
  grafana: {
    image: 'docker.io/grafana/grafana:12.3.2',
    chart: { repository: 'https://grafana-community.github.io/helm-charts', name: 'grafana', version: '11.1.0' },
  },
  // In memory and of one pod, it is for trying out; its chart asks for a database.
  jaeger: { image: 'docker.io/jaegertracing/jaeger:2.17.0' },
  tempo: {
    image: 'docker.io/grafana/tempo:2.9.0',
    chart: { repository: 'https://grafana-community.github.io/helm-charts', name: 'tempo', version: '1.25.1' },
  },
  kiali: {
    image: 'quay.io/kiali/kiali:v2.26.0',
    chart: { repository: 'https://kiali.org/helm-charts', name: 'kiali-server', version: '2.26.0' },
  },
};
