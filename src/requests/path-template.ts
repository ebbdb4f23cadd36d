const memo = new Map<string, RegExp>();

/** Whether a path value of a policy is a template: it holds `{*}` or `{**}`. */
export function isPathTemplate(value: string): boolean {
  return value.includes('{*}') || value.includes('{**}');
}

/** Whether the path fits the template: `{*}` is one segment that is not empty, `{**}` anything, also nothing. */
export function matchesPathTemplate(path: string, template: string): boolean {
  let expression = memo.get(template);
  if (expression === undefined) {
    const source = template
      .split(/(\{\*\*?\})/)
      .map(part => (part === '{*}' ? '[^/]+' : part === '{**}' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      .join('');
    expression = new RegExp(`^${source}$`, 's');
    memo.set(template, expression);
  }
  return expression.test(path);
}
