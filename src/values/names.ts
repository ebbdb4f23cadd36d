import { ConfigError } from './config-error';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const TOKEN = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/;

/** Whether a header, or a cookie, may have this name: a token of RFC 9110. */
export function isHeaderName(name: string): boolean {
  return TOKEN.test(name);
}

/** Whether `name` is a DNS label: 1 to 63 of a-z, 0-9 and `-`, with an alphanumeric at both ends. */
export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && DNS_LABEL.test(name);
}

/** Returns `name` when it is a DNS label, else throws; `what` and `where` name the property and its construct. */
export function requireDnsLabel(name: string, what: string, where: string): string {
  if (!isDnsLabel(name)) {
    throw new ConfigError(
      `Cannot use "${name}" as ${what} at ${where}: wanted a DNS label (1 to 63 of a-z, 0-9 and "-", alphanumeric at both ends)`,
    );
  }
  return name;
}

/** Returns `name` when it is a DNS subdomain, the form of most object names, else throws. */
export function requireDnsSubdomain(name: string, what: string, where: string): string {
  if (name.length > 253 || !DNS_SUBDOMAIN.test(name)) {
    throw new ConfigError(
      `Cannot use "${name}" as ${what} at ${where}: wanted a DNS name (at most 253 of a-z, 0-9, "-" and ".", alphanumeric around each dot)`,
    );
  }
  return name;
}

/** Returns `value` when Kubernetes takes it as the value of a label, else throws. */
export function requireLabelValue(value: string, what: string, where: string): string {
  if (value.length > 63 || !LABEL_VALUE.test(value)) {
    throw new ConfigError(
      `Cannot use "${value}" as ${what} at ${where}: wanted a label value (at most 63 of A-Z, a-z, 0-9, "-", "_" and ".", alphanumeric at both ends)`,
    );
  }
  return value;
}

/** `name` cut to the length of a DNS label. */
export function shortened(name: string): string {
  return name.slice(0, 63).replace(/-+$/, '');
}

/** The DNS label nearest to a version such as `v2.0`: what a subset may be called (`v2-0`). */
export function subsetNameOf(version: string): string {
  return version
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
}
