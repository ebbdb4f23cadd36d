/** What a segment of a path may have, apart from operators. */
const SEGMENT = /^[a-zA-Z0-9-._~%!$&'()+,;:@=]+$/;

/** Whether a path of a policy has an operator of Envoy's templates. */
export function hasTemplate(path: string): boolean {
  return path.includes('{*}') || path.includes('{**}');
}

/**
 * Why Istio refuses a path of a policy, segment by segment; `undefined` if it does not.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export function pathTemplateProblem(path: string): string | undefined {
  const template = hasTemplate(path);
  let ended = false;
  for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
    if (segment === '{*}' || segment === '{**}') {
      if (ended) return `nothing but plain segments can follow "{**}", found ${JSON.stringify(segment)}`;
      ended = segment === '{**}';
    } else if (/[{}]/.test(segment)) {
      return `its segment ${JSON.stringify(segment)} has braces and is neither "{*}" nor "{**}"`;
    } else if (template && !SEGMENT.test(segment)) {
      return `its segment ${JSON.stringify(segment)} has characters that are not allowed beside an operator`;
    }
  }
  return undefined;
}
