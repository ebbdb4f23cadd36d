import { isCidr, prefixLength, rangeCovers } from '../../values/ip-range';
import { type Fields, fieldsOf, isSet, itemsOf, textOf, textsOf } from '../reading';
import type { ApiReport } from './api-report';
import { checkSelector, objectsOf } from './values';

export function checkNetworkPolicy(manifest: Fields, report: ApiReport): void {
  const spec = fieldsOf(manifest.spec);
  if (spec === undefined) return;
  checkSelector(spec.podSelector, 'spec.podSelector', report);
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [rule, path] of objectsOf(spec[direction], `spec.${direction}`)) {
      for (const [port, at] of objectsOf(rule.ports, `${path}.ports`)) checkPort(port, at, report);
      for (const [peer, at] of objectsOf(rule[peers], `${path}.${peers}`)) checkPeer(peer, at, report);
    }
  }
  if (itemsOf(spec.policyTypes).length > 2) {
    report.invalid('spec.policyTypes', spec.policyTypes, 'may not specify more than two policyTypes');
  }
}

function checkPort({ port, endPort }: Fields, path: string, report: ApiReport): void {
  if (!isSet(endPort)) return;
  if (!isSet(port)) report.invalid(`${path}.endPort`, endPort, 'may not be specified when `port` is not specified');
  else if (typeof port !== 'number') {
    report.invalid(`${path}.endPort`, endPort, 'may not be specified when `port` is non-numeric');
  } else if (typeof endPort === 'number' && endPort < port) {
    report.invalid(`${path}.endPort`, endPort, 'must be greater than or equal to `port`');
  }
}

function checkPeer(peer: Fields, path: string, report: ApiReport): void {
  const hasSelector = isSet(peer.podSelector) || isSet(peer.namespaceSelector);
  checkSelector(peer.podSelector, `${path}.podSelector`, report);
  checkSelector(peer.namespaceSelector, `${path}.namespaceSelector`, report);
  const block = fieldsOf(peer.ipBlock);
  if (block === undefined) {
    if (!hasSelector && !isSet(peer.ipBlock)) report.required(path, 'must specify a peer');
    return;
  }
  if (hasSelector) report.forbidden(path, 'may not specify both ipBlock and another peer');
  const cidr = textOf(block.cidr);
  if (cidr === '') report.required(`${path}.ipBlock.cidr`);
  else if (!isCidr(cidr))
    report.invalid(`${path}.ipBlock.cidr`, cidr, 'must be a valid CIDR value, such as 10.9.8.0/24');
  for (const [except, at] of textsOf(block.except, `${path}.ipBlock.except`)) {
    if (!isCidr(except)) report.invalid(at, except, 'must be a valid CIDR value, such as 10.9.8.0/24');
    else if (isCidr(cidr) && (!rangeCovers(cidr, except) || prefixLength(cidr) === prefixLength(except))) {
      report.invalid(at, except, 'must be a strict subset of `cidr`');
    }
  }
}
