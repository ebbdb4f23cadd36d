import { PATH } from '../requests/attribute';
import { samplesChangedBy } from '../requests/witness/changed-sample';
import { attributeOf, type Literal } from '../requests/witness/literal';
import { holdAll, termValue } from '../requests/witness/solve-text';
import { formOfTerm } from '../requests/witness/term-form';
import { formsOf, type TextForm } from '../requests/witness/text-form';
import type { PathChange } from '../simulation/route-verdict';
import { canonicalJson } from '../values/plain-data';

/** Requests that are compared: what they have in common, and the path of one of them. */
export interface ComparedRequests {
  readonly condition: readonly Literal[];
  readonly path: string;
  /** Whether they may be sent to several hosts. */
  readonly anyHost: boolean;
}

/** Whether two changes make the same of all paths; else a path of which they make two, where one is found. */
export type PathComparison = 'same' | 'unknown' | { readonly path: string };

/** All paths. */
const ANY_PATH: TextForm = ['/', ''];

/** How the paths of requests go on that are tried where it is not plain that two changes make the same of them. */
const ENDINGS = ['', 'a', '/a', 'a/b', '/'];

/** Compares what two routes make of the paths of some requests. An absent change leaves them as they are. */
export function comparePaths(
  before: PathChange['left'] = PATH,
  after: PathChange['left'] = PATH,
  { condition, path }: ComparedRequests,
): PathComparison {
  if (canonicalJson(before) === canonicalJson(after)) return 'same';
  const about = condition.filter(({ term }) => attributeOf(term)?.name === 'path');
  const forms = formsOf(
    about.filter(({ term }) => term.kind === 'attribute'),
    ANY_PATH,
  );
  const isSame = (form: TextForm) => {
    const [one, other] = [before, after].map(term => formOfTerm(term, form));
    return one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other);
  };
  const left = forms.filter(form => !isSame(form));
  if (forms.length > 0 && left.length === 0) return 'same';
  const samples = left.flatMap(([head = '', ...rest]) =>
    rest.length === 0
      ? [head]
      : [
          ...ENDINGS.map(ending => `${head}${ending}`),
          ...[before, after].flatMap(term => samplesChangedBy(term, head)),
        ],
  );
  const found = [path, ...samples].find(
    one => isPlainPath(one) && holdAll(about, one) && termValue(before, one) !== termValue(after, one),
  );
  return found === undefined ? 'unknown' : { path: found };
}

/** Whether a path stays as it is, however paths are normalised. */
function isPlainPath(path: string): boolean {
  return path.startsWith('/') && !path.includes('//') && !/\/\.{1,2}(?:\/|$)|[\\%?#]/.test(path);
}

/** What goes on of a path. */
export function changedPath(change: PathChange | undefined, path: string): string {
  return change === undefined ? path : (termValue(change.left, path) ?? path);
}
