import { fromBase64 } from '../../text/base64';
import { isMapping } from '../../values/plain-data';
import { entriesOf, type Fields, fieldsOf, textOf } from '../reading';
import type { ApiReport } from './api-report';
import { checkDataKey } from './values';

/** Bytes that the data of an object may take together. */
const MOST_BYTES = 1024 * 1024;

export function checkConfigMap(manifest: Fields, report: ApiReport): void {
  const texts = fieldsOf(manifest.data) ?? {};
  let size = 0;
  for (const [key, value] of entriesOf(texts)) {
    checkDataKey(key, `data[${key}]`, report);
    size += Buffer.byteLength(textOf(value));
  }
  for (const [key, value] of entriesOf(manifest.binaryData)) {
    checkDataKey(key, `binaryData[${key}]`, report);
    if (Object.hasOwn(texts, key)) report.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData');
    size += Buffer.byteLength(textOf(value), 'base64');
  }
  if (size > MOST_BYTES) report.invalid('data', `${size} bytes`, `may not be more than ${MOST_BYTES} bytes`);
}

const TYPE = 'kubernetes.io/';
const ACCOUNT = 'kubernetes.io/service-account.name';

export function checkSecret(manifest: Fields, report: ApiReport): void {
  const data = new Map<string, string>();
  for (const [key, value] of entriesOf(manifest.data)) {
    checkDataKey(key, `data[${key}]`, report);
    data.set(key, fromBase64(textOf(value)));
  }
  // What is written as text goes over what is written as data.
  for (const [key, value] of entriesOf(manifest.stringData)) {
    checkDataKey(key, `stringData[${key}]`, report);
    data.set(key, textOf(value));
  }
  const size = [...data.values()].reduce((sum, value) => sum + Buffer.byteLength(value), 0);
  if (size > MOST_BYTES) report.invalid('data', `${size} bytes`, `may not be more than ${MOST_BYTES} bytes`);
  checkType(manifest, data, report);
}

/** What the type of a Secret demands. */
function checkType(manifest: Fields, data: ReadonlyMap<string, string>, report: ApiReport): void {
  const require = (...keys: readonly string[]): void => {
    for (const key of keys) if (!data.has(key)) report.required(`data[${key}]`);
  };
  const requireJson = (key: string): void => {
    const text = data.get(key);
    if (text === undefined) report.required(`data[${key}]`);
    else if (!isJsonMapping(text))
      report.invalid(`data[${key}]`, '<secret contents redacted>', 'must be a JSON object');
  };
  switch (manifest.type) {
    case `${TYPE}service-account-token`:
      if (textOf(fieldsOf(fieldsOf(manifest.metadata)?.annotations)?.[ACCOUNT]) === '') {
        report.required(`metadata.annotations[${ACCOUNT}]`);
      }
      break;
    case `${TYPE}dockercfg`:
      requireJson('.dockercfg');
      break;
    case `${TYPE}dockerconfigjson`:
      requireJson('.dockerconfigjson');
      break;
    case `${TYPE}basic-auth`:
      if (!data.has('username') && !data.has('password')) require('username', 'password');
      break;
    case `${TYPE}ssh-auth`:
      if ((data.get('ssh-privatekey') ?? '') === '') report.required('data[ssh-privatekey]');
      break;
    case `${TYPE}tls`:
      require('tls.crt', 'tls.key');
      break;
    default:
  }
}

function isJsonMapping(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value === null || isMapping(value);
  } catch {
    return false;
  }
}
