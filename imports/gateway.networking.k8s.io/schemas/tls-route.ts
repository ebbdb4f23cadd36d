// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'gateway.networking.k8s.io', kind: 'TLSRoute', plural: 'tlsroutes', scope: 'Namespaced',
  versions: {v1:''},
  root: 19,
  rules: [
    {rule:'self.all(h, !isIP(h))',message:'Hostnames cannot contain an IP'},
    {rule:"self.all(h, !h.contains('*') ? h.matches('^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$') : true)",message:'Hostnames must be valid based on RFC-1123'},
    {rule:"self.all(h, h.contains('*') ? (h.startsWith('*.') && h.substring(2).matches('^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$')) : true)",message:'Wildcards on hostnames must be the first label, and the rest of hostname must be valid based on RFC-1123'},
    {rule:"self.all(p1, self.all(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ )) ? ((!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == '')) : true))",message:'sectionName must be specified when parentRefs includes 2 or more references to the same parent'},
    {rule:"self.all(p1, self.exists_one(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ )) && (((!has(p1.sectionName) || p1.sectionName == '') && (!has(p2.sectionName) || p2.sectionName == '')) || (has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName))))",message:'sectionName must be unique when parentRefs includes 2 or more references to the same parent'},
    {rule:"(size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true",message:'Must have port for Service reference'},
  ],
  nodes: [
    {type:'string',pattern:'^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',minLength:1,maxLength:253},
    {type:'array',minItems:1,maxItems:1024,items:0,rules:[0,1,2]},
    {type:'string',pattern:'^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',default:'gateway.networking.k8s.io',maxLength:253},
    {type:'string',pattern:'^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',default:'Gateway',minLength:1,maxLength:63},
    {type:'string',minLength:1,maxLength:253},
    {type:'string',pattern:'^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',minLength:1,maxLength:63},
    {type:'integer',format:'int32',minimum:1,maximum:65535},
    {type:'string',pattern:'^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',minLength:1,maxLength:253},
    {type:'object',required:['name'],properties:{group:2,kind:3,name:4,namespace:5,port:6,sectionName:7}},
    {type:'array',maxItems:32,items:8,rules:[3,4]},
    {type:'string',pattern:'^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',default:'',maxLength:253},
    {type:'string',pattern:'^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',default:'Service',minLength:1,maxLength:63},
    {type:'integer',format:'int32',default:1,minimum:0,maximum:1000000},
    {type:'object',required:['name'],properties:{group:10,kind:11,name:4,namespace:5,port:6,weight:12},rules:[5]},
    {type:'array',minItems:1,maxItems:16,items:13},
    {type:'object',required:['backendRefs'],properties:{backendRefs:14,name:7}},
    {type:'array',minItems:1,maxItems:1,items:15},
    {type:'object',required:['hostnames','rules'],properties:{hostnames:1,parentRefs:9,rules:16}},
    {type:'object',open:true},
    {type:'object',required:['spec'],properties:{spec:17,status:18}},
  ],
};
