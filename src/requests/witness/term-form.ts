import { compileRe2 } from '../../text/re2';
import type { Term } from '../attribute';
import { replacedForm } from './replaced-form';
import { joinedForm, type TextForm } from './text-form';

/** What a term makes of the texts of a form; undefined where that is of no one form. */
export function formOfTerm(term: Term, of: TextForm): TextForm | undefined {
  switch (term.kind) {
    case 'attribute':
      return of;
    case 'constant':
      return term.value === undefined ? undefined : [term.value];
    case 'appended': {
      const to = formOfTerm(term.to, of);
      return to && joinedForm(to, [term.text]);
    }
    case 'prefix-replaced': {
      const [head, ...rest] = formOfTerm(term.of, of) ?? [];
      if (head === undefined || (rest.length > 0 && head.length < term.prefix.length)) return undefined;
      return [term.by + head.slice(term.prefix.length), ...rest];
    }
    case 'regex-replaced': {
      const form = formOfTerm(term.of, of);
      if (form === undefined) return undefined;
      const [only = '', ...rest] = form;
      return rest.length === 0
        ? [compileRe2(term.expression).replaceAll(only, term.by)]
        : replacedForm(form, term.expression, term.by);
    }
    case 'opaque':
      return undefined;
  }
}
