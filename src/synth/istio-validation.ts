import { ConfigError } from '../values/config-error';
import type { Diagnostic, ResourceRef } from '../values/diagnostic';
import { parseIstioVersion } from '../values/istio-version';

/** Properties of `IstioValidation`, as written in `cdk8s.yaml`. */
export interface IstioValidationProps {
  /**
   * The Istio release that the manifests are written for, from 1.19 to 1.32.
   *
   * @default - the release that the library deploys
   */
  readonly istioVersion?: string;

  /**
   * Lets warnings fail the validation as errors do.
   *
   * @default false
   */
  readonly strict?: boolean;
}

/** What `cdk8s synth` hands to a validation plugin, as far as it is used here. */
export interface PluginContext {
  /** Paths of the manifest files. */
  readonly manifests: readonly string[];
  /** Construct paths by resource name, if the app recorded them. */
  readonly metadata: Readonly<Record<string, { readonly path: string }>>;
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

/**
 * Validates and analyses whatever `cdk8s synth` has written, also by apps that are no `MeshApp`, as a validation plugin
 * of the cdk8s command.
 *
 * The manifests are read back from their files; a `MeshApp` has checked the same before it wrote them.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 * @example
 * // cdk8s.yaml:
 * //   validations:
 * //     - package: ./node_modules/cdk8s-istio
 * //       version: 0.1.0
 * //       class: IstioValidation
 * //       properties: { istioVersion: '1.30' }
 * const plugin = new IstioValidation({ istioVersion: '1.30', strict: true });
 */
export class IstioValidation {
  private readonly props: IstioValidationProps;

  /** @throws ConfigError if a property is unknown or the release cannot be targeted */
  public constructor(props: IstioValidationProps = {}) {
    for (const [name, value] of Object.entries(props)) {
      const type = { istioVersion: 'string', strict: 'boolean' }[name];
      if (typeof value === type) continue;
      const wanted = type === undefined ? 'one of "istioVersion" and "strict"' : `a ${type}`;
      throw new ConfigError(
        `Cannot configure IstioValidation by property "${name}": wanted ${wanted}, got ${JSON.stringify(value)}`,
      );
    }
    if (props.istioVersion !== undefined) parseIstioVersion(props.istioVersion, 'IstioValidation');
    this.props = props;
  }

  /** Called by `cdk8s synth`: adds each finding to the report, and fails it on errors. */
  public async validate(context: PluginContext): Promise<void> {
    // Loaded here: the command loads the whole package only to find this class.
    const { readManifests } = require('../model/read-manifests') as typeof import('../model/read-manifests');
    const { buildModel } = require('../model/mesh-model') as typeof import('../model/mesh-model');
    const { analyze } = require('../analysis/analyze') as typeof import('../analysis/analyze');
    const { istioVersion, strict = false } = this.props;
    const located = readManifests(context.manifests);
    const diagnostics = analyze(buildModel(located, istioVersion === undefined ? {} : { istioVersion }));
    for (const diagnostic of diagnostics) addTo(context, diagnostic);
    const count = (severity: Diagnostic['severity']) => diagnostics.filter(found => found.severity === severity).length;
    const fails = count('error') > 0 || (strict && count('warning') > 0);
    context.report.submit(fails ? 'failure' : 'success', {
      objects: String(located.length),
      errors: String(count('error')),
      warnings: String(count('warning')),
    });
  }
}

function addTo(context: PluginContext, { rule, severity, message, fix, field, resource, related }: Diagnostic): void {
  const involved = [resource, ...(related ?? [])];
  context.report.addViolation({
    ruleName: rule,
    recommendation: `${severity}: ${message}`,
    fix: fix ?? `see the rule ${rule}`,
    violatingResources: involved.map((ref, i) => ({
      resourceName: resourceName(ref, context.metadata),
      locations: i === 0 && field !== undefined ? [field] : [],
      manifestPath: ref.origin?.file ?? '',
    })),
  });
}

/** The name under which the command finds the construct: the full identity that a MeshApp records, else the name. */
function resourceName({ kind, namespace, name }: ResourceRef, metadata: PluginContext['metadata']): string {
  const full = `${kind}/${namespace === undefined || namespace === '' ? '' : `${namespace}/`}${name}`;
  return Object.hasOwn(metadata, full) || !Object.hasOwn(metadata, name) ? full : name;
}
