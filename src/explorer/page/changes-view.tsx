import type { Comparison, PageDifference } from '../page-data';
import { askLink, formOf } from './request-form';

/** The requests that behave differently than before, what gets through now first. */
export function ChangesView({ comparison: { differences, open } }: { readonly comparison: Comparison }) {
  const kinds = [...new Set(differences.map(({ kind }) => kind))];
  return (
    <div class="changes">
      {kinds.length === 0 ? <p>No request behaves differently than before.</p> : null}
      {kinds.map(kind => (
        <section key={kind}>
          <h3 class={kind}>{kind.replaceAll('-', ' ')}</h3>
          <ul>
            {differences
              .filter(one => one.kind === kind)
              .map(one => (
                <li key={JSON.stringify(one.witness) + one.before}>
                  <Difference difference={one} />
                </li>
              ))}
          </ul>
        </section>
      ))}
      {open.length === 0 ? null : (
        <section>
          <h3>Not known</h3>
          <ul>
            {open.map(({ from, to, requests, reason }) => (
              <li key={`${to}${requests}${reason}`}>
                {from.join(', ')} → {to} {requests}: {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Difference({
  difference: { from, to, requests, before, after, witness },
}: {
  readonly difference: PageDifference;
}) {
  const { tokens = [], method, headers, ip } = witness;
  const request = {
    from: witness.from,
    to: witness.to,
    ...(method === undefined ? {} : { method }),
    ...(headers === undefined ? {} : { headers }),
    ...(ip === undefined ? {} : { ip }),
    ...(tokens.length === 0 ? {} : { tokens }),
  };
  return (
    <>
      <strong>{from.join(', ')}</strong> → {to} <code>{requests === '' ? 'all requests' : requests}</code>
      <dl>
        <dt>before</dt>
        <dd>{before}</dd>
        <dt>after</dt>
        <dd>{after}</dd>
      </dl>
      <a href={askLink(formOf(request))}>Ask one of them</a>
    </>
  );
}
