// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'networking.istio.io', kind: 'ProxyConfig', plural: 'proxyconfigs', scope: 'Namespaced',
  versions: {v1beta1:''},
  root: 10,
  rules: [
    {rule:'!self.contains("*")',message:'wildcard not allowed in label value match'},
    {rule:'self.all(key, !key.contains("*"))',message:'wildcard not allowed in label key match'},
    {rule:'self.all(key, key.size() != 0)',message:'key must not be empty'},
  ],
  nodes: [
    {type:'integer',nullable:true,format:'int32',minimum:0},
    {type:'string',maxLength:2048},
    {type:'object',values:1},
    {type:'string'},
    {type:'object',properties:{imageType:3}},
    {type:'string',maxLength:63,rules:[0]},
    {type:'object',maxProperties:4096,values:5,rules:[1,2]},
    {type:'object',properties:{matchLabels:6}},
    {type:'object',properties:{concurrency:0,environmentVariables:2,image:4,selector:7}},
    {type:'object',open:true},
    {type:'object',properties:{spec:8,status:9}},
  ],
};
