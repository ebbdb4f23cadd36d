import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from '../values/config-error';

/**
 * Writes the file that an option names, with the folders that it lacks: all of it, or what was there before stays.
 *
 * @throws ConfigError if it cannot be written
 */
export function writeOutput(file: string, text: string): void {
  // A device such as /dev/stdout takes what is written, and has no place to put a file in.
  const isPlain = !existsSync(file) || statSync(file).isFile();
  const place = existsSync(file) ? realpathSync(file) : file;
  const written = isPlain ? `${place}.${process.pid}` : file;
  try {
    if (isPlain) mkdirSync(dirname(place), { recursive: true });
    writeFileSync(written, text);
    if (isPlain) renameSync(written, place);
  } catch (error) {
    if (isPlain && existsSync(written)) rmSync(written);
    const { code, message } = error as NodeJS.ErrnoException;
    const got = code === 'EISDIR' ? 'a folder' : message;
    throw new ConfigError(`Cannot write "${file}": wanted a file that can be written, got ${got}`);
  }
}
