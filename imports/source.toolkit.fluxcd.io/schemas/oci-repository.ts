// Generated from the CRDs of the Flux source controller 1.10.1 (8d343a0f3792df0d) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'source.toolkit.fluxcd.io', kind: 'OCIRepository', plural: 'ocirepositories', scope: 'Namespaced',
  versions: {v1:''},
  root: 16,
  rules: [
    {rule:'has(self.spec) && has(self.spec.url)',message:'spec.url is required'},
    {rule:'has(self.spec) && has(self.spec.interval)',message:'spec.interval is required'},
  ],
  nodes: [
    {type:'string'},
    {type:'object',required:['name'],properties:{name:0}},
    {type:'boolean'},
    {type:'string',pattern:'^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$'},
    {type:'string',enum:['extract','copy']},
    {type:'object',properties:{mediaType:0,operation:4}},
    {type:'string',enum:['generic','aws','azure','gcp']},
    {type:'object',properties:{digest:0,semver:0,semverFilter:0,tag:0}},
    {type:'string',pattern:'^([0-9]+(\\.[0-9]+)?(ms|s|m))+$'},
    {type:'string',pattern:'^oci://.*$'},
    {type:'object',required:['issuer','subject'],properties:{issuer:0,subject:0}},
    {type:'array',items:10},
    {type:'string',default:'cosign',enum:['cosign','notation']},
    {type:'object',properties:{matchOIDCIdentity:11,provider:12,secretRef:1,trustedRootSecretRef:1}},
    {type:'object',properties:{certSecretRef:1,ignore:0,insecure:2,interval:3,layerSelector:5,provider:6,proxySecretRef:1,ref:7,secretRef:1,serviceAccountName:0,suspend:2,timeout:8,url:9,verify:13}},
    {type:'object',open:true},
    {type:'object',properties:{spec:14,status:15},rules:[0,1]},
  ],
};
