import { ADD_ON_SOURCES, type AddOnName } from '../../../src/observability/add-ons/add-on-versions';

/** The release that each chart deploys by itself: `appVersion` of its Chart.yaml. */
const APP_VERSIONS: { readonly [chart: string]: string } = {
  'prometheus 28.13.0': 'v3.10.0',
  'grafana 11.1.0': '12.3.2',
  'tempo 1.25.1': '2.9.0',
  'kiali-server 2.26.0': 'v2.26.0',
};

const WITH_CHART = Object.entries(ADD_ON_SOURCES).flatMap(([name, { image, chart }]) =>
  chart === undefined ? [] : [{ name: name as AddOnName, image, chart }],
);

test.each(WITH_CHART)('the chart and the image of $name are of one release', ({ image, chart }) => {
  expect(image.split(':')[1]).toBe(APP_VERSIONS[`${chart.name} ${chart.version}`]);
});
