const DOCS = 'https://istio.io/latest/docs';

/** Pages of Istio's documentation that obstacles name. */
export const PAGES = {
  migration: `${DOCS}/ambient/migrate/#what-is-not-supported`,
  policies: `${DOCS}/ambient/migrate/migrate-policies/`,
  before: `${DOCS}/ambient/migrate/before-you-begin/`,
  addWorkloads: `${DOCS}/ambient/usage/add-workloads/`,
  connections: `${DOCS}/ambient/usage/l4-policy/`,
  requests: `${DOCS}/ambient/usage/l7-features/`,
  visibility: `${DOCS}/ambient/usage/serviceentry-visibility/`,
  waypoints: `${DOCS}/ambient/usage/waypoint/`,
  networkPolicies: `${DOCS}/ambient/usage/networkpolicy/`,
  platforms: `${DOCS}/ambient/install/platform-prerequisites/`,
  clusters: `${DOCS}/ambient/install/multicluster/`,
  egress: `${DOCS}/ambient/usage/egress-gateway/`,
  dataPlane: `${DOCS}/ambient/architecture/data-plane/`,
  redirection: `${DOCS}/ambient/architecture/traffic-redirection/`,
  overview: `${DOCS}/ambient/overview/`,
  sidecars: `${DOCS}/reference/config/networking/sidecar/`,
  annotations: `${DOCS}/reference/config/annotations/`,
  prometheus: `${DOCS}/ops/integrations/prometheus/`,
} as const;
