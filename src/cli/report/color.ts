const CODES = { red: 31, yellow: 33, cyan: 36, green: 32, dim: 2 } as const;

/**
 * Whether text for this stream is coloured: on terminals, unless NO_COLOR is set; elsewhere only if FORCE_COLOR is.
 *
 * @see https://no-color.org
 */
export function isColored(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Colours findings: the severity with the rule, the place, and the fix. */
export function paint(text: string): string {
  return text
    .split('\n')
    .map(line => {
      const [head = ''] = /^(?:error|warning|info) [^:]+:/.exec(line) ?? [];
      if (head !== '') return `${colored(head, colorOf(head))}${line.slice(head.length)}`;
      if (/^ {2}fix: /.test(line)) return colored(line, 'green');
      if (/^ {3}DROPS TRAFFIC/.test(line)) return colored(line, 'red');
      return /^ {2}(?:defined|see) /.test(line) ? colored(line, 'dim') : line;
    })
    .join('\n');
}

function colorOf(head: string): keyof typeof CODES {
  if (head.startsWith('error')) return 'red';
  return head.startsWith('warning') ? 'yellow' : 'cyan';
}

function colored(text: string, color: keyof typeof CODES): string {
  return `\u001b[${CODES[color]}m${text}\u001b[0m`;
}
