import { gzipSync } from 'node:zlib';
import type { PageAssets } from './page-assets';
import type { PageData } from './page-data';

/** Nothing is loaded from anywhere: the policy forbids it, and the page needs nothing. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Writes a page as one HTML file that works from a double click. */
export function renderPage(data: PageData, { script, styles, engine, licences }: PageAssets): string {
  const packed = gzipSync(JSON.stringify(data), { level: 9 }).toString('base64');
  return renderHtml({ title: data.title, styles, script, licences, packed: { data: packed, engine } });
}

/** What an HTML file is made of. */
interface HtmlParts {
  readonly title: string;
  readonly styles: string;
  readonly script: string;
  readonly licences: string;
  /** What the script unpacks, by the names of elements: gzip in Base64. */
  readonly packed?: { readonly [id: string]: string };
}

/** Writes an HTML file with everything that it needs in it. */
export function renderHtml({ title, styles, script, licences, packed = {} }: HtmlParts): string {
  const heading = escapeHtml(title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${heading}</title>
<style>
${styles}</style>
</head>
<body>
<div id="page"><header><h1>${heading}</h1></header></div>
<noscript>This page needs JavaScript.</noscript>
<script type="text/plain" id="licences">
${escapeHtml(licences)}
</script>
${Object.entries(packed)
  .map(([id, text]) => `<script type="text/plain" id="${id}">${text}</script>`)
  .join('\n')}
<script>${script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')}</script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
