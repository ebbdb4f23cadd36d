// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'gateway.networking.k8s.io', kind: 'UDPRoute', plural: 'udproutes', scope: 'Namespaced',
  versions: {v1:''},
  root: 17,
  rules: [
    {rule:"self.all(p1, self.all(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ )) ? ((!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == '')) : true))",message:'sectionName must be specified when parentRefs includes 2 or more references to the same parent'},
    {rule:"self.all(p1, self.exists_one(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ )) && (((!has(p1.sectionName) || p1.sectionName == '') && (!has(p2.sectionName) || p2.sectionName == '')) || (has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName))))",message:'sectionName must be unique when parentRefs includes 2 or more references to the same parent'},
    {rule:"(size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true",message:'Must have port for Service reference'},
  ],
  nodes: [
    {type:'string',pattern:'^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',default:'gateway.networking.k8s.io',maxLength:253},
    {type:'string',pattern:'^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',default:'Gateway',minLength:1,maxLength:63},
    {type:'string',minLength:1,maxLength:253},
    {type:'string',pattern:'^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',minLength:1,maxLength:63},
    {type:'integer',format:'int32',minimum:1,maximum:65535},
    {type:'string',pattern:'^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',minLength:1,maxLength:253},
    {type:'object',required:['name'],properties:{group:0,kind:1,name:2,namespace:3,port:4,sectionName:5}},
    {type:'array',maxItems:32,items:6,rules:[0,1]},
    {type:'string',pattern:'^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',default:'',maxLength:253},
    {type:'string',pattern:'^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',default:'Service',minLength:1,maxLength:63},
    {type:'integer',format:'int32',default:1,minimum:0,maximum:1000000},
    {type:'object',required:['name'],properties:{group:8,kind:9,name:2,namespace:3,port:4,weight:10},rules:[2]},
    {type:'array',minItems:1,maxItems:16,items:11},
    {type:'object',required:['backendRefs'],properties:{backendRefs:12,name:5}},
    {type:'array',minItems:1,maxItems:1,items:13},
    {type:'object',required:['rules'],properties:{parentRefs:7,rules:14}},
    {type:'object',open:true},
    {type:'object',required:['spec'],properties:{spec:15,status:16}},
  ],
};
