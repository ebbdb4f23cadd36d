import { basename } from 'node:path';
import type { IstioAnswer } from './answer';
import { type OracleCase, readCases, writeCases } from './case-file';
import { checkRequests } from './check-mesh';
import { ORACLE_RELEASE, type Oracle } from './oracle-process';

/** How many answers of case files still hold. */
export interface Recheck {
  answers: number;
  /** Answers that Istio gives as they are written. */
  same: number;
  leftOut: number;
  /** Answers of meshes that Istio refuses, or crashes at. */
  refused: number;
  /** Answers that the simulator gives as well. */
  agree: number;
}

/**
 * Asks Istio the requests of case files again, and the simulator too.
 *
 * @param options.renew whether the answers in the files are replaced by the new ones
 */
export async function recheckCases(
  oracle: Oracle,
  files: readonly string[],
  options: { readonly renew: boolean; print(line: string): void },
): Promise<Recheck> {
  const counts: Recheck = { answers: 0, same: 0, leftOut: 0, refused: 0, agree: 0 };
  for (const file of files) {
    const { cases, ...rest } = readCases(file);
    const renewed: OracleCase[] = [];
    for (const given of cases) {
      const name = `${basename(file)} ${given.title ?? given.id ?? ''}`;
      const asked = given.requests.map(({ request }) => request);
      let answers: readonly IstioAnswer[];
      try {
        answers = await oracle.simulate(given.files, asked);
      } catch (error) {
        options.print(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        counts.refused += asked.length;
        renewed.push(given);
        continue;
      }
      const checked = checkRequests(given.files, asked, answers);
      given.requests.forEach(({ request, istio }, i) => {
        const answer = answers[i];
        const result = checked[i]?.result;
        if (answer === undefined || result === undefined) return;
        const where = `${name} #${i + 1}`;
        counts.answers++;
        if (result.kind === 'agree') counts.agree++;
        else if (result.kind === 'unsupported') options.print(`${where}: unsupported: ${result.reason}`);
        else if (result.kind === 'differ') {
          for (const { kind, product } of result.differences) options.print(`${where}: ${kind}: ${product}`);
        }
        if (answer.leftOut !== undefined) {
          counts.leftOut++;
          options.print(`${where}: left out: ${answer.leftOut}`);
        } else if (canonical(answer) === canonical(istio)) counts.same++;
        else {
          options.print(
            `${where}: Istio answers otherwise now: ${JSON.stringify(request)}\n  was ${canonical(istio)}\n  is  ${canonical(answer)}`,
          );
        }
      });
      renewed.push({
        ...given,
        requests: given.requests.map(({ request, istio }, i) => ({ request, istio: answers[i] ?? istio })),
      });
    }
    if (options.renew) writeCases(file, { ...rest, istio: ORACLE_RELEASE, cases: renewed });
  }
  return counts;
}

/** An answer as text, without the order of its parts and without shares of one destination being apart. */
function canonical(answer: IstioAnswer): string {
  return JSON.stringify(normalized(answer), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function normalized(answer: IstioAnswer): IstioAnswer {
  const { destinations, route } = answer;
  const united = new Map<string, NonNullable<IstioAnswer['destinations']>[number]>();
  for (const destination of destinations ?? []) {
    const key = `${destination.host}|${destination.port}|${destination.subset ?? ''}`;
    const percent = destination.percent + (united.get(key)?.percent ?? 0);
    const targets = destination.targets
      ?.map(({ port: _, or, mtls, onward, ...target }) => ({
        ...target,
        ...(or === undefined ? {} : { or: [...or].sort() }),
        // Whether the connection was encrypted says little where it failed.
        ...(mtls === undefined || !['routed', 'denied'].includes(target.outcome ?? '') ? {} : { mtls }),
        ...(onward === undefined ? {} : { onward: normalized(onward) }),
      }))
      .sort((a, b) => (a.workload < b.workload ? -1 : 1));
    united.set(key, {
      ...destination,
      percent: Math.round(percent * 100) / 100,
      ...(targets === undefined ? {} : { targets }),
    });
  }
  return {
    ...answer,
    ...(destinations === undefined ? {} : { destinations: [...united.entries()].sort(byKey).map(([, one]) => one) }),
    ...(route === undefined ? {} : { route: normalizedRoute(route) }),
  };
}

function normalizedRoute(route: NonNullable<IstioAnswer['route']>): NonNullable<IstioAnswer['route']> {
  const { retries, mirrors } = route;
  const order = (mirror: NonNullable<typeof mirrors>[number]) => JSON.stringify([mirror.host, mirror.subset]);
  return {
    ...route,
    ...(mirrors === undefined ? {} : { mirrors: [...mirrors].sort((a, b) => (order(a) < order(b) ? -1 : 1)) }),
    ...(retries === undefined ? {} : { retries: normalizedRetries(retries) }),
  };
}

type Retries = NonNullable<NonNullable<IstioAnswer['route']>['retries']>;

function normalizedRetries({ retriableStatusCodes = [], retryOn, ...rest }: Retries): Retries {
  return {
    ...rest,
    retryOn: retryOn.split(',').filter(Boolean).join(','),
    ...(retriableStatusCodes.length === 0 ? {} : { retriableStatusCodes: [...retriableStatusCodes].sort() }),
  };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
