import { proxyConfigIssues } from '../../annotation-values';
import { annotationsOf } from '../../istio-metadata';
import type { Finding, Rule } from '../../rule';

/** A field of `proxy.istio.io/config` that Istio does not know, or not yet: it is passed over, and the pod is injected without it. */
export const unknownProxyConfigField: Rule = {
  name: 'unknown-proxy-config-field',
  severity: 'warning',
  summary: 'Fields of proxy.istio.io/config must be fields of ProxyConfig.',
  equivalents: [],

  check({ model }, { istioVersion }) {
    const findings: Finding[] = [];
    for (const { resource, name, value, field } of annotationsOf(model)) {
      if (name !== 'proxy.istio.io/config') continue;
      for (const { path, rule, problem, fix } of proxyConfigIssues(value, istioVersion)) {
        if (rule === 'unknown-field')
          findings.push({ resource, field, problem: `"${path}" is not a field of the configuration of proxies`, fix });
        else if (rule === 'field-not-in-release')
          findings.push({ resource, field, problem: `the injector passes over "${path}": ${problem}`, fix });
      }
    }
    return findings;
  },
};
