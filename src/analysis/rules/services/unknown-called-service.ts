import { callsOf } from '../../../model/workload-calls';
import { nearest } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** Pods are told to call a Service of a namespace of the set that does not define it: its name leads nowhere. */
export const unknownCalledService: Rule = {
  name: 'unknown-called-service',
  severity: 'warning',
  summary: 'A Service in the settings of pods must exist.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const workload of model.workloads.all) {
      if (workload.generated) continue;
      for (const { written, host, isAddress, resource, field } of callsOf(workload, model)) {
        const meant = model.serviceOfHost(host);
        if (meant === undefined || !isAddress || model.hosts.named(host).length > 0) continue;
        // Of a namespace that the set does not define others may define the Services.
        const namespace = model.namespaces.get(meant.namespace)?.resource;
        const there = model.servicesIn(meant.namespace).filter(({ source }) => source === 'Service');
        if (namespace === undefined || namespace.assumed || there.length === 0) continue;
        const names = there.map(service => service.resource.name);
        // The name of a pod lies below that of its headless Service.
        if (names.some(name => meant.name.endsWith(`.${name}`))) continue;
        const near = nearest(meant.name, names);
        findings.push({
          resource,
          field,
          problem: `"${written}" is called, but namespace "${meant.namespace}" has no Service "${meant.name}"; it has ${quoted(names)}`,
          fix: near === undefined ? 'correct the name, or define the Service' : `correct the name: "${near}"`,
          related: resource === workload.resource ? [] : [workload.resource],
        });
      }
    }
    return findings;
  },
};
