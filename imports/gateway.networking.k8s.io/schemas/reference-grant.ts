// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'gateway.networking.k8s.io', kind: 'ReferenceGrant', plural: 'referencegrants', scope: 'Namespaced',
  versions: {v1:'',v1beta1:''},
  root: 9,
  rules: [],
  nodes: [
    {type:'string',pattern:'^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',maxLength:253},
    {type:'string',pattern:'^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',minLength:1,maxLength:63},
    {type:'string',pattern:'^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',minLength:1,maxLength:63},
    {type:'object',required:['group','kind','namespace'],properties:{group:0,kind:1,namespace:2}},
    {type:'array',minItems:1,maxItems:16,items:3},
    {type:'string',minLength:1,maxLength:253},
    {type:'object',required:['group','kind'],properties:{group:0,kind:1,name:5}},
    {type:'array',minItems:1,maxItems:16,items:6},
    {type:'object',required:['from','to'],properties:{from:4,to:7}},
    {type:'object',required:['spec'],properties:{spec:8}},
  ],
};
