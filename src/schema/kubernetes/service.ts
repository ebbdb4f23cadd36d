import { isCidr, isIpAddress } from '../../values/ip-range';
import { type Fields, fieldsOf, isSet, itemsOf, numberOf, textOf, textsOf } from '../reading';
import type { ApiReport } from './api-report';
import { checkLabelMap, checkLabelName, checkUnique, isQualifiedName, isSubdomain, objectsOf } from './values';

export function checkService(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec) ?? {};
  const type = textOf(spec.type) || 'ClusterIP';
  const isHeadless = spec.clusterIP === 'None';
  const ports = objectsOf(spec.ports, 'spec.ports');
  if (itemsOf(spec.ports).length === 0 && !isHeadless && type !== 'ExternalName') report.required('spec.ports');
  checkPorts(ports, type, report);
  checkLabelMap(spec.selector, 'spec.selector', report);
  checkType(spec, type, isHeadless, report);
  checkAddresses(spec, report);
  checkPolicies(spec, type, report);
}

function checkPorts(ports: readonly (readonly [Fields, string])[], type: string, report: ApiReport): void {
  checkUnique(
    ports.map(([port, path]) => [textOf(port.name), `${path}.name`]),
    report,
  );
  const taken = new Set<string>();
  const nodePorts = new Set<string>();
  for (const [port, path] of ports) {
    if (ports.length > 1 && textOf(port.name) === '') report.required(`${path}.name`);
    checkLabelName(port.name, `${path}.name`, report);
    const protocol = textOf(port.protocol) || 'TCP';
    const nodePort = numberOf(port.nodePort) ?? 0;
    if (nodePort !== 0) {
      if (type === 'ClusterIP') report.forbidden(`${path}.nodePort`, "may not be used when `type` is 'ClusterIP'");
      if (nodePorts.has(`${protocol} ${nodePort}`)) report.duplicate(`${path}.nodePort`, nodePort);
      nodePorts.add(`${protocol} ${nodePort}`);
    }
    if (taken.has(`${protocol} ${port.port}`)) report.duplicate(path, { protocol, port: port.port });
    taken.add(`${protocol} ${port.port}`);
    const application = textOf(port.appProtocol);
    if (isSet(port.appProtocol) && !isQualifiedName(application)) {
      report.invalid(
        `${path}.appProtocol`,
        application,
        'must be a qualified name such as "http" or "example.com/name"',
      );
    }
  }
}

function checkType(spec: Fields, type: string, isHeadless: boolean, report: ApiReport): void {
  if (isHeadless && (type === 'LoadBalancer' || type === 'NodePort')) {
    report.invalid('spec.clusterIP', 'None', `may not be set to 'None' for ${type} services`);
  }
  if (type !== 'ExternalName') return;
  const name = textOf(spec.externalName).replace(/\.$/, '');
  if (name === '') report.required('spec.externalName');
  else if (!isSubdomain(name)) {
    report.invalid(
      'spec.externalName',
      name,
      'a lowercase RFC 1123 subdomain must consist of lower case letters, digits, "-" and "."',
    );
  }
  for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
    const value = spec[field];
    const isEmpty = !isSet(value) || value === '' || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) report.forbidden(`spec.${field}`, 'may not be set for ExternalName services');
  }
}

function checkAddresses(spec: Fields, report: ApiReport): void {
  const address = textOf(spec.clusterIP);
  if (address !== '' && address !== 'None' && !isIpAddress(address)) {
    report.invalid('spec.clusterIP', address, 'must be a valid IP address, such as 10.9.8.7');
  }
  const addresses = textsOf(spec.clusterIPs, 'spec.clusterIPs');
  const [first] = addresses;
  if (first !== undefined && address !== '' && first[0] !== address) {
    report.invalid('spec.clusterIPs', spec.clusterIPs, 'first value must match `clusterIP`');
  }
  if (addresses.length > 2) {
    report.invalid('spec.clusterIPs', spec.clusterIPs, 'may only hold up to 2 values');
  }
  for (const [one, path] of addresses) {
    if (one === 'None' && path.endsWith('[0]')) {
      if (addresses.length > 1)
        report.invalid('spec.clusterIPs', spec.clusterIPs, "'None' must be the first and only value");
    } else if (!isIpAddress(one)) report.invalid(path, one, 'must be a valid IP address, such as 10.9.8.7');
  }
  for (const [one, path] of textsOf(spec.externalIPs, 'spec.externalIPs')) {
    if (!isIpAddress(one)) report.invalid(path, one, 'must be a valid IP address, such as 10.9.8.7');
    else if (/^(?:127\.|0\.0\.0\.0$|169\.254\.|224\.0\.0\.|::1?$|fe80:)/i.test(one)) {
      report.invalid(path, one, 'may not be unspecified, loopback, link-local or link-local multicast');
    }
  }
  checkUnique(textsOf(spec.ipFamilies, 'spec.ipFamilies'), report);
}

const DISTRIBUTIONS = ['PreferClose', 'PreferSameNode', 'PreferSameZone'];

function checkPolicies(spec: Fields, type: string, report: ApiReport): void {
  const isBalanced = type === 'LoadBalancer';
  const ranges = textsOf(spec.loadBalancerSourceRanges, 'spec.loadBalancerSourceRanges');
  if (ranges.length > 0 && !isBalanced) {
    report.forbidden('spec.loadBalancerSourceRanges', "may only be used when `type` is 'LoadBalancer'");
  }
  for (const [range, path] of ranges) {
    if (!isCidr(range.trim())) report.invalid(path, range, 'must be a valid CIDR value, such as 10.9.8.0/24');
  }
  for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass']) {
    if (isSet(spec[field]) && !isBalanced) {
      report.forbidden(`spec.${field}`, "may only be used when `type` is 'LoadBalancer'");
    }
  }
  const name = textOf(spec.loadBalancerClass);
  if (isSet(spec.loadBalancerClass) && isBalanced && !isQualifiedName(name)) {
    report.invalid('spec.loadBalancerClass', name, 'must be a qualified name such as "example.com/name"');
  }
  const isReached = isBalanced || type === 'NodePort' || (type === 'ClusterIP' && itemsOf(spec.externalIPs).length > 0);
  if (textOf(spec.externalTrafficPolicy) !== '' && !isReached) {
    report.invalid(
      'spec.externalTrafficPolicy',
      spec.externalTrafficPolicy,
      'may only be set for externally-accessible services',
    );
  }
  const check = numberOf(spec.healthCheckNodePort) ?? 0;
  if (check !== 0 && !(isBalanced && spec.externalTrafficPolicy === 'Local')) {
    const problem = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    report.invalid('spec.healthCheckNodePort', check, problem);
  }
  if (isSet(spec.trafficDistribution) && !DISTRIBUTIONS.includes(textOf(spec.trafficDistribution))) {
    report.unsupported('spec.trafficDistribution', spec.trafficDistribution, DISTRIBUTIONS);
  }
}
