import type { CustomTag } from '../../imports/telemetry.istio.io';
import { ConfigError } from '../values/config-error';

/**
 * What a tag of a span says.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag
 *
 * @example
 * const tenant = TraceTag.header('x-tenant', 'none');
 */
export class TraceTag {
  /** The same text in every span. */
  public static literal(value: string): TraceTag {
    return new TraceTag('literal', { literal: { value: required(value, 'a text') } });
  }

  /** A header of the request; spans of requests without it lack the tag, or say `defaultValue`. */
  public static header(name: string, defaultValue?: string): TraceTag {
    return new TraceTag('header', {
      header: { name: required(name, 'the name of a header'), ...orDefault(defaultValue) },
    });
  }

  /** An environment variable of the proxy. */
  public static environment(name: string, defaultValue?: string): TraceTag {
    return new TraceTag('environment', {
      environment: { name: required(name, 'the name of a variable'), ...orDefault(defaultValue) },
    });
  }

  /** Operators of Envoy's access logs, such as `%REQ(x-team)%`. Since Istio 1.29. */
  public static formatter(format: string): TraceTag {
    return new TraceTag('formatter', { formatter: { value: required(format, 'a format') } });
  }

  private constructor(
    /** Where the value of the tag comes from. */
    public readonly kind: 'literal' | 'header' | 'environment' | 'formatter',
    /**
     * The tag as Istio writes it.
     *
     * @internal
     */
    public readonly value: CustomTag,
  ) {}
}

function orDefault(defaultValue: string | undefined): { defaultValue?: string } {
  return defaultValue === undefined ? {} : { defaultValue };
}

function required(value: string, what: string): string {
  if (value === '') throw new ConfigError(`Cannot tag spans: wanted ${what}, got ""`);
  return value;
}
