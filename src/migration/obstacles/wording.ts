/** Texts in quotes, one after the other. */
export function quotedList(texts: readonly string[]): string {
  return texts.map(text => `"${text}"`).join(', ');
}
