import type { Test } from '../test';

/**
 * Texts that are put together in one way: what is the same in all of them, and between two parts of it one text that may
 * be anything, everywhere the same. One part alone is one text.
 */
export type TextForm = readonly string[];

/** The most forms in which the texts of one condition are told apart. */
const MOST_FORMS = 64;

/** What texts look like that have some answers to tests, together with others perhaps. */
export function formsOf(tests: readonly { readonly test: Test; readonly answer: boolean }[], all: TextForm) {
  let forms: readonly TextForm[] = [all];
  for (const { test, answer } of tests) {
    const wanted = answer ? formsOfTest(test) : undefined;
    if (wanted === undefined) continue;
    const both = forms.flatMap(form => wanted.flatMap(one => commonForm(form, one)));
    if (both.length > 0 && both.length <= MOST_FORMS) forms = both;
  }
  return forms.filter(form => !tests.some(one => isExcluded(form, one)));
}

/** The texts that pass a test; undefined where they do not all begin with the same, or are more than one text. */
function formsOfTest(test: Test): readonly TextForm[] | undefined {
  switch (test.kind) {
    case 'exact':
      return test.ignoreCase ? undefined : [[test.text]];
    case 'prefix':
      return test.ignoreCase ? undefined : [[test.text, '']];
    case 'any-of': {
      const forms = test.tests.map(formsOfTest);
      return forms.every(form => form !== undefined) ? forms.flat() : undefined;
    }
    default:
      return undefined;
  }
}

/** The texts of two forms that begin alike and may end in anything, or are one text. */
function commonForm(one: TextForm, other: TextForm): readonly TextForm[] {
  const [[head = '', ...more], [start = '', ...rest]] = [one, other];
  if (more.length === 0) return isOfForm(head, other) ? [one] : [];
  if (rest.length === 0) return isOfForm(start, one) ? [other] : [];
  if (head.startsWith(start)) return [one];
  return start.startsWith(head) ? [other] : [];
}

function isOfForm(text: string, [head = '', ...rest]: TextForm): boolean {
  return rest.length === 0 ? text === head : text.startsWith(head);
}

/** Whether no text of a form has this answer. */
function isExcluded(
  [head = '', ...rest]: TextForm,
  { test, answer }: { readonly test: Test; readonly answer: boolean },
) {
  if (rest.length === 0) return test.fits(head) !== answer;
  if (answer) return false;
  const refused = test.kind === 'any-of' ? test.tests : [test];
  return refused.some(one => one.kind === 'prefix' && !one.ignoreCase && head.startsWith(one.text));
}

/** One form behind the other. */
export function joinedForm(first: TextForm, second: TextForm): TextForm {
  const [start = '', ...rest] = second;
  return [...first.slice(0, -1), `${first.at(-1) ?? ''}${start}`, ...rest];
}
