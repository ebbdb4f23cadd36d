/** A verb of the command line: reads its own arguments and answers with the exit code. */
export type Verb = (args: readonly string[]) => Promise<number> | number;
