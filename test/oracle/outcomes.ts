import type { IstioAnswer } from './answer';

/** The words of an answer: what happens to the request, at each place where it ends. */
export function outcomesOf(answer: IstioAnswer): ReadonlySet<string> {
  const words = new Set<string>();
  if (answer.destinations === undefined || answer.destinations.length === 0) words.add(answer.outcome);
  for (const { unavailable, targets = [] } of answer.destinations ?? []) {
    if (unavailable) words.add('unavailable');
    for (const { outcome, onward } of targets) {
      if (onward !== undefined) for (const word of outcomesOf(onward)) words.add(word);
      else if (outcome !== undefined) words.add(outcome);
    }
  }
  return words;
}
