import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Helm } from 'cdk8s';
import type { Construct } from 'constructs';
import { parseDocumentText } from '../../text/yaml-documents';
import { ConfigError } from '../../values/config-error';
import { isMapping } from '../../values/plain-data';
import type { InstallPlan, PlanComponent } from '../install-plan';
import { ChartSource } from '../registries';
import { chartSteps } from './chart-steps';
import { chartGateways, outputsOf, rolloutChecks } from './outputs';
import type { DeliveryFile, DeliveryOutputs, DeliverySteps, DeliveryStrategy, PhaseFiles } from './strategy';

/** Options of `Delivery.helm`. */
export interface HelmDeliveryOptions {
  /**
   * Where the charts come from. A folder needs no network: `helm pull <chart> --untar` fills it.
   *
   * @default ChartSource.http()
   */
  readonly source?: ChartSource | undefined;

  /**
   * The helm program, 3.8 or newer.
   *
   * @default - `helm` of the search path
   */
  readonly executable?: string | undefined;

  /**
   * Release of Kubernetes that the charts are rendered for, such as `1.34.0`.
   *
   * @default - the one that helm was built with
   */
  readonly kubeVersion?: string | undefined;
}

/**
 * Renders the charts while the app synthesizes, so that every object can be reviewed and needs nothing but kubectl.
 *
 * What a chart asks of the cluster it cannot learn here; name the platform in the plan.
 */
export class HelmDelivery implements DeliveryStrategy {
  public readonly name = 'helm';
  public readonly ownsTags = false;
  private readonly source: ChartSource;
  private readonly executable: string;

  public constructor(private readonly options: HelmDeliveryOptions) {
    this.source = options.source ?? ChartSource.http();
    this.executable = options.executable ?? 'helm';
  }

  public supports(plan: InstallPlan): readonly string[] {
    if (this.source.kind !== 'folder') return [];
    const charts = new Map(plan.components.map(component => [component.chart, component]));
    return [...charts.values()].flatMap(component => this.folderProblems(component));
  }

  public emit(scope: Construct, plan: InstallPlan): void {
    for (const component of plan.components) this.render(scope, component);
  }

  public files(): readonly DeliveryFile[] {
    return [];
  }

  public outputs(plan: InstallPlan): DeliveryOutputs {
    return outputsOf(this.name, plan, { gateways: chartGateways(plan), readyChecks: rolloutChecks(plan) });
  }

  public steps(plan: InstallPlan, files: PhaseFiles): DeliverySteps {
    return chartSteps(plan, files);
  }

  private folderProblems({ chart, version }: PlanComponent): readonly string[] {
    const folder = join(this.source.location, chart);
    const file = join(folder, 'Chart.yaml');
    if (!existsSync(file)) {
      return [
        `there is no chart "${chart}" in "${this.source.location}" (wanted "${file}"); fetch it with ${pull(chart, version, this.source.location)}`,
      ];
    }
    const { value } = parseDocumentText(readFileSync(file, 'utf8'));
    const found = isMapping(value) ? value.version : undefined;
    if (String(found) === version) return [];
    return [
      `the chart in "${folder}" is of version "${String(found)}", wanted "${version}" of the plan; fetch it with ${pull(chart, version, this.source.location)}`,
    ];
  }

  private render(scope: Construct, component: PlanComponent): void {
    const { chart, release, namespace, version, values } = component;
    const scratch = mkdtempSync(join(tmpdir(), 'istio-charts-'));
    const { TMPDIR } = process.env;
    // The construct leaves its files in the folder for temporary files, and tells nobody where.
    process.env.TMPDIR = scratch;
    try {
      new Helm(scope, `Chart-${release}`, {
        ...this.chart(chart),
        version,
        namespace,
        releaseName: release,
        values: { ...values },
        helmExecutable: this.executable,
        helmFlags: [
          '--include-crds',
          '--skip-tests',
          ...(this.options.kubeVersion === undefined ? [] : ['--kube-version', this.options.kubeVersion]),
        ],
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message.trim() : String(error);
      throw new ConfigError(
        reason.startsWith('unable to execute')
          ? `Cannot render chart "${chart}" at ${scope.node.path}: wanted the helm program to run, got none at "${this.executable}"; install it, name it with Delivery.helm({ executable }), or take another delivery`
          : `Cannot render chart "${chart}" ${version} of "${this.source.location}" at ${scope.node.path}: wanted helm to render it, got: ${reason}`,
        { cause: error },
      );
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  private chart(chart: string): { readonly chart: string; readonly repo?: string } {
    switch (this.source.kind) {
      case 'http':
        return { chart, repo: this.source.location };
      case 'oci':
        return { chart: `${this.source.location}/${chart}` };
      case 'folder':
        return { chart: join(this.source.location, chart) };
    }
  }
}

function pull(chart: string, version: string, folder: string): string {
  return `"helm pull ${chart} --repo ${ChartSource.http().location} --version ${version} --untar --untardir ${folder}"`;
}
