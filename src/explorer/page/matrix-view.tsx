import { useMemo, useState } from 'preact/hooks';
import type { Matrix, MatrixRow, PageRequest, RequestGroup } from '../page-data';
import { answerOf, type Engines } from './ask-view';
import { hashOf, type Place } from './place';
import { askLink, formOf } from './request-form';
import { VerdictView } from './verdict-view';

/** More would take the browser too long; filters narrow what is shown. */
const MOST_ROWS = 120;
const MOST_COLUMNS = 60;

/** Who may send what to whom: a line for each caller, a column for each port. */
export function MatrixView({
  matrix,
  engines,
  place,
}: {
  readonly matrix: Matrix;
  readonly engines: Engines | undefined;
  readonly place: Place;
}) {
  const [callerFilter, filterCallers] = useState('');
  const [targetFilter, filterTargets] = useState('');
  const byCell = useMemo(() => cellsOf(matrix), [matrix]);
  const callers = matrix.callers.map((name, i) => ({ name, i })).filter(({ name }) => name.includes(callerFilter));
  const rows = matrix.rows.map((row, i) => ({ row, i })).filter(({ row }) => row.to.includes(targetFilter));
  const [shownCallers, shownRows] = [callers.slice(0, MOST_ROWS), rows.slice(0, MOST_COLUMNS)];
  const { caller, to } = place.values;
  const chosen = matrix.rows.findIndex(row => row.to === to);
  return (
    <div class="matrix">
      <p class="filters">
        <label>
          Callers with{' '}
          <input type="search" value={callerFilter} onInput={event => filterCallers(event.currentTarget.value)} />
        </label>
        <label>
          Ports with{' '}
          <input type="search" value={targetFilter} onInput={event => filterTargets(event.currentTarget.value)} />
        </label>
        <span class="note">
          ✓ all requests, ◐ some, – none, ? not known
          {shownCallers.length < callers.length || shownRows.length < rows.length
            ? `; ${shownCallers.length} of ${callers.length} callers and ${shownRows.length} of ${rows.length} ports are shown`
            : ''}
        </span>
      </p>
      {chosen < 0 || caller === undefined ? null : (
        <Cell
          caller={caller}
          row={matrix.rows[chosen] as MatrixRow}
          groups={byCell.get(keyOf(matrix.callers.indexOf(caller), chosen)) ?? []}
          engines={engines}
        />
      )}
      <section class="scroll" aria-label="Who may call whom">
        <table class="cells">
          <thead>
            <tr>
              <th scope="col">from</th>
              {shownRows.map(({ row }) => (
                <th key={row.to} scope="col" class="slanted">
                  <span>{row.to}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shownCallers.map(({ name, i }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {shownRows.map(({ row, i: at }) => {
                  const groups = byCell.get(keyOf(i, at)) ?? [];
                  const { sign, words, change } = signOf(groups);
                  return (
                    <td key={row.to} class={`${words.replaceAll(' ', '-')} ${change}`}>
                      {groups.length === 0 ? null : (
                        <a
                          href={hashOf('matrix', { caller: name, to: row.to })}
                          aria-label={`${name} to ${row.to}: ${words}${change === '' ? '' : `, ${change}`}`}
                          aria-current={name === caller && row.to === to}
                        >
                          {sign}
                        </a>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function keyOf(caller: number, row: number): string {
  return `${caller} ${row}`;
}

function cellsOf({ rows }: Matrix): ReadonlyMap<string, readonly RequestGroup[]> {
  const cells = new Map<string, RequestGroup[]>();
  for (const [i, { groups }] of rows.entries()) {
    for (const group of groups) {
      for (const caller of group.from) {
        const key = keyOf(caller, i);
        const found = cells.get(key);
        if (found === undefined) cells.set(key, [group]);
        else found.push(group);
      }
    }
  }
  return cells;
}

function signOf(groups: readonly RequestGroup[]): {
  readonly sign: string;
  readonly words: string;
  readonly change: string;
} {
  const now = groups.filter(({ change }) => change !== 'gone');
  const allowed = now.filter(one => one.allowed).length;
  const change = groups.some(one => one.change !== undefined) ? 'changed' : '';
  if (now.some(({ ending }) => ending.startsWith('not known'))) return { sign: '?', words: 'not known', change };
  if (allowed === 0) return { sign: '–', words: 'no request', change };
  return allowed === now.length
    ? { sign: '✓', words: 'all requests', change }
    : { sign: '◐', words: 'some requests', change };
}

/** The classes of requests of one caller to one port, each with one of them and why it ends so. */
function Cell({
  caller,
  row,
  groups,
  engines,
}: {
  readonly caller: string;
  readonly row: MatrixRow;
  readonly groups: readonly RequestGroup[];
  readonly engines: Engines | undefined;
}) {
  return (
    <section class="cell" aria-label={`${caller} to ${row.to}`}>
      <h3>
        {caller} → {row.to}
      </h3>
      <ul class="classes">
        {groups.map(group => (
          <li key={`${group.requests}${group.ending}${group.change}`} class={group.change}>
            <Class group={group} caller={caller} engines={engines} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Class({
  group: { allowed, requests, ending, witness, change },
  caller,
  engines,
}: {
  readonly group: RequestGroup;
  readonly caller: string;
  readonly engines: Engines | undefined;
}) {
  const [isOpen, setOpen] = useState(false);
  const request: PageRequest | undefined = witness === undefined ? undefined : { ...witness, from: caller };
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        <span class={`outcome ${allowed ? 'good' : 'bad'}`}>{allowed ? 'passes' : 'does not pass'}</span>{' '}
        <code>{requests === '' ? 'all requests' : requests}</code> {ending}
        {change === undefined ? '' : ` (${change})`}
      </summary>
      {request === undefined ? null : (
        <p>
          For example <code>{`${request.method ?? 'GET'} ${request.to}`}</code>{' '}
          <a href={askLink(formOf(request))}>Ask this request</a>
        </p>
      )}
      {!isOpen || request === undefined || engines === undefined ? null : (
        <Why request={request} engine={change === 'gone' ? (engines.before ?? engines.now) : engines.now} />
      )}
    </details>
  );
}

function Why({ request, engine }: { readonly request: PageRequest; readonly engine: Engines['now'] }) {
  const answer = useMemo(() => answerOf(engine, request), [engine, JSON.stringify(request)]);
  return typeof answer === 'string' ? (
    <p class="problem">{answer}</p>
  ) : (
    <VerdictView heading="One of them" verdict={answer} />
  );
}
