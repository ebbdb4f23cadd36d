import { compareQuantities } from '../../values/quantity';
import { entriesOf, type Fields, fieldsOf, isSet, itemsOf, numberOf, textOf } from '../reading';
import type { ApiReport } from './api-report';
import { checkLifecycle, checkProbes } from './probes';
import {
  checkDataKey,
  checkFieldPath,
  checkPortName,
  checkSubdomain,
  checkUnique,
  isQualifiedName,
  objectsOf,
  requireLabelName,
  requireText,
  written,
} from './values';
import { checkDescending } from './volumes';

/** What a container may refer to. */
export interface ContainerContext {
  /** Names of the volumes of the pod. */
  readonly volumes: readonly string[];
  readonly hostNetwork: boolean;
}

type Located = readonly (readonly [container: Fields, path: string])[];

/** Checks the containers of a pod, those that run before and beside it included. */
export function checkContainers(pod: Fields, path: string, context: ContainerContext, report: ApiReport): void {
  const containers = objectsOf(pod.containers, `${path}.containers`);
  const before = objectsOf(pod.initContainers, `${path}.initContainers`);
  if (Array.isArray(pod.containers) && pod.containers.length === 0) report.required(`${path}.containers`);
  for (const [container, at] of [...containers, ...before]) checkContainer(container, at, context, report);
  for (const [container, at] of containers) {
    checkLifecycle(container.lifecycle, `${at}.lifecycle`, report);
    checkProbes(container, at, report);
  }
  for (const [container, at] of before) {
    if (container.restartPolicy === 'Always') {
      checkLifecycle(container.lifecycle, `${at}.lifecycle`, report);
      checkProbes(container, at, report);
      continue;
    }
    for (const field of written(container, ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'])) {
      report.forbidden(`${at}.${field}`, 'may not be set for init containers without restartPolicy=Always');
    }
  }
  checkUnique(
    [...containers, ...before].map(([container, at]) => [textOf(container.name), `${at}.name`]),
    report,
  );
  checkHostPorts(containers, report);
  for (const one of before) checkHostPorts([one], report);
}

function checkContainer(container: Fields, path: string, context: ContainerContext, report: ApiReport): void {
  requireLabelName(container.name, `${path}.name`, report);
  requireText(container.image, `${path}.image`, report);
  checkPorts(container.ports, `${path}.ports`, context, report);
  checkEnv(container.env, `${path}.env`, report);
  checkEnvFrom(container.envFrom, `${path}.envFrom`, report);
  checkMounts(container, path, context, report);
  checkResources(fieldsOf(container.resources), `${path}.resources`, report);
  const security = fieldsOf(container.securityContext);
  if (security?.privileged === true && security.allowPrivilegeEscalation === false) {
    const problem = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true';
    report.invalid(`${path}.securityContext`, security, problem);
  }
  checkNumericIds(security, `${path}.securityContext`, report);
}

/** Ids of users and groups. */
export function checkNumericIds(security: Fields | undefined, path: string, report: ApiReport): void {
  for (const field of ['runAsUser', 'runAsGroup', 'fsGroup']) {
    const id = security?.[field];
    if (typeof id !== 'number' || (id >= 0 && id <= 2 ** 31 - 1)) continue;
    report.invalid(`${path}.${field}`, id, 'must be between 0 and 2147483647, inclusive');
  }
  const profile = fieldsOf(security?.seccompProfile);
  if (profile === undefined) return;
  const hasFile = isSet(profile.localhostProfile);
  if (profile.type === 'Localhost' && !hasFile) {
    report.required(`${path}.seccompProfile.localhostProfile`, 'must be set when seccomp type is Localhost');
  } else if (profile.type !== 'Localhost' && hasFile) {
    report.invalid(
      `${path}.seccompProfile.localhostProfile`,
      profile.localhostProfile,
      'can only be set when seccomp type is Localhost',
    );
  }
}

function checkPorts(value: unknown, path: string, { hostNetwork }: ContainerContext, report: ApiReport): void {
  const ports = objectsOf(value, path);
  for (const [port, at] of ports) {
    checkPortName(port.name, `${at}.name`, report);
    const host = numberOf(port.hostPort) ?? 0;
    if (hostNetwork && host !== 0 && host !== port.containerPort) {
      report.invalid(`${at}.hostPort`, host, 'must match `containerPort` when `hostNetwork` is true');
    }
  }
  checkUnique(
    ports.map(([port, at]) => [textOf(port.name), `${at}.name`]),
    report,
  );
}

/** Ports of the node can be taken once. */
function checkHostPorts(containers: Located, report: ApiReport): void {
  const taken = new Set<string>();
  for (const [container, path] of containers) {
    for (const [port, at] of objectsOf(container.ports, `${path}.ports`)) {
      const host = numberOf(port.hostPort) ?? 0;
      if (host === 0) continue;
      const key = `${textOf(port.protocol) || 'TCP'} ${textOf(port.hostIP)} ${host}`;
      if (taken.has(key)) report.duplicate(`${at}.hostPort`, host);
      taken.add(key);
    }
  }
}

const VALUE_SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

const POD_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

function checkEnv(value: unknown, path: string, report: ApiReport): void {
  for (const [variable, at] of objectsOf(value, path)) {
    requireText(variable.name, `${at}.name`, report);
    checkVariableName(variable.name, `${at}.name`, report);
    const from = fieldsOf(variable.valueFrom);
    if (from === undefined) continue;
    const sources = written(from, VALUE_SOURCES);
    if (sources.length === 0) {
      report.invalid(`${at}.valueFrom`, '', `must specify one of: \`${VALUE_SOURCES.join('`, `')}\``);
    } else if (textOf(variable.value) !== '') {
      report.invalid(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty');
    } else if (sources.length > 1) {
      report.invalid(`${at}.valueFrom`, '', 'may not have more than one field specified at a time');
    }
    for (const source of ['configMapKeyRef', 'secretKeyRef']) {
      const reference = fieldsOf(from[source]);
      if (reference === undefined) continue;
      checkSubdomain(reference.name, `${at}.valueFrom.${source}.name`, report);
      requireText(reference.key, `${at}.valueFrom.${source}.key`, report);
      if (textOf(reference.key) !== '') checkDataKey(textOf(reference.key), `${at}.valueFrom.${source}.key`, report);
    }
    checkFieldPath(fieldsOf(from.fieldRef), `${at}.valueFrom.fieldRef`, POD_FIELDS, report);
    const amount = fieldsOf(from.resourceFieldRef);
    if (amount === undefined) continue;
    const resource = textOf(amount.resource);
    if (resource === '') report.required(`${at}.valueFrom.resourceFieldRef.resource`);
    else if (!/^(?:limits|requests)\.(?:cpu|memory|ephemeral-storage|hugepages-.+)$/.test(resource)) {
      const allowed = ['limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
      report.unsupported(`${at}.valueFrom.resourceFieldRef.resource`, resource, allowed);
    }
  }
}

function checkEnvFrom(value: unknown, path: string, report: ApiReport): void {
  for (const [source, at] of objectsOf(value, path)) {
    checkVariableName(source.prefix, `${at}.prefix`, report);
    const sources = written(source, ['configMapRef', 'secretRef']);
    if (sources.length === 0) report.invalid(at, '', 'must specify one of: `configMapRef` or `secretRef`');
    if (sources.length > 1) report.invalid(at, '', 'may not have more than one field specified at a time');
    for (const kind of sources) {
      const reference = fieldsOf(source[kind]);
      if (reference === undefined) continue;
      requireText(reference.name, `${at}.${kind}.name`, report);
      checkSubdomain(reference.name, `${at}.${kind}.name`, report);
    }
  }
}

/** Names of variables may hold whatever is printable, but "=". */
function checkVariableName(value: unknown, path: string, report: ApiReport): void {
  if (typeof value !== 'string' || /^[ -<>-~]*$/.test(value)) return;
  report.invalid(
    path,
    value,
    "a valid environment variable name must consist only of printable ASCII characters other than '='",
  );
}

function checkMounts(container: Fields, path: string, { volumes }: ContainerContext, report: ApiReport): void {
  const places = new Set<string>();
  for (const [mount, at] of objectsOf(container.volumeMounts, `${path}.volumeMounts`)) {
    const name = textOf(mount.name);
    if (name === '') report.required(`${at}.name`);
    else if (!volumes.includes(name)) report.notFound(`${at}.name`, name, volumes);
    const place = textOf(mount.mountPath);
    if (place === '') report.required(`${at}.mountPath`);
    else if (places.has(place)) report.invalid(`${at}.mountPath`, place, 'must be unique');
    places.add(place);
    checkDescending(mount.subPath, `${at}.subPath`, report);
    checkDescending(mount.subPathExpr, `${at}.subPathExpr`, report);
    if (textOf(mount.subPath) !== '' && textOf(mount.subPathExpr) !== '') {
      report.invalid(`${at}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive');
    }
  }
  for (const [device, at] of objectsOf(container.volumeDevices, `${path}.volumeDevices`)) {
    const name = textOf(device.name);
    if (!volumes.includes(name)) report.notFound(`${at}.name`, name, volumes);
  }
}

const CONTAINER_RESOURCES = /^(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** Amounts of resources: of what there is, not negative, and none asked for beyond its limit. */
export function checkResources(resources: Fields | undefined, path: string, report: ApiReport): void {
  if (resources === undefined) return;
  const limits = fieldsOf(resources.limits) ?? {};
  for (const [part, amounts] of [
    ['limits', limits],
    ['requests', fieldsOf(resources.requests) ?? {}],
  ] as const) {
    for (const [name, amount] of entriesOf(amounts)) {
      const at = `${path}.${part}[${name}]`;
      if (!(CONTAINER_RESOURCES.test(name) || (name.includes('/') && isQualifiedName(name)))) {
        report.invalid(`${path}.${part}`, name, 'must be a standard resource for containers, or fully qualified');
      }
      if (typeof amount !== 'string' && typeof amount !== 'number') continue;
      if (compareQuantities(String(amount), '0') === -1) {
        report.invalid(at, String(amount), 'must be greater than or equal to 0');
      }
      if (part === 'limits') continue;
      // What is no resource of Kubernetes itself cannot be shared, nor can large pages.
      const isExclusive = name.startsWith('hugepages-') || (name.includes('/') && !name.includes('kubernetes.io/'));
      const limit = limits[name];
      if (isExclusive && !isSet(limit)) {
        report.required(`${path}.limits`, `Limit must be set for non overcommitable resources, such as ${name}`);
      }
      if (typeof limit !== 'string' && typeof limit !== 'number') continue;
      const comparison = compareQuantities(String(amount), String(limit));
      if (comparison === undefined) continue;
      if (isExclusive && comparison !== 0)
        report.invalid(at, String(amount), `must be equal to ${name} limit of ${limit}`);
      else if (comparison > 0) {
        report.invalid(at, String(amount), `must be less than or equal to ${name} limit of ${limit}`);
      }
    }
  }
  for (const name of itemsOf(resources.claims)) if (!isSet(name)) report.required(`${path}.claims`);
}
