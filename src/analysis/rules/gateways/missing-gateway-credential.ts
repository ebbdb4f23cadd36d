import { secretNamed } from '../../../istio/references';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A server of a Gateway names a Secret that its pods cannot read: TLS connections are reset. */
export const missingGatewayCredential: Rule = {
  name: 'missing-gateway-credential',
  severity: 'error',
  summary: 'The credential of a Gateway must be a Secret in the namespace of the pods that run the gateway.',
  equivalents: ['IST0101'],
  istioAnalyzers: ['gateway.SecretAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Gateway')) {
      if (model.istioParity && model.gatewayWorkloads(resource)[0]?.namespace === '') {
        findings.push({ resource, field: 'spec.selector', problem: 'the pods of the gateway have no namespace' });
        continue;
      }
      for (const { name, field, namespace } of credentialsOf(resource, model)) {
        if (model.credentials.secret(namespace, name) !== undefined) continue;
        if (!model.istioParity && model.credentials.promised(namespace, name) !== undefined) continue;
        const elsewhere = model.credentials.namespacesOf(name);
        findings.push({
          resource,
          field,
          // A Secret is seldom kept beside the manifests; one in the wrong namespace is wrong for sure.
          severity: elsewhere.length > 0 ? 'error' : 'info',
          problem:
            elsewhere.length > 0
              ? `Secret "${name}" is in namespace ${quoted(elsewhere)}; the pods of the gateway read it from "${namespace}"`
              : `Secret "${name}" is not among the manifests; the pods of the gateway read it from namespace "${namespace}"`,
          fix: `create Secret "${name}" in namespace "${namespace}", for example by a cert-manager Certificate there`,
        });
      }
    }
    return findings;
  },
};

/** The credentials that the servers of a Gateway name, and the namespace from which its pods read each. */
export function* credentialsOf(
  resource: Resource<'Gateway'>,
  model: MeshModel,
): Iterable<{ readonly name: string; readonly field: string; readonly namespace: string }> {
  const workload = model.gatewayWorkloads(resource)[0];
  // Which pods there are is for another rule to say.
  if (workload === undefined) return;
  for (const [i, { tls: { credentialName = '', credentialNames = [] } = {} }] of (
    resource.spec.servers ?? []
  ).entries()) {
    const path = `spec.servers[${i}].tls`;
    if (credentialName !== '') {
      yield { ...secretNamed(credentialName, workload.namespace), field: `${path}.credentialName` };
    } else if (!model.istioParity) {
      for (const [j, name] of credentialNames.entries()) {
        yield { ...secretNamed(name, workload.namespace), field: `${path}.credentialNames[${j}]` };
      }
    }
  }
}
