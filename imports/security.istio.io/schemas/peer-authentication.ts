// Generated from the CRDs of Istio 1.32.0 (5920f651c6559262) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'security.istio.io', kind: 'PeerAuthentication', plural: 'peerauthentications', scope: 'Namespaced',
  versions: {v1:'1.22',v1beta1:''},
  root: 8,
  rules: [
    {rule:'self.all(key, 0 < int(key) && int(key) <= 65535)',message:'port must be between 1-65535'},
    {rule:'!self.contains("*")',message:'wildcard not allowed in label value match'},
    {rule:'self.all(key, !key.contains("*"))',message:'wildcard not allowed in label key match'},
    {rule:'self.all(key, key.size() != 0)',message:'key must not be empty'},
    {rule:'has(self.portLevelMtls) ? (((has(self.selector) && has(self.selector.matchLabels)) ? self.selector.matchLabels : {}).size() > 0) : true',message:'portLevelMtls requires selector'},
  ],
  nodes: [
    {type:'string',enum:['UNSET','DISABLE','PERMISSIVE','STRICT']},
    {type:'object',properties:{mode:0}},
    {type:'object',minProperties:1,values:1,rules:[0]},
    {type:'string',maxLength:63,rules:[1]},
    {type:'object',maxProperties:4096,values:3,rules:[2,3]},
    {type:'object',properties:{matchLabels:4}},
    {type:'object',properties:{mtls:1,portLevelMtls:2,selector:5},rules:[4]},
    {type:'object',open:true},
    {type:'object',properties:{spec:6,status:7}},
  ],
};
