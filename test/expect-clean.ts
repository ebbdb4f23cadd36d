import type { App } from 'cdk8s';
import { renderDiagnostics } from '../src/analysis/render';
import { validateObject } from '../src/schema/validate-object';
import { meshOfApp } from '../src/synth/app-mesh';
import { checkMesh } from '../src/synth/check-mesh';
import { renderApp } from '../src/synth/render-app';
import { DEFAULT_ISTIO_VERSION } from '../src/values/istio-version';
import type { LocatedManifest } from '../src/values/manifest';

/**
 * Renders an app as a synth does and expects that nothing objects to it: no construct, and no error of a schema or of a
 * rule about several objects.
 *
 * @returns the manifests, for further expectations
 */
export function expectClean(app: App, istioVersion: string = DEFAULT_ISTIO_VERSION): readonly LocatedManifest[] {
  expect(app.node.findAll().flatMap(construct => construct.node.validate())).toEqual([]);
  const objects = [...renderApp(app)].flatMap(chart => chart.objects);
  const located = objects.map(
    ({ manifest, constructPath }): LocatedManifest => ({ manifest, origin: { constructPath } }),
  );
  const issues = located.flatMap(({ manifest }) =>
    validateObject(manifest, { istioVersion })
      .filter(({ severity }) => severity === 'error')
      .map(issue => `${manifest.kind} ${manifest.metadata.name} ${issue.path}: ${issue.message}`),
  );
  expect(issues).toEqual([]);
  const findings = checkMesh(app, meshOfApp(app, objects), objects, true);
  expect(renderDiagnostics(findings.filter(({ severity }) => severity === 'error'))).toBe('');
  return located;
}
