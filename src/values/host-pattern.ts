/** One of the hosts that a pattern covers, such as `any.example.com` for `*.example.com`. */
export function sampleHost(pattern: string): string {
  return pattern.startsWith('*') ? `any${pattern.slice(1)}` : pattern;
}
