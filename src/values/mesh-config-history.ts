/** Fields of the mesh configuration that came after Istio 1.30, and the first release that has and reads each. */
export const MESH_CONFIG_SINCE: { readonly [path: string]: string } = {
  'defaultConfig.connectionSettings': '1.31',
  defaultInboundHttpRetryPolicy: '1.32',
  defaultTrafficPolicy: '1.31',
  serviceEntryVisibility: '1.31',
  zoneAwareLbSetting: '1.31',
};

/** Values of the mesh configuration that came after Istio 1.30, by field. */
export const MESH_CONFIG_VALUES_SINCE: { readonly [path: string]: { readonly [value: string]: string } } = {
  'outboundTrafficPolicy.mode': { ALLOW_ANY_DYNAMIC_DNS: '1.31' },
};

/** Whether a field of the mesh configuration is a duration: the schema has texts there, and the name alone tells. */
export function isDurationField(path: string): boolean {
  return /(?:timeout|duration|delay|interval|rate)$|(?:^|\.)time$/i.test(path);
}
