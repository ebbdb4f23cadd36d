import { gzipSync } from 'node:zlib';
import type { PageAssets } from './page-assets';
import type { PageData } from './page-data';

/** Nothing is loaded from anywhere: the policy forbids it, and the page needs nothing. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Writes a page as one HTML file that works from a double click. */
export function renderPage(data: PageData, { script, styles, engine, licences }: PageAssets): string {
  const title = escapeHtml(data.title);
  const packed = gzipSync(JSON.stringify(data), { level: 9 }).toString('base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title}</title>
<style>
${styles}</style>
</head>
<body>
<div id="page"><header><h1>${title}</h1></header></div>
<noscript>This page needs JavaScript.</noscript>
<script type="text/plain" id="licences">
${escapeHtml(licences)}
</script>
<script type="text/plain" id="data">${packed}</script>
<script type="text/plain" id="engine">${engine}</script>
<script>${script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')}</script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
