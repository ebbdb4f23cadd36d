import { drops, HOST, interim, object, order } from './changes';

describe('a port that gets another number under its name', () => {
  const at = (number: number, more = '') =>
    object(
      'v1',
      'Service',
      'reviews',
      `{ selector: { app: reviews }, ports: [{ name: http, port: ${number}${more} }] }`,
    ) +
    object(
      'networking.istio.io/v1',
      'VirtualService',
      'reviews',
      `{ hosts: [${HOST}], http: [{ route: [{ destination: { host: ${HOST}, port: { number: ${number} } } }] }] }`,
    );

  test('is kept under another name until the routes have left it', () => {
    expect(order(at(80), at(8000))).toEqual([
      ['update Service/reviews*'],
      ['update VirtualService/reviews'],
      ['update Service/reviews'],
    ]);
    expect(drops(at(80), at(8000))).toEqual([]);
    expect(interim(at(80, ', nodePort: 30080'), at(8000, ', nodePort: 30080'), 'Service')).toMatchObject({
      ports: [
        { name: 'http', port: 8000, nodePort: 30080 },
        { name: 'http-80', port: 80 },
      ],
    });
  });
});
