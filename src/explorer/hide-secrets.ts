import type { ManifestText } from '../model/parse-manifests';
import { toBase64 } from '../text/base64';
import { emitDocument } from '../text/emit-yaml';
import { parseDocument, splitDocuments } from '../text/yaml-documents';
import { isMapping } from '../values/plain-data';

/** Takes what Secrets hold out of a text of manifests. All other objects keep their lines. */
export function hideSecrets({ name, text }: ManifestText): ManifestText {
  if (!text.includes('Secret')) return { name, text };
  const lines = text.split('\n');
  for (const part of splitDocuments(text)) {
    const { text: document, line, leadingLines } = part;
    const { value } = parseDocument(part);
    const shown = isMapping(value) ? withoutSecrets(value) : value;
    if (shown === value) continue;
    const start = line - 1 + leadingLines;
    const count = document.split('\n').length - leadingLines - (document.endsWith('\n') ? 1 : 0);
    const written = emitDocument(shown).replace(/\n$/, '').split('\n');
    // In one line it leaves those below where they were.
    const own = written.length <= count ? written : [JSON.stringify(shown)];
    lines.splice(start, count, ...Array.from({ length: count }, (_, k) => own[k] ?? ''));
  }
  return { name, text: lines.join('\n') };
}

type Mapping = { readonly [key: string]: unknown };

/** The same object where it holds no Secret. */
function withoutSecrets(object: Mapping): Mapping {
  if (object.kind === 'Secret') {
    return { ...object, ...hidden(object, 'data', toBase64), ...hidden(object, 'stringData', text => text) };
  }
  const { items } = object;
  if (!Array.isArray(items)) return object;
  const shown = items.map(item => (isMapping(item) ? withoutSecrets(item) : item));
  return shown.every((item, i) => item === items[i]) ? object : { ...object, items: shown };
}

function hidden(object: Mapping, field: 'data' | 'stringData', write: (text: string) => string): Mapping {
  const values = object[field];
  if (!isMapping(values)) return {};
  const entries = Object.entries(values).map(([key, value]) => [key, PUBLIC.has(key) ? value : write(HIDDEN)]);
  return { [field]: Object.fromEntries(entries) };
}

/** What everybody sees who connects. */
const PUBLIC: ReadonlySet<string> = new Set(['tls.crt', 'cert', 'ca.crt', 'cacert']);

/** Still a key for whoever looks at its form. */
const HIDDEN = '-----BEGIN PRIVATE KEY-----\nhidden\n-----END PRIVATE KEY-----\n';
