import { type Fields, fieldsOf, isSet, numberOf, textOf } from '../reading';
import type { ApiReport } from './api-report';
import { checkFieldPath, checkUnique, objectsOf, requireLabelName, requireText } from './values';

/** Fields that a source must have, by source. */
const REQUIRED: { readonly [source: string]: readonly string[] } = {
  configMap: ['name'],
  csi: ['driver'],
  hostPath: ['path'],
  nfs: ['server', 'path'],
  persistentVolumeClaim: ['claimName'],
  secret: ['secretName'],
};

/** The fields of a pod that files can show. */
const VOLUME_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.labels',
  'metadata.annotations',
  'metadata.uid',
];

const HOST_PATHS = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** Checks the volumes of a pod. */
export function checkVolumes(value: unknown, path: string, report: ApiReport): void {
  const volumes = objectsOf(value, path);
  for (const [volume, at] of volumes) {
    requireLabelName(volume.name, `${at}.name`, report);
    const sources = Object.keys(volume).filter(field => field !== 'name' && isSet(volume[field]));
    for (const source of sources.slice(1)) {
      report.forbidden(`${at}.${source}`, 'may not specify more than 1 volume type');
    }
    const [source] = sources;
    const fields = source === undefined ? undefined : fieldsOf(volume[source]);
    if (source !== undefined && fields !== undefined) checkSource(source, fields, `${at}.${source}`, report);
  }
  checkUnique(
    volumes.map(([volume, at]) => [textOf(volume.name), `${at}.name`]),
    report,
  );
}

function checkSource(source: string, fields: Fields, path: string, report: ApiReport): void {
  for (const field of Object.hasOwn(REQUIRED, source) ? (REQUIRED[source] ?? []) : [])
    requireText(fields[field], `${path}.${field}`, report);
  checkMode(fields.defaultMode, `${path}.defaultMode`, report);
  checkItems(fields.items, `${path}.items`, report);
  if (source === 'hostPath') {
    if (textOf(fields.path).split('/').includes('..'))
      report.invalid(`${path}.path`, fields.path, "must not contain '..'");
    if (isSet(fields.type) && !HOST_PATHS.includes(textOf(fields.type))) {
      report.unsupported(`${path}.type`, fields.type, HOST_PATHS);
    }
  }
  if (source === 'nfs' && textOf(fields.path) !== '' && !textOf(fields.path).startsWith('/')) {
    report.invalid(`${path}.path`, fields.path, 'must be an absolute path');
  }
  if (source === 'emptyDir' && typeof fields.sizeLimit === 'string' && fields.sizeLimit.startsWith('-')) {
    report.forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity');
  }
  if (source === 'projected') checkProjections(fields, path, report);
}

function checkProjections(fields: Fields, path: string, report: ApiReport): void {
  for (const [projection, at] of objectsOf(fields.sources, `${path}.sources`)) {
    const kinds = Object.keys(projection).filter(field => isSet(projection[field]));
    for (const kind of kinds.slice(1)) report.forbidden(`${at}.${kind}`, 'may not specify more than 1 volume type');
    for (const kind of ['configMap', 'secret']) {
      const projected = fieldsOf(projection[kind]);
      if (projected === undefined) continue;
      requireText(projected.name, `${at}.${kind}.name`, report);
      checkItems(projected.items, `${at}.${kind}.items`, report);
    }
    checkItems(fieldsOf(projection.downwardAPI)?.items, `${at}.downwardAPI.items`, report);
    const token = fieldsOf(projection.serviceAccountToken);
    if (token === undefined) continue;
    requireText(token.path, `${at}.serviceAccountToken.path`, report);
    checkDescending(token.path, `${at}.serviceAccountToken.path`, report);
    const seconds = numberOf(token.expirationSeconds);
    if (seconds !== undefined && seconds < 600) {
      report.invalid(
        `${at}.serviceAccountToken.expirationSeconds`,
        seconds,
        'may not specify a duration less than 10 minutes',
      );
    }
  }
}

function checkItems(value: unknown, path: string, report: ApiReport): void {
  for (const [item, at] of objectsOf(value, path)) {
    // Items of the downward API are found by field, not by key.
    const isDownward = isSet(item.fieldRef) || isSet(item.resourceFieldRef);
    if (!isDownward) requireText(item.key, `${at}.key`, report);
    checkFieldPath(fieldsOf(item.fieldRef), `${at}.fieldRef`, VOLUME_FIELDS, report);
    requireText(item.path, `${at}.path`, report);
    checkDescending(item.path, `${at}.path`, report);
    checkMode(item.mode, `${at}.mode`, report);
  }
}

/** A path that stays within its folder. */
export function checkDescending(value: unknown, path: string, report: ApiReport): void {
  if (typeof value !== 'string' || value === '') return;
  if (value.startsWith('/')) report.invalid(path, value, 'must be a relative path');
  if (value.split('/').includes('..')) report.invalid(path, value, "must not contain '..'");
}

function checkMode(value: unknown, path: string, report: ApiReport): void {
  if (typeof value !== 'number' || (value >= 0 && value <= 0o777)) return;
  report.invalid(path, value, 'must be a number between 0 and 0777 (octal), both inclusive');
}
