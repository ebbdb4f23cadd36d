import type { HTTPDirectResponse } from '../../imports/networking.istio.io';

/**
 * The answer that a proxy gives by itself.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse
 */
export interface DirectResponse {
  /** From 200 to 599. */
  readonly status: number;
  /** What the answer holds: a text, or bytes. @default - nothing */
  readonly body?: string | Uint8Array | undefined;
}

/** An answer as Istio writes it; fails unless its status is one. */
export function writeDirectResponse(
  { status, body }: DirectResponse,
  fail: (wanted: string) => never,
): HTTPDirectResponse {
  if (!Number.isInteger(status) || status < 200 || status > 599) fail(`wanted a status from 200 to 599, got ${status}`);
  if (body === undefined) return { status };
  return {
    status,
    body: typeof body === 'string' ? { string: body } : { bytes: Buffer.from(body).toString('base64') },
  };
}
