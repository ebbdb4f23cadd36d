// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'sailoperator.io', kind: 'IstioRevisionTag', plural: 'istiorevisiontags', scope: 'Cluster',
  versions: {v1:''},
  root: 5,
  rules: [],
  nodes: [
    {type:'string',enum:['Istio','IstioRevision']},
    {type:'string',minLength:1,maxLength:253},
    {type:'object',required:['kind','name'],properties:{kind:0,name:1}},
    {type:'object',required:['targetRef'],properties:{targetRef:2}},
    {type:'object',open:true},
    {type:'object',properties:{spec:3,status:4}},
  ],
};
