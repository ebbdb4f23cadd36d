import type { App } from 'cdk8s';
import { analyze } from '../src/analysis/analyze';
import { buildModel } from '../src/model/mesh-model';
import { parseManifests } from '../src/model/read-manifests';
import { meshOfApp } from '../src/synth/app-mesh';
import { checkMesh } from '../src/synth/check-mesh';
import { renderApp } from '../src/synth/render-app';
import { emitDocument } from '../src/text/emit-yaml';
import type { Diagnostic } from '../src/values/diagnostic';
import { DEFAULT_ISTIO_VERSION } from '../src/values/istio-version';

/** What a synth finds in an app, by its rules and by what its constructs check. */
export function findingsOf(app: App): readonly Diagnostic[] {
  const objects = [...renderApp(app)].flatMap(chart => chart.objects);
  return checkMesh(app, meshOfApp(app, objects), objects, { validate: true, proof: true });
}

/** What a rule, or the check of a construct, says of an app: severity and text. */
export function saidOf(app: App, rule: string): readonly string[] {
  return findingsOf(app)
    .filter(found => found.rule === rule)
    .map(({ severity, message }) => `${severity} ${message}`);
}

/** What the analysis finds in the YAML that an app writes, where nothing is known of its constructs. */
export function findingsInYaml(app: App, istioVersion: string = DEFAULT_ISTIO_VERSION): readonly Diagnostic[] {
  const objects = [...renderApp(app)].flatMap(chart => chart.objects);
  const yaml = objects.map(({ manifest }) => emitDocument(manifest)).join('---\n');
  return analyze(buildModel(parseManifests(yaml, 'app.yaml'), { istioVersion }));
}
