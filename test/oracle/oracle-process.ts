import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SimulationRequest } from '../../src/simulation/request';
import type { IstioAnswer } from './answer';

/** The release of Istio that the Go program is made of. */
export const ORACLE_RELEASE = '1.31';

/** Something outside this repository that the oracle needs and does not find. */
export class OracleUnavailable extends Error {}

/** What Istio says to an object: the definition, then the webhook. */
export interface Judgement {
  readonly crd?: string;
  readonly webhook?: string;
  readonly warnings?: readonly string[];
}

/** A finding of `istioctl analyze`. */
export interface IstioFinding {
  readonly code: string;
  readonly resource: string;
  readonly message?: string;
}

/** A row of the test tables of Istio's analyzers. */
export interface AnalyzerCase {
  readonly name: string;
  readonly analyzer: string;
  readonly files: readonly { readonly path: string; readonly yaml: string }[];
  readonly meshConfig?: string;
  readonly meshNetworks?: string;
  readonly expected: readonly IstioFinding[];
}

interface Reply {
  readonly answers?: readonly IstioAnswer[];
  readonly judgements?: readonly Judgement[];
  readonly findings?: readonly IstioFinding[];
  readonly cases?: readonly AnalyzerCase[];
  readonly error?: string;
}

const FOLDER = __dirname;
const PROGRAM = join(FOLDER, 'bin', 'oracle');

/** Builds the Go program, which takes minutes the first time. */
export function buildOracle(): void {
  const version = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (version.status !== 0) {
    throw new OracleUnavailable('The oracle needs Go 1.26 or newer, and found no program "go"');
  }
  const build = spawnSync('go', ['build', '-o', PROGRAM, '.'], { cwd: FOLDER, encoding: 'utf8' });
  if (build.status !== 0) {
    const network = /dial tcp|no such host|proxy|403 Forbidden/.test(build.stderr)
      ? '; the first build downloads the Go modules of Istio, which needs a network'
      : '';
    throw new OracleUnavailable(`Cannot build the oracle with "go build"${network}:\n${build.stderr.trim()}`);
  }
}

/** The Go program, asked line by line. Where istiod crashes at a question, it starts anew for the next one. */
export class Oracle {
  private running: Running | undefined;
  private last: Promise<unknown> = Promise.resolve();

  /** Istio's answers to requests in a mesh. Rejects where istiod or the API server refuses an object. */
  async simulate(
    files: { readonly [name: string]: string },
    requests: readonly SimulationRequest[],
  ): Promise<readonly IstioAnswer[]> {
    return (await this.ask({ op: 'simulate', files, requests })).answers ?? [];
  }

  async judge(objects: readonly object[]): Promise<readonly Judgement[]> {
    return (await this.ask({ op: 'validate', objects })).judgements ?? [];
  }

  async analyze(files: { readonly [name: string]: string }): Promise<readonly IstioFinding[]> {
    return (await this.ask({ op: 'analyze', files })).findings ?? [];
  }

  async analyzerCases(): Promise<readonly AnalyzerCase[]> {
    return (await this.ask({ op: 'analyzer-tables' })).cases ?? [];
  }

  end(): void {
    this.running?.child.kill();
    this.running = undefined;
  }

  /** One question at a time; replies come in the order of the questions. */
  private ask(question: object): Promise<Reply> {
    const answered = this.last.then(() => this.exchange(question));
    this.last = answered.catch(() => undefined);
    return answered;
  }

  private async exchange(question: object): Promise<Reply> {
    this.running ??= start();
    const { child, replies } = this.running;
    child.stdin.write(`${JSON.stringify(question)}\n`);
    for (;;) {
      const { value, done } = await replies.next();
      if (done) {
        const panic = /^panic: .*$/m.exec(this.running.errors())?.[0] ?? 'it ended without a word';
        const at = /^istio\.io\/istio\/[^(\n]*/m.exec(this.running.errors())?.[0] ?? '';
        this.running = undefined;
        throw new Error(`istiod crashes: ${panic} ${at}`);
      }
      // Packages of Istio write to standard output before the program begins.
      if (!value.startsWith('{')) continue;
      const reply = JSON.parse(value) as Reply;
      if (reply.error !== undefined) throw new Error(reply.error);
      return reply;
    }
  }
}

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly replies: AsyncIterator<string>;
  /** What it has written to standard error. */
  readonly errors: () => string;
}

function start(): Running {
  // The installation that knows ambient mode gives the same answers for meshes without it.
  const child = spawn(PROGRAM, [], { env: { ...process.env, PILOT_ENABLE_AMBIENT: 'true' } });
  let written = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written = `${written}${text}`.slice(-20_000);
  });
  child.stdin.on('error', () => undefined);
  return { child, replies: createInterface({ input: child.stdout })[Symbol.asyncIterator](), errors: () => written };
}
