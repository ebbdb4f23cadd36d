import { ConfigError } from '../values/config-error';

const HOST = /^(\*|(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$/;

/** Returns `host` when a gateway can answer for it: a DNS name in lower case, with `*` at most as its first label. */
export function requireHost(host: string, where: string): string {
  if (host.length > 253 || !HOST.test(host)) {
    throw new ConfigError(
      `Cannot answer for host "${host}" at ${where}: wanted a DNS name in lower case such as "notes.example.com", "*.example.com" or "*"`,
    );
  }
  return host;
}

/** A host as a part of the names of objects. */
export function slugOf(host: string): string {
  return host.replace(/^\*/, 'wildcard').replaceAll('.', '-');
}
