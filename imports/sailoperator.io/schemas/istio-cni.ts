// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'sailoperator.io', kind: 'IstioCNI', plural: 'istiocnis', scope: 'Cluster',
  versions: {v1:''},
  root: 25,
  rules: [
    {rule:"self.metadata.name == 'default'",message:"metadata.name must be 'default'"},
  ],
  nodes: [
    {type:'string',default:'istio-cni'},
    {type:'string',enum:['ambient','default','demo','empty','external','openshift','openshift-ambient','preview','remote','stable']},
    {type:'object',open:true},
    {type:'string'},
    {type:'boolean'},
    {type:'object',properties:{configDir:3,dnsCapture:4,enabled:4,ipv6:4,reconcileIptablesOnStartup:4}},
    {type:'object',values:3},
    {type:'array',items:3},
    {type:'object',properties:{level:3}},
    {type:'string',enum:['Always','Never','IfNotPresent']},
    {type:'object',properties:{brokenPodLabelKey:3,brokenPodLabelValue:3,createEvents:3,deletePods:4,enabled:4,hub:3,image:3,initContainerName:3,labelPods:4,repairPods:4,tag:3}},
    {type:'integer',format:'int64'},
    {type:'object',properties:{enabled:4,pods:11}},
    {type:'object',required:['name'],properties:{name:3,request:3}},
    {type:'array',list:'map',keys:['name'],items:13},
    {type:'int-or-string',pattern:'^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'},
    {type:'object',values:15},
    {type:'object',properties:{claims:14,limits:16,requests:16}},
    {type:'int-or-string'},
    {type:'object',required:['type'],properties:{localhostProfile:3,type:3}},
    {type:'object',properties:{affinity:2,ambient:5,chained:4,cniBinDir:3,cniConfDir:3,cniConfFileName:3,cniNetnsDir:3,daemonSetLabels:6,env:6,excludeNamespaces:7,hub:3,image:3,istioOwnedCNIConfig:4,istioOwnedCNIConfigFileName:3,logging:8,podAnnotations:6,podLabels:6,privileged:4,provider:3,psp_cluster_role:3,pullPolicy:9,repair:10,resource_quotas:12,resources:17,rollingMaxUnavailable:18,seccompProfile:19,tag:3,useAppArmorAnnotation:4,variant:3}},
    {type:'object',properties:{defaultResources:17,hub:3,imagePullPolicy:9,imagePullSecrets:7,logAsJson:4,logging:8,nativeNftables:4,platform:3,tag:3,variant:3}},
    {type:'object',properties:{cni:20,global:21}},
    {type:'string',default:'v1.30.3',enum:['v1.30-latest','v1.30.3','v1.30.2','v1.30.1','v1.30.0','v1.29-latest','v1.29.6','v1.29.5','v1.29.4','v1.29.3','v1.29.2','v1.29.1','v1.29.0','v1.28-latest','v1.28.10','v1.28.9','v1.28.8','v1.28.7','v1.28.6','v1.28.5','v1.28.4','v1.28.3','v1.28.2','v1.28.1','v1.28.0','v1.27-latest','v1.27.9','v1.27.8','v1.27.7','v1.27.6','v1.27.5','v1.27.4','v1.27.3','v1.27.2','v1.27.1','v1.27.0','v1.26-latest','v1.26.8','v1.26.7','v1.26.6','v1.26.5','v1.26.4','v1.26.3','v1.26.2','v1.26.1','v1.26.0','v1.25-latest','v1.25.5','v1.25.4','v1.25.3','v1.25.2','v1.25.1','v1.24-latest','v1.24.6','v1.24.5','v1.24.4','v1.24.3','v1.24.2','v1.24.1','v1.24.0','v1.23-latest','v1.23.6','v1.23.5','v1.23.4','v1.23.3','v1.23.2','v1.22-latest','v1.22.8','v1.22.7','v1.22.6','v1.22.5','v1.21.6']},
    {type:'object',default:{namespace:'istio-cni',version:'v1.30.3'},properties:{namespace:0,profile:1,values:22,version:23}},
    {type:'object',properties:{spec:24,status:2},rules:[0]},
  ],
};
