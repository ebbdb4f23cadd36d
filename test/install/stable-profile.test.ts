import { ApiObject, Chart, Testing } from 'cdk8s';
import { IstioInstall } from '../../src/install/istio-install';
import type { ProfileName } from '../../src/install/profiles';
import { findingsOf } from '../findings';

/** What the check says of an object that is applied beside an installation. */
function said(kind: string, apiVersion: string, spec: object, profile: ProfileName = 'stable'): readonly string[] {
  const app = Testing.app();
  new IstioInstall(new Chart(app, 'control-plane'), 'istio', { profile });
  const metadata = { name: 'one', namespace: 'istio-system' };
  new ApiObject(new Chart(app, 'mesh'), 'object', { apiVersion, kind, metadata, spec });
  return findingsOf(app)
    .filter(({ rule }) => rule === 'refused-by-stable-profile')
    .map(({ severity, field, message }) => `${severity} ${field}: ${message}`);
}

const REFUSES = 'the profile "stable" installs an admission policy that refuses';
const TELEMETRY = ['Telemetry', 'telemetry.istio.io/v1'] as const;
const POLICY = ['AuthorizationPolicy', 'security.istio.io/v1'] as const;

test('kinds and fields that are not stable are refused', () => {
  expect(said('EnvoyFilter', 'networking.istio.io/v1alpha3', {})).toEqual([
    `error undefined: ${REFUSES} every EnvoyFilter`,
  ]);
  expect(said(...TELEMETRY, { accessLogging: [{}, { filter: { expression: 'true' } }] })).toEqual([
    `error spec.accessLogging[1].filter: ${REFUSES} "filter"`,
  ]);
  expect(said(...POLICY, { rules: [{ from: [{ source: { trustDomains: ['a'] } }] }] })).toEqual([
    `error spec.rules[0].from[0].source.trustDomains: ${REFUSES} "trustDomains"`,
  ]);
});

test('what is stable passes, and so does everything under other profiles', () => {
  expect(said(...TELEMETRY, { accessLogging: [{ providers: [{ name: 'envoy' }] }] })).toEqual([]);
  expect(said(...POLICY, { rules: [{ from: [{ source: { namespaces: ['a'] } }] }] })).toEqual([]);
  expect(said('EnvoyFilter', 'networking.istio.io/v1alpha3', {}, 'default')).toEqual([]);
});
