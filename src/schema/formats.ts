import { isRequestUrl } from '../text/go-url';
import { durationMilliseconds } from '../values/duration';
import { isCidr, isIpv4, isIpv6 } from '../values/ip-range';
import { isSignedQuantity } from '../values/quantity';

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const DATE_TIME =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):?[0-5]\d)$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const HOSTNAME =
  /^(?=.{1,255}$)[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*\.?$/;
const UUID = /^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$/;

/** The formats of strings that are checked; the API server ignores the others, and so do we. */
const FORMATS: { readonly [format: string]: (text: string) => boolean } = {
  byte: text => BASE64.test(text),
  cidr: isCidr,
  date: text => DATE.test(text),
  'date-time': text => DATE_TIME.test(text),
  datetime: text => DATE_TIME.test(text),
  duration: text => durationMilliseconds(text) !== undefined,
  email: text => /^[^\s@]+@[^\s@]+$/.test(text),
  hostname: text => HOSTNAME.test(text),
  ipv4: isIpv4,
  ipv6: isIpv6,
  'optional-port-or-name': text => text === '' || isPortName(text),
  'port-or-name': text => isPortName(text),
  quantity: isSignedQuantity,
  uri: isRequestUrl,
  uuid: text => UUID.test(text),
};

/** A name of a port: letters, digits and single hyphens, with a letter among them, of at most 15 characters. */
export function isPortName(text: string): boolean {
  return text.length <= 15 && /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text);
}

/** The check of a format; `undefined` for one that is not checked. */
export function formatCheck(format: string): ((text: string) => boolean) | undefined {
  return Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
}

/** Least and greatest value of the integer formats. */
export const INTEGER_RANGES: { readonly [format: string]: readonly [least: number, greatest: number] } = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  // 2^63 - 1 is no number of JavaScript; the one before is.
  int64: [-(2 ** 63), 2 ** 63 - 1024],
};
