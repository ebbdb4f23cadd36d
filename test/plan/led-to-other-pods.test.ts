import { drops, object, order, plan } from './changes';

describe('a Service that is led to other pods', () => {
  const selecting = (selector: string, targetPort = 80) =>
    object(
      'v1',
      'Service',
      'reviews',
      `{ selector: { ${selector} }, ports: [{ name: http, port: 80, targetPort: ${targetPort} }] }`,
    );
  const pods = (name: string, labels: string, port = 80) =>
    object(
      'apps/v1',
      'Deployment',
      name,
      `{ selector: { matchLabels: { id: ${name} } }, template: { metadata: { labels: { id: ${name}, ${labels} } }, spec: { containers: [{ name: app, image: app, ports: [{ containerPort: ${port} }] }] } } }`,
    );
  const old = selecting('app: reviews') + pods('old', 'app: reviews');

  test('is changed when the others are ready, and before the first ones go', () => {
    const young = selecting('app: next') + pods('young', 'app: next');
    expect(order(old, young)).toEqual([
      ['create Deployment/young'],
      ['update Service/reviews'],
      ['delete Deployment/old'],
    ]);
    expect(drops(old, young)).toEqual([]);
  });

  test('may change its target port at once', () => {
    const young = selecting('app: next', 81) + pods('old', 'app: reviews') + pods('young', 'app: next', 81);
    expect(order(old, young)).toEqual([['create Deployment/young'], ['update Service/reviews']]);
    expect(drops(old, young)).toEqual([]);
  });

  test('loses requests where its pods get another label themselves', () => {
    const young = selecting('app: next') + pods('old', 'app: next');
    expect(order(old, young)).toEqual([['update Deployment/old'], ['update Service/reviews']]);
    expect(drops(old, young)).toEqual([expect.stringMatching(/^1-2 Service: no pod is left that it selects/)]);
  });

  test('keeps its pods where they have both labels', () => {
    const young = selecting('team: next') + pods('old', 'app: reviews, team: next');
    expect(drops(old, young)).toEqual([]);
  });

  test('is meant to be empty where its pods are scaled to nothing', () => {
    const stopped = old.replace('selector: { matchLabels', 'replicas: 0, selector: { matchLabels');
    const [step, ...others] = plan(old, stopped).steps;
    expect(others).toEqual([]);
    expect(step?.drops).toEqual([
      expect.objectContaining({ isIntended: true, reason: expect.stringContaining('no pod is left') }),
    ]);
    expect(drops(stopped, old)).toEqual([]);
  });

  test('is meant to go where the new set has another name for it', () => {
    const caller = pods('caller', 'app: caller');
    const renamed = old.replace('name: reviews,', 'name: opinions,');
    const gone = plan(old + caller, renamed + caller).steps.flatMap(step => step.drops);
    expect(gone).toEqual([
      expect.objectContaining({ isIntended: true, reason: expect.stringContaining('no such Service') }),
    ]);
  });
});
