import { unreadValues } from '../../src/values/chart-keys';

describe('the values that charts read', () => {
  it.each([
    ['istiod', { global: { meshConfig: {} } }, 'meshConfig'],
    ['istiod', { meshconfig: {} }, 'meshConfig'],
    ['istiod', { pilot: { autoScaleMin: 1 } }, 'pilot.autoscaleMin'],
    ['istiod', { pilot: { replicas: 1 } }, 'pilot.replicaCount'],
    ['gateway', { replicas: 1 }, 'replicaCount'],
    ['gateway', { minReplicas: 1 }, 'autoscaling.minReplicas'],
    ['base', { base: { xyz: 1 } }, undefined],
  ] as const)('of %s %j: what was meant is %s', (chart, values, meant) => {
    expect(unreadValues(chart, values).map(unread => unread.meant?.join('.'))).toEqual([meant]);
  });

  it('may be left undefined', () => {
    expect(unreadValues('istiod', { misspelt: undefined })).toEqual([]);
  });
});
