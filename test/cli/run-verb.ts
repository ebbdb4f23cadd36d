import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verb } from '../../src/cli/verb';

/** What a verb of the command line did. */
export interface VerbRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a verb on files.
 *
 * @param files The files by name; an argument that is one of these names becomes its path.
 */
export async function runVerb(
  verb: Verb,
  files: { readonly [name: string]: string },
  args: readonly string[],
): Promise<VerbRun> {
  const folder = mkdtempSync(join(tmpdir(), 'verb-'));
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map(stream =>
    jest.spyOn(process[stream], 'write').mockImplementation(text => {
      written[stream] += String(text);
      return true;
    }),
  );
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const code = await verb(args.map(arg => (Object.hasOwn(files, arg) ? join(folder, arg) : arg)));
    return { code, ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    rmSync(folder, { recursive: true });
  }
}
