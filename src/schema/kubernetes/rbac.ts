import { type Fields, fieldsOf, itemsOf, textOf } from '../reading';
import type { ApiReport } from './api-report';
import { checkPathSegment, checkSelector, checkSubdomain, objectsOf, requireText } from './values';

const GROUP = 'rbac.authorization.k8s.io';

export function checkRole(manifest: Fields, report: ApiReport): void {
  checkRules(manifest, true, report);
}

export function checkClusterRole(manifest: Fields, report: ApiReport): void {
  checkRules(manifest, false, report);
  const aggregation = fieldsOf(manifest.aggregationRule);
  if (aggregation === undefined) return;
  const path = 'aggregationRule.clusterRoleSelectors';
  if (itemsOf(aggregation.clusterRoleSelectors).length === 0) {
    report.required(path, 'at least one clusterRoleSelector required if aggregationRule is non-nil');
  }
  for (const [selector, at] of objectsOf(aggregation.clusterRoleSelectors, path)) checkSelector(selector, at, report);
}

function checkRules(manifest: Fields, isNamespaced: boolean, report: ApiReport): void {
  for (const [rule, path] of objectsOf(manifest.rules, 'rules')) {
    const count = (field: string): number => itemsOf(rule[field]).length;
    if (count('verbs') === 0) report.required(`${path}.verbs`, 'verbs must contain at least one value');
    if (count('nonResourceURLs') > 0) {
      const urls = rule.nonResourceURLs;
      if (isNamespaced) {
        report.invalid(`${path}.nonResourceURLs`, urls, 'namespaced rules cannot apply to non-resource URLs');
      }
      if (count('apiGroups') + count('resources') + count('resourceNames') > 0) {
        const problem = 'rules cannot apply to both regular resources and non-resource URLs';
        report.invalid(`${path}.nonResourceURLs`, urls, problem);
      }
      continue;
    }
    if (count('apiGroups') === 0) {
      report.required(`${path}.apiGroups`, 'resource rules must supply at least one api group');
    }
    if (count('resources') === 0) {
      report.required(`${path}.resources`, 'resource rules must supply at least one resource');
    }
  }
}

export function checkRoleBinding(manifest: Fields, report: ApiReport): void {
  checkBinding(manifest, ['Role', 'ClusterRole'], report);
}

export function checkClusterRoleBinding(manifest: Fields, report: ApiReport): void {
  checkBinding(manifest, ['ClusterRole'], report);
}

function checkBinding(manifest: Fields, kinds: readonly string[], report: ApiReport): void {
  const role = fieldsOf(manifest.roleRef);
  if (role !== undefined) {
    // Where there is none, the API server fills it in.
    const group = textOf(role.apiGroup);
    if (group !== '' && group !== GROUP) report.unsupported('roleRef.apiGroup', group, [GROUP]);
    const kind = textOf(role.kind);
    if (!kinds.includes(kind)) report.unsupported('roleRef.kind', kind, kinds);
    const name = textOf(role.name);
    requireText(name, 'roleRef.name', report);
    checkPathSegment(name, 'roleRef.name', report);
  }
  for (const [subject, path] of objectsOf(manifest.subjects, 'subjects')) {
    checkSubject(subject, path, kinds.includes('Role'), report);
  }
}

function checkSubject(subject: Fields, path: string, isNamespaced: boolean, report: ApiReport): void {
  requireText(subject.name, `${path}.name`, report);
  const kind = textOf(subject.kind);
  const group = textOf(subject.apiGroup);
  if (kind === 'ServiceAccount') {
    checkSubdomain(subject.name, `${path}.name`, report);
    if (group !== '') report.unsupported(`${path}.apiGroup`, group, ['']);
    if (!isNamespaced && textOf(subject.namespace) === '') report.required(`${path}.namespace`);
  } else if (kind === 'User' || kind === 'Group') {
    if (group !== '' && group !== GROUP) report.unsupported(`${path}.apiGroup`, group, [GROUP]);
  } else {
    report.unsupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group']);
  }
}
