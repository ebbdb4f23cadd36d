import { App, Chart, Testing } from 'cdk8s';
import { Delivery, IstioInstall } from 'cdk8s-istio';

/**
 * How long the deliveries that need no other program take for one plan, each and together: CPU time in milliseconds,
 * for the first time in the process and at best of twenty.
 */
const deliveries = {
  job: () => Delivery.job(),
  'argo-cd': () => Delivery.argoCd(),
  flux: () => Delivery.flux(),
  istioctl: () => Delivery.istioctl(),
  sail: () => Delivery.sail({ version: 'v1.30-latest' }),
  k3s: () => Delivery.k3s(),
};

function synthesize(name: keyof typeof deliveries): number {
  const start = process.cpuUsage();
  const app = new App();
  Object.assign(app, { addFile: () => undefined });
  const chart = new Chart(app, 'control-plane', { disableResourceNameHashes: true });
  const install = new IstioInstall(chart, 'istio', {
    delivery: deliveries[name](),
    // The newest minor that the Sail operator knows.
    version: '1.30.8',
    profile: 'ambient',
    meshId: 'mesh1',
    network: 'network1',
    pilot: { autoscaling: { minReplicas: 2, maxReplicas: 5 } },
    meshConfig: { accessLogFile: '/dev/stdout' },
  });
  Testing.synth(chart);
  install.delivery.files(install.plan);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const names = Object.keys(deliveries) as (keyof typeof deliveries)[];
const first = names.map(synthesize);
const best = names.map(() => Number.POSITIVE_INFINITY);
for (let round = 0; round < 20; round++) {
  names.forEach((name, i) => {
    best[i] = Math.min(best[i] ?? 0, synthesize(name));
  });
}

const sum = (times: readonly number[]): number => times.reduce((total, time) => total + time, 0);
const row = (name: string, once: number, again: number): string =>
  `${name.padEnd(10)} ${once.toFixed(1).padStart(8)} ${again.toFixed(1).padStart(8)}`;
console.log(`${'delivery'.padEnd(10)} ${'first'.padStart(8)} ${'best'.padStart(8)}`);
names.forEach((name, i) => {
  console.log(row(name, first[i] ?? 0, best[i] ?? 0));
});
console.log(row('together', sum(first), sum(best)));
