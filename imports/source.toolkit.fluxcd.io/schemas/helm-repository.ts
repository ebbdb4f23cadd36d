// Generated from the CRDs of the Flux source controller 1.10.1 (8d343a0f3792df0d) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'source.toolkit.fluxcd.io', kind: 'HelmRepository', plural: 'helmrepositories', scope: 'Namespaced',
  versions: {v1:''},
  root: 14,
  rules: [],
  nodes: [
    {type:'string'},
    {type:'object',values:0},
    {type:'object',properties:{matchLabels:1}},
    {type:'array',items:2},
    {type:'object',required:['namespaceSelectors'],properties:{namespaceSelectors:3}},
    {type:'object',required:['name'],properties:{name:0}},
    {type:'boolean'},
    {type:'string',pattern:'^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$'},
    {type:'string',default:'generic',enum:['generic','aws','azure','gcp']},
    {type:'string',pattern:'^([0-9]+(\\.[0-9]+)?(ms|s|m))+$'},
    {type:'string',enum:['default','oci']},
    {type:'string',pattern:'^(http|https|oci)://.*$'},
    {type:'object',required:['url'],properties:{accessFrom:4,certSecretRef:5,insecure:6,interval:7,passCredentials:6,provider:8,secretRef:5,suspend:6,timeout:9,type:10,url:11}},
    {type:'object',open:true},
    {type:'object',properties:{spec:12,status:13}},
  ],
};
