// Generated from the CRDs of the Flux source controller 1.10.1 (8d343a0f3792df0d) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'source.toolkit.fluxcd.io', kind: 'GitRepository', plural: 'gitrepositories', scope: 'Namespaced',
  versions: {v1:''},
  root: 15,
  rules: [
    {rule:"!has(self.serviceAccountName) || (has(self.provider) && (self.provider == 'azure' || self.provider == 'aws'))",message:"serviceAccountName can only be set when provider is 'azure' or 'aws'"},
  ],
  nodes: [
    {type:'string'},
    {type:'object',required:['name'],properties:{name:0}},
    {type:'object',required:['repository'],properties:{fromPath:0,repository:1,toPath:0}},
    {type:'array',items:2},
    {type:'string',pattern:'^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$'},
    {type:'string',enum:['generic','aws','azure','github']},
    {type:'boolean'},
    {type:'object',properties:{branch:0,commit:0,name:0,semver:0,tag:0}},
    {type:'array',items:0},
    {type:'string',pattern:'^([0-9]+(\\.[0-9]+)?(ms|s|m))+$',default:'60s'},
    {type:'string',pattern:'^(http|https|ssh)://.*$'},
    {type:'string',default:'HEAD',enum:['head','HEAD','Tag','TagAndHEAD']},
    {type:'object',required:['secretRef'],properties:{mode:11,secretRef:1}},
    {type:'object',required:['interval','url'],properties:{ignore:0,include:3,interval:4,provider:5,proxySecretRef:1,recurseSubmodules:6,ref:7,secretRef:1,serviceAccountName:0,sparseCheckout:8,suspend:6,timeout:9,url:10,verify:12},rules:[0]},
    {type:'object',open:true},
    {type:'object',properties:{spec:13,status:14}},
  ],
};
