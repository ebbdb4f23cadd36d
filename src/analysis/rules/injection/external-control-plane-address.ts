import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import { parseGoUrl } from '../../../text/go-url';
import { isIpAddress } from '../../../values/ip-range';
import type { Finding, Rule } from '../../rule';

/** The API server cannot reach, or should not have to know the address of, a control plane outside the cluster. */
export const externalControlPlaneAddress: Rule = {
  name: 'external-control-plane-address',
  severity: 'warning',
  summary: 'A webhook of a control plane outside the cluster must be reached by a host name.',
  equivalents: ['IST0163', 'IST0164'],
  istioAnalyzers: ['externalcontrolplane.ExternalControlPlaneAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of configurations(model)) {
      for (const [i, { name = '', clientConfig = {} }] of (resource.spec.webhooks ?? []).entries()) {
        const { url = '', service } = clientConfig;
        const found = url === '' ? problemOfBlank(service !== undefined) : problemOf(url);
        if (found === undefined) continue;
        findings.push({
          resource,
          field: `webhooks[${i}].clientConfig${url === '' ? '' : '.url'}`,
          ...found,
          problem: `webhook "${name}" ${found.problem}`,
        });
      }
    }
    return findings;
  },
};

type Found = Pick<Finding, 'problem' | 'fix' | 'code' | 'severity'>;

function problemOfBlank(hasService: boolean): Found | undefined {
  if (hasService) return undefined;
  return { problem: 'has neither a URL nor a Service to call', fix: 'set clientConfig.url or clientConfig.service' };
}

function problemOf(url: string): Found | undefined {
  const host = hostOf(url);
  if (host === undefined)
    return { problem: `has the URL "${url}", which cannot be read`, fix: 'write https://HOST:15017/inject' };
  if (!isIpAddress(host)) return undefined;
  return {
    code: 'IST0164',
    severity: 'info',
    problem: `calls the address "${host}", which changes with the load balancer`,
    fix: 'use a host name',
  };
}

function hostOf(url: string): string | undefined {
  try {
    return parseGoUrl(url, false).hostname;
  } catch {
    return undefined;
  }
}

function* configurations(
  model: MeshModel,
): Iterable<Resource<'MutatingWebhookConfiguration'> | Resource<'ValidatingWebhookConfiguration'>> {
  for (const resource of model.all('ValidatingWebhookConfiguration')) {
    if (resource.name === 'istiod-default-validator' || resource.name.startsWith('istio-validator')) yield resource;
  }
  for (const resource of model.all('MutatingWebhookConfiguration')) {
    if (resource.name.startsWith('istio-sidecar-injector')) yield resource;
  }
}
