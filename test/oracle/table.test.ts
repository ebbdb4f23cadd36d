import { join } from 'node:path';
import { requestOf } from '../simulation/gateway-api/case-group';
import { readCases } from './case-file';
import { askableGroups, filesOf } from './table-run';

const { istio, cases } = readCases(join(__dirname, 'cases/gateway-api-table.json'));

describe('what Istio answered to the request cases of the Gateway API', () => {
  it('is at least 90 answers of one release', () => {
    expect(istio).toBe('1.31');
    expect(cases.flatMap(({ requests }) => requests).length).toBeGreaterThanOrEqual(90);
  });

  it.each(cases)('is about the requests and the mesh of the table: $title', ({ title, files, requests }) => {
    const group = askableGroups().find(({ name }) => name === title);
    if (group === undefined) throw new Error(`the table has no group "${title}"; record it again`);
    expect(filesOf(group)).toEqual(files);
    const asked = group.cases.map(one => requestOf(group, one));
    for (const { request } of requests) expect(asked).toContainEqual(request);
  });
});
