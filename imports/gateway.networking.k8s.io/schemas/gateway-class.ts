// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'gateway.networking.k8s.io', kind: 'GatewayClass', plural: 'gatewayclasses', scope: 'Cluster',
  versions: {v1:'',v1beta1:''},
  root: 9,
  rules: [],
  nodes: [
    {type:'string',pattern:"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",minLength:1,maxLength:253},
    {type:'string',maxLength:64},
    {type:'string',pattern:'^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',maxLength:253},
    {type:'string',pattern:'^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',minLength:1,maxLength:63},
    {type:'string',minLength:1,maxLength:253},
    {type:'string',pattern:'^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',minLength:1,maxLength:63},
    {type:'object',required:['group','kind','name'],properties:{group:2,kind:3,name:4,namespace:5}},
    {type:'object',required:['controllerName'],properties:{controllerName:0,description:1,parametersRef:6}},
    {type:'object',open:true},
    {type:'object',required:['spec'],properties:{spec:7,status:8}},
  ],
};
