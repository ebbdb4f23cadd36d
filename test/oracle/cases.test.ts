import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type OracleCase, readCases } from './case-file';
import { checkRequests } from './check-mesh';

const FOLDER = join(__dirname, 'cases');
const files = readdirSync(FOLDER).filter(name => name.endsWith('.json'));

/** Ways in which the simulator says something else than Istio. */
function differences({ files: manifests, requests }: OracleCase): readonly string[] {
  const answers = requests.map(({ istio }) => istio);
  const asked = requests.map(({ request }) => request);
  return checkRequests(manifests, asked, answers).flatMap(({ result }, i) => {
    switch (result.kind) {
      case 'differ':
        return result.differences.map(
          ({ kind, product, istio }) => `request ${i + 1}: ${kind}: got ${product}, Istio says ${istio}`,
        );
      case 'unsupported':
        return [`request ${i + 1}: unsupported: ${result.reason}`];
      default:
        return result.kind === 'agree' ? [] : [`request ${i + 1}: Istio leaves it open`];
    }
  });
}

describe("Istio's recorded answers", () => {
  it('are there', () => expect(files).not.toEqual([]));

  describe.each(files)('%s', name => {
    const { cases } = readCases(join(FOLDER, name));

    it.each(cases.filter(({ reason }) => reason === undefined))('hold for the simulator: $title', given => {
      expect(differences(given)).toEqual([]);
    });

    for (const given of cases.filter(({ reason }) => reason !== undefined)) {
      it(`are not those of the simulator: ${given.title} (${given.reason})`, () => {
        expect(differences(given)).not.toEqual([]);
      });
    }
  });
});
