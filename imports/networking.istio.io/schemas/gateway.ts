// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: 'networking.istio.io', kind: 'Gateway', plural: 'gateways', scope: 'Namespaced',
  versions: {v1:'1.22',v1beta1:'',v1alpha3:''},
  root: 17,
  rules: [
    {rule:'(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1',message:'only one of credentialNames or tlsCertificates can be set'},
    {rule:'(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1',message:'only one of credentialName or credentialNames can be set'},
    {rule:'(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1',message:'only one of credentialName or tlsCertificates can be set'},
  ],
  nodes: [
    {type:'string'},
    {type:'object',values:0},
    {type:'array',items:0},
    {type:'integer',minimum:0,maximum:4294967295},
    {type:'object',required:['name','number','protocol'],properties:{name:0,number:3,protocol:0,targetPort:3}},
    {type:'array',minItems:1,maxItems:2,items:0},
    {type:'boolean'},
    {type:'boolean',nullable:true},
    {type:'string',enum:['TLS_AUTO','TLSV1_0','TLSV1_1','TLSV1_2','TLSV1_3']},
    {type:'string',enum:['PASSTHROUGH','SIMPLE','MUTUAL','AUTO_PASSTHROUGH','ISTIO_MUTUAL','OPTIONAL_MUTUAL']},
    {type:'object',properties:{caCertificates:0,privateKey:0,serverCertificate:0}},
    {type:'array',minItems:1,maxItems:2,items:10},
    {type:'object',since:{alpnProtocols:'1.32',caCertCredentialName:'1.28',caCrl:'1.22',credentialNames:'1.26',ecdhCurves:'1.32',insecureSkipVerify:'1.31',tlsCertificates:'1.26'},works:{credentialNames:'1.27',tlsCertificates:'1.27'},properties:{alpnProtocols:2,caCertCredentialName:0,caCertificates:0,caCrl:0,cipherSuites:2,credentialName:0,credentialNames:5,ecdhCurves:2,httpsRedirect:6,insecureSkipVerify:7,maxProtocolVersion:8,minProtocolVersion:8,mode:9,privateKey:0,serverCertificate:0,subjectAltNames:2,tlsCertificates:11,verifyCertificateHash:2,verifyCertificateSpki:2},rules:[0,1,2]},
    {type:'object',required:['hosts','port'],properties:{bind:0,defaultEndpoint:0,hosts:2,name:0,port:4,tls:12}},
    {type:'array',items:13},
    {type:'object',properties:{selector:1,servers:14}},
    {type:'object',open:true},
    {type:'object',properties:{spec:15,status:16}},
  ],
};
