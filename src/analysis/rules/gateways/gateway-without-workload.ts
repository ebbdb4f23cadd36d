import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { gatewaysAt } from '../../../istio/gateways/gateway-pods';
import { printLabels } from '../../../model/labels';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { meansStockGateway } from '../../stock-gateway';
import { quoted } from '../../wording';

/** No pod has the labels that a Gateway selects: its listeners exist nowhere. */
export const gatewayWithoutWorkload: Rule = {
  name: 'gateway-without-workload',
  severity: 'error',
  summary: 'A Gateway must select the pods of a gateway.',
  equivalents: ['IST0101', 'KIA0302'],
  istioAnalyzers: ['gateway.IngressGatewayPortAnalyzer', 'gateway.SecretAnalyzer'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    const gateways = model.workloads.all.filter(({ pod }) =>
      pod.containers?.some(({ name }) => name === 'istio-proxy'),
    );
    const labels = quoted(gateways.map(workload => printLabels(pick(workload.labels))));
    for (const resource of model.all('Gateway')) {
      const selector = resource.spec.selector ?? {};
      if (model.workloads.isSelected(selector)) {
        if (!model.istioParity) findings.push(...leftOutAt(resource, mesh));
        continue;
      }
      // A gateway that comes with Istio may be installed elsewhere, beside those that the set shows.
      const isStock = meansStockGateway(selector, model);
      if (isStock && !gateways.some(({ labels: { istio } }) => istio !== undefined)) continue;
      // Without any gateway in a set that installs nothing, its pods may well be deployed from somewhere else.
      const isElsewhere = !model.istioParity && gateways.length === 0 && model.controlPlanes.length === 0;
      findings.push({
        resource,
        ...(isStock || isElsewhere ? { severity: 'info' } : {}),
        field: 'spec.selector',
        problem: `no pod has the labels "${printLabels(selector)}"; ${isElsewhere ? 'no gateway is among the manifests' : `pods of gateways have ${labels}`}`,
        fix: isElsewhere
          ? 'give the manifests of the gateway as well, so that it is looked at'
          : 'select labels of the pods that run the gateway, not of its Service or Deployment',
        related: gateways.slice(0, 3).map(workload => workload.resource),
      });
    }
    return findings;
  },
};

/** The pods that leave the Gateway out, if all that it selects do. */
function leftOutAt(resource: Resource<'Gateway'>, mesh: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  const pods = mesh.model.gatewayWorkloads(resource);
  const without = pods.filter(pod => {
    const { served, leftOut } = gatewaysAt(mesh, mesh.proxyOf(pod));
    return leftOut.some(one => one.resource === resource) && !served.some(one => one.resource === resource);
  });
  const [first] = without;
  if (first === undefined || without.length < pods.length) return findings;
  findings.push({
    resource,
    field: 'spec.selector',
    problem: `the pods of "${first.name}" are those of a Gateway of the Gateway API in namespace "${first.namespace}", which take no Gateways of other namespaces since Istio 1.31`,
    fix: `move the Gateway to namespace "${first.namespace}", or bind routes of the Gateway API to that Gateway`,
    related: [first.resource],
  });
  return findings;
}

/** The labels by which gateways are usually selected. */
function pick({ app, istio }: { readonly [key: string]: string }): { readonly [key: string]: string } {
  return { ...(app === undefined ? {} : { app }), ...(istio === undefined ? {} : { istio }) };
}
