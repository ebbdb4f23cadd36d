import { utf8Length } from '../text/base64';
import { groupOf } from '../values/manifest';
import { nearest } from '../values/nearest';
import { isMapping } from '../values/plain-data';
import { quoteAsWritten, typeName } from './scalar-checks';
import type { SchemaRun } from './schema-run';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const API_VERSION = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?v?[a-z0-9]+$/;

/** Groups whose objects may be named by anything that fits into a URL, such as `system:node`. */
const FREE_NAMES = new Set(['rbac.authorization.k8s.io', 'certificates.k8s.io', 'authorization.openshift.io']);

/** Kinds whose names become labels of host names. */
const LABEL_NAMES = new Set(['/Namespace', '/Service']);

/** Finalizers that need no domain. */
const STANDARD_FINALIZERS = new Set(['foregroundDeletion', 'kubernetes', 'orphan']);

/** Bytes that all annotations of an object may take together. */
const ANNOTATIONS_LIMIT = 256 * 1024;

const METADATA_FIELDS = [
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
];

const KNOWN_FIELDS = new Set(METADATA_FIELDS);

/** Where the kinds that make other objects keep the metadata of these. */
const TEMPLATE = ['spec', 'template', 'metadata'];
const MADE_METADATA: { readonly [kind: string]: readonly (readonly string[])[] } = {
  CronJob: [
    ['spec', 'jobTemplate', 'metadata'],
    ['spec', 'jobTemplate', ...TEMPLATE],
  ],
  DaemonSet: [TEMPLATE],
  Deployment: [TEMPLATE],
  Job: [TEMPLATE],
  ReplicaSet: [TEMPLATE],
  Rollout: [TEMPLATE],
  StatefulSet: [TEMPLATE],
};

type Fields = { readonly [field: string]: unknown };

/** Checks what objects of every kind share: `apiVersion`, `kind` and `metadata`, also that of pod templates. */
export function checkEnvelope(manifest: Fields, run: SchemaRun): void {
  run.inEnvelope = true;
  checkApiVersion(manifest.apiVersion, run);
  checkKind(manifest.kind, run);
  const apiVersion = typeof manifest.apiVersion === 'string' ? manifest.apiVersion : '';
  const kind = typeof manifest.kind === 'string' ? manifest.kind : '';
  within('metadata', run, () => checkMetadata(manifest.metadata, groupOf(apiVersion), kind, run));
  for (const path of Object.hasOwn(MADE_METADATA, kind) ? (MADE_METADATA[kind] ?? []) : [])
    checkMadeMetadata(manifest, path, run);
  run.inEnvelope = false;
}

function checkApiVersion(value: unknown, run: SchemaRun): void {
  within('apiVersion', run, () => {
    if (value === undefined || value === '') run.add('required', 'Required value', { fix: 'add "apiVersion"' });
    else if (typeof value !== 'string') reportType(value, 'string', run);
    else if (!API_VERSION.test(value)) {
      run.add(
        'api-version',
        `Invalid value: ${JSON.stringify(value)}: must be "<group>/<version>", such as "networking.istio.io/v1"`,
      );
    }
  });
}

function checkKind(value: unknown, run: SchemaRun): void {
  within('kind', run, () => {
    if (value === undefined || value === '') run.add('required', 'Required value', { fix: 'add "kind"' });
    else if (typeof value !== 'string') reportType(value, 'string', run);
  });
}

function checkMetadata(metadata: unknown, group: string, kind: string, run: SchemaRun): void {
  if (metadata === undefined) {
    run.add('required', 'Required value', { fix: 'add "metadata" with a name' });
    return;
  }
  if (!isMapping(metadata)) {
    reportType(metadata, 'object', run);
    return;
  }
  for (const field of Object.keys(metadata)) {
    if (KNOWN_FIELDS.has(field)) continue;
    const meant = nearest(field, METADATA_FIELDS);
    run.add(
      'unknown-field',
      `unknown field "metadata.${field}"${meant === undefined ? '' : `, did you mean "${meant}"?`}`,
      {
        at: `.${field}`,
        fix: meant === undefined ? 'remove it' : `rename it to "${meant}"`,
      },
    );
  }
  checkName(metadata, `${group}/${kind}`, run);
  within('namespace', run, () => checkNamespace(metadata.namespace, run));
  checkLabelsAndAnnotations(metadata, run);
  within('finalizers', run, () => checkFinalizers(metadata.finalizers, run));
  within('ownerReferences', run, () => checkOwners(metadata.ownerReferences, run));
}

function checkName(metadata: Fields, kind: string, run: SchemaRun): void {
  const { name, generateName } = metadata;
  if (name === undefined && generateName === undefined) {
    run.add('required', 'Required value: name or generateName is required', { at: '.name', fix: 'add "name"' });
    return;
  }
  if (name === undefined) return;
  within('name', run, () => {
    if (typeof name !== 'string') {
      reportType(name, 'string', run);
    } else if (name === '') {
      run.add('required', 'Required value: name or generateName is required', { fix: 'write a name' });
    } else if (FREE_NAMES.has(kind.slice(0, kind.indexOf('/')))) {
      if (name !== '.' && name !== '..' && !/[/%]/.test(name)) return;
      run.add(
        'name',
        `Invalid value: ${JSON.stringify(name)}: must not be "." or ".." and must not contain "/" or "%"`,
      );
    } else if (name.length > 253) {
      run.add(
        'name',
        `Invalid value: ${JSON.stringify(name)}: must be no more than 253 characters, got ${name.length}`,
      );
    } else if (LABEL_NAMES.has(kind)) {
      checkLabel(name, 'name', run);
    } else if (!SUBDOMAIN.test(name)) {
      const problem =
        "must be a lowercase RFC 1123 subdomain: lower case letters, digits, '-' and '.', with a letter or digit at both ends";
      run.add('name', `Invalid value: ${JSON.stringify(name)}: ${problem}`);
    }
  });
}

function checkNamespace(namespace: unknown, run: SchemaRun): void {
  if (namespace === undefined || namespace === null || namespace === '') return;
  if (typeof namespace !== 'string') {
    reportType(namespace, 'string', run);
  } else {
    checkLabel(namespace, 'namespace', run);
  }
}

/** A name that becomes a label of a host name. */
function checkLabel(name: string, rule: 'name' | 'namespace', run: SchemaRun): void {
  if (name.length <= 63 && LABEL.test(name)) return;
  const problem =
    "must be a lowercase RFC 1123 label: at most 63 lower case letters, digits and '-', with a letter or digit at both ends";
  run.add(rule, `Invalid value: ${JSON.stringify(name)}: ${problem}`);
}

function checkMadeMetadata(manifest: Fields, path: readonly string[], run: SchemaRun): void {
  let value: unknown = manifest;
  for (const field of path) value = isMapping(value) ? value[field] : undefined;
  if (!isMapping(value)) return;
  for (const field of path) run.path.enter(field);
  // The API server looks at the labels of pods, not at those of Jobs to come.
  const isChecked = path.includes('template');
  checkLabelsAndAnnotations(value, run, isChecked);
  for (const _ of path) run.path.leave();
}

function checkLabelsAndAnnotations(metadata: Fields, run: SchemaRun, areValuesChecked = true): void {
  checkTexts('labels', metadata.labels, run, value => {
    if (!areValuesChecked) return;
    if (value.length > 63) {
      run.add(
        'label-value',
        `Invalid value: ${JSON.stringify(value)}: must be no more than 63 characters, got ${value.length}`,
      );
    } else if (value !== '' && !QUALIFIED_NAME.test(value)) {
      const problem = "must consist of letters, digits, '-', '_' and '.', with a letter or digit at both ends";
      run.add('label-value', `Invalid value: ${JSON.stringify(value)}: ${problem}`);
    }
  });
  let size = 0;
  const annotations = metadata.annotations;
  checkTexts('annotations', annotations, run, (value, key) => {
    size += key.length + value.length;
  });
  // Characters have up to three bytes; they are counted only where that matters.
  if (size * 3 > ANNOTATIONS_LIMIT)
    size = utf8Length(
      Object.entries(annotations ?? {})
        .flat()
        .join(''),
    );
  if (size > ANNOTATIONS_LIMIT) {
    run.add('annotations-size', `Too long: may not be more than ${ANNOTATIONS_LIMIT} bytes, got ${size}`, {
      at: '.annotations',
    });
  }
}

function checkFinalizers(value: unknown, run: SchemaRun): void {
  if (!Array.isArray(value)) return;
  for (const [i, name] of value.entries()) {
    if (typeof name !== 'string' || STANDARD_FINALIZERS.has(name)) continue;
    const problem = name.includes('/') ? qualifiedNameProblem(name) : 'must have a domain, such as "example.com/name"';
    if (problem !== undefined)
      run.add('finalizer', `Invalid value: ${JSON.stringify(name)}: ${problem}`, { at: `[${i}]` });
  }
}

/** Objects that take this one along when they go: the API server finds them by all four fields. */
function checkOwners(value: unknown, run: SchemaRun): void {
  if (!Array.isArray(value)) return;
  for (const [i, owner] of value.entries()) {
    if (!isMapping(owner)) continue;
    for (const field of ['apiVersion', 'kind', 'name', 'uid']) {
      if (typeof owner[field] === 'string' && owner[field] !== '') continue;
      run.add('required', 'Required value', { at: `[${i}].${field}`, fix: `add "${field}"` });
    }
  }
}

/** A map of texts, whose keys are qualified names such as `example.com/name`. */
function checkTexts(field: string, value: unknown, run: SchemaRun, check: (value: string, key: string) => void): void {
  if (value === undefined || value === null) return;
  within(field, run, () => {
    if (!isMapping(value)) {
      reportType(value, 'object', run);
      return;
    }
    for (const [key, content] of Object.entries(value)) {
      run.path.enterKey(key);
      const problem = qualifiedNameProblem(field === 'annotations' ? key.toLowerCase() : key);
      if (problem !== undefined) run.add('qualified-name', `Invalid value: ${JSON.stringify(key)}: ${problem}`);
      if (typeof content === 'string') check(content, key);
      // The API server takes null for an empty text.
      else if (content !== undefined && content !== null) reportType(content, 'string', run);
      run.path.leave();
    }
  });
}

function qualifiedNameProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = key.slice(0, Math.max(slash, 0));
  const name = key.slice(slash + 1);
  if (slash >= 0 && (prefix.length > 253 || !SUBDOMAIN.test(prefix))) {
    return 'the part before the "/" must be a DNS subdomain of at most 253 characters';
  }
  if (name.length > 63) return `the name part must be no more than 63 characters, got ${name.length}`;
  if (QUALIFIED_NAME.test(name)) return undefined;
  return "the name part must consist of letters, digits, '-', '_' and '.', with a letter or digit at both ends";
}

function reportType(value: unknown, type: 'string' | 'object', run: SchemaRun): void {
  const found = typeName(value);
  const quotable = type === 'string' && found !== 'object' && found !== 'array' && found !== 'null';
  run.add('type', `Invalid value: ${JSON.stringify(value)}: must be of type ${type}, got ${found}`, {
    fix: quotable ? quoteAsWritten(value) : `write a value of type ${type}`,
  });
}

function within(field: string, run: SchemaRun, check: () => void): void {
  run.path.enter(field);
  check();
  run.path.leave();
}
