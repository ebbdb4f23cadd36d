// Generated from the CRDs of the Prometheus operator 0.93.0 (49a6319eb3fe06ee) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'monitoring.coreos.com', kind: 'PrometheusRule', plural: 'prometheusrules', scope: 'Namespaced',
  versions: {v1:''},
  root: 14,
  rules: [],
  nodes: [
    {type:'string',pattern:'^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$'},
    {type:'string'},
    {type:'object',values:1},
    {type:'integer'},
    {type:'string',minLength:1},
    {type:'string',pattern:'^(?i)(abort|warn)?$'},
    {type:'int-or-string'},
    {type:'string',pattern:'^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',minLength:1},
    {type:'object',required:['expr'],properties:{alert:1,annotations:2,expr:6,for:0,keep_firing_for:7,labels:2,record:1}},
    {type:'array',items:8},
    {type:'object',required:['name'],properties:{interval:0,labels:2,limit:3,name:4,partial_response_strategy:5,query_offset:0,rules:9}},
    {type:'array',list:'map',keys:['name'],items:10},
    {type:'object',properties:{groups:11}},
    {type:'object',open:true},
    {type:'object',required:['spec'],properties:{spec:12,status:13}},
  ],
};
