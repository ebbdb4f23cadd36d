import { GoUrlError, parseGoUrl } from '../../values/go-url';
import { type Fields, fieldsOf, numberOf, objectsOf, textOf } from './reading';
import { quote, type WebhookReport } from './report';
import { checkPort, checkSelector, checkTargets } from './value-checks';

export function checkWasmPlugin(spec: Fields, report: WebhookReport): void {
  checkAttachment(spec, report);
  checkPlugin(spec, 'spec', report);
}

export function checkTrafficExtension(spec: Fields, report: WebhookReport): void {
  checkAttachment(spec, report);
  const wasm = fieldsOf(spec.wasm);
  if (wasm !== undefined) checkPlugin(wasm, 'spec.wasm', report);
}

export function checkProxyConfig(spec: Fields, report: WebhookReport): void {
  checkSelector(spec.selector, 'spec.selector', 'matchLabels', report);
  const concurrency = numberOf(spec.concurrency);
  if (concurrency !== undefined && concurrency < 0)
    report.add('proxy-concurrency', 'spec.concurrency', String(concurrency));
}

/** What an extension is for: workloads, resources, ports. */
function checkAttachment(spec: Fields, report: WebhookReport): void {
  checkSelector(spec.selector, 'spec.selector', 'matchLabels', report);
  checkTargets(spec, report);
  for (const [match, path] of objectsOf(spec.match, 'spec.match')) {
    for (const [port, at] of objectsOf(match.ports, `${path}.ports`))
      checkPort(port.number ?? 0, `${at}.number`, report);
  }
}

function checkPlugin(plugin: Fields, path: string, report: WebhookReport): void {
  checkUrl(textOf(plugin.url), `${path}.url`, report);
  const names = new Set<string>();
  for (const [variable, at] of objectsOf(fieldsOf(plugin.vmConfig)?.env, `${path}.vmConfig.env`)) {
    const name = textOf(variable.name);
    // The schema reports the item as a whole.
    if (names.has(name)) report.add('wasm-duplicate-env', at, quote(name));
    names.add(name);
  }
}

/** A URL as Istio reads it: without scheme it is the name of an image. */
function checkUrl(url: string, path: string, report: WebhookReport): void {
  let scheme: string;
  try {
    scheme = schemeOf(url);
  } catch (error) {
    if (!(error instanceof GoUrlError)) throw error;
    report.add('wasm-url', path, quote(url));
    return;
  }
  if (!['', 'file', 'http', 'https', 'oci'].includes(scheme)) report.add('wasm-url', path, quote(url));
}

function schemeOf(url: string): string {
  try {
    return parseGoUrl(url, true).scheme;
  } catch {
    return parseGoUrl(`http://${url}`, true).scheme;
  }
}
