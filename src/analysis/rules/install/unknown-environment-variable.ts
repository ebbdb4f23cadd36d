import { istiodVariables } from '../../../model/control-planes';
import { parseValues, valueAt } from '../../../model/installations';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import { ENVIRONMENT, isOfProxies } from '../../../values/istio-environment';
import { nearest } from '../../../values/nearest';
import { isMapping } from '../../../values/plain-data';
import { annotationsOf } from '../../istio-metadata';
import type { Finding, Rule } from '../../rule';

/** A switch of istiod or of proxies is misspelt, or set where nobody reads it: nothing is switched. */
export const unknownEnvironmentVariable: Rule = {
  name: 'unknown-environment-variable',
  severity: 'warning',
  summary: 'Environment variables of istiod and of proxies must be spelt as Istio reads them.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const { resource, name, field } of istiodVariables(model.operators, model.charts, model.all('Deployment'))) {
      const meant = meantBy(name);
      if (meant !== undefined) findings.push(misspelt(resource, field, name, meant));
      else if (isOfProxies(name)) {
        findings.push({
          resource,
          field,
          problem: `only proxies read "${name}", not istiod`,
          fix: 'set it in meshConfig.defaultConfig.proxyMetadata',
        });
      }
    }
    for (const { resource, name, field } of proxyVariables(model)) {
      const meant = meantBy(name);
      if (meant !== undefined) findings.push(misspelt(resource, field, name, meant));
    }
    return findings;
  },
};

function misspelt(resource: Resource, field: string, name: string, meant: string) {
  return {
    resource,
    field,
    problem: `Istio reads no variable "${name}"`,
    fix: `did you mean "${meant}"?`,
  };
}

/** Beginnings of names that are Istio's own. */
const OWN = /^(?:PILOT|ENABLE|ISTIO|AMBIENT|CITADEL|BOOTSTRAP)_/i;

/** The variable of which somebody wrote another name; undefined for a name that Istio knows, or that is like none. */
function meantBy(name: string): string | undefined {
  if (!OWN.test(name) || ENVIRONMENT.has(name)) return undefined;
  return nearest(name, ENVIRONMENT, name.length < 16 ? 1 : 2);
}

interface Variable {
  readonly resource: Resource;
  readonly name: string;
  readonly field: string;
}

function* proxyVariables(model: MeshModel): Iterable<Variable> {
  const { source, field: at, defaultConfig } = model.meshConfig;
  const own = Object.keys(defaultConfig?.proxyMetadata ?? {});
  if (source !== undefined) {
    // Below a field that holds a text there are no paths.
    const field = at.endsWith('onfig') ? `${at}.defaultConfig.proxyMetadata` : at;
    for (const name of own) yield { resource: source, name, field };
  }
  for (const resource of model.all('ProxyConfig')) {
    for (const name of Object.keys(resource.spec.environmentVariables ?? {})) {
      yield { resource, name, field: `spec.environmentVariables.${name}` };
    }
  }
  for (const { resource, name: annotation, value, field } of annotationsOf(model)) {
    if (annotation !== 'proxy.istio.io/config' || !value.includes('proxyMetadata')) continue;
    const metadata = valueAt(parseValues(value), 'proxyMetadata');
    if (!isMapping(metadata)) continue;
    for (const name of Object.keys(metadata)) yield { resource, name, field };
  }
}
