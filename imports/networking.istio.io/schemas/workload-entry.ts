// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'networking.istio.io', kind: 'WorkloadEntry', plural: 'workloadentries', scope: 'Namespaced',
  versions: {v1:'1.22',v1beta1:'',v1alpha3:''},
  root: 10,
  rules: [
    {rule:'self.startsWith("unix://") ? (self.substring(7, 8) == "/" || self.substring(7, 8) == "@") : true',message:'UDS must be an absolute path or abstract socket'},
    {rule:'self.startsWith("unix://") ? !self.endsWith("/") : true',message:'UDS may not be a dir'},
    {rule:'0 < self && self <= 65535',message:'port must be between 1-65535'},
    {rule:'self.all(key, size(key) < 63 && key.matches("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$"))',message:'port name must be valid'},
    {rule:'has(self.address) || has(self.network)',message:'Address is required'},
    {rule:'(has(self.address) ? self.address : "").startsWith("unix://") ? !has(self.ports) : true',message:'UDS may not include ports'},
  ],
  nodes: [
    {type:'string',maxLength:256,rules:[0,1]},
    {type:'string'},
    {type:'object',maxProperties:256,values:1},
    {type:'string',maxLength:2048},
    {type:'integer',minimum:0,maximum:4294967295,rules:[2]},
    {type:'object',maxProperties:128,values:4,rules:[3]},
    {type:'string',maxLength:253},
    {type:'integer',minimum:0,maximum:4294967295},
    {type:'object',properties:{address:0,labels:2,locality:3,network:3,ports:5,serviceAccount:6,weight:7},rules:[4,5]},
    {type:'object',open:true},
    {type:'object',required:['spec'],properties:{spec:8,status:9}},
  ],
};
