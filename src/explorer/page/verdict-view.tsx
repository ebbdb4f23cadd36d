import type { TraceStep } from '../../istio/trace';
import type { DestinationVerdict, Verdict } from '../../simulation/verdict';
import type { ResourceRef } from '../../values/diagnostic';
import { objectLink } from './place';

/** Outcomes in which the request gets what it asks for. */
const FINE: ReadonlySet<string> = new Set(['routed', 'redirected', 'answered', 'passed-through', 'up-to-provider']);

/** How a verdict is coloured: never by colour alone, the outcome is written beside it. */
export function toneOf({ outcome }: Pick<Verdict, 'outcome'>): string {
  return outcome === 'unsupported' ? 'unknown' : FINE.has(outcome) ? 'good' : 'bad';
}

/** What happens to a request, and why. */
export function VerdictView({ verdict, heading }: { readonly verdict: Verdict; readonly heading: string }) {
  const { outcome, status, reason, location, destinations, trace, assumptions, unsupported, istioVersion } = verdict;
  return (
    <section class="verdict" aria-label={heading}>
      <h3>{heading}</h3>
      <p class={`outcome ${toneOf(verdict)}`}>
        <strong>{outcome}</strong>
        {status === undefined ? '' : ` ${status}`}
        <span> {reason}</span>
      </p>
      {location === undefined ? null : <p>Location: {location}</p>}
      {destinations.length === 0 ? null : <Destinations destinations={destinations} />}
      <h4>Why</h4>
      <ol class="trace">
        {trace.map(step => (
          <Step key={step} step={step} />
        ))}
      </ol>
      {[
        ...assumptions,
        ...unsupported.map(({ resource, field, reason: why }) => `not modelled: ${resource} ${field}: ${why}`),
      ].map(text => (
        <p key={text} class="note">
          {text}
        </p>
      ))}
      <p class="note">For Istio {istioVersion}.</p>
    </section>
  );
}

function Destinations({ destinations }: { readonly destinations: readonly DestinationVerdict[] }) {
  return (
    <table>
      <caption>Where it goes</caption>
      <thead>
        <tr>
          <th scope="col">share</th>
          <th scope="col">host</th>
          <th scope="col">version</th>
          <th scope="col">pods</th>
          <th scope="col">outcome</th>
        </tr>
      </thead>
      <tbody>
        {destinations.map(({ host, port, subset = '', percent, outcome, targets }) => (
          <tr key={`${host}${port}${subset}`}>
            <td>{Math.round(percent * 100) / 100} %</td>
            <td>
              {host}:{port}
            </td>
            <td>{subset}</td>
            <td>
              {targets.map(({ workload, mtls }) => `${workload || 'outside'}${mtls ? ' (mutual TLS)' : ''}`).join(', ')}
            </td>
            <td>{outcome}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Step({ step: { stage, message, resource, field, ruledOut } }: { readonly step: TraceStep }) {
  return (
    <li>
      <span class="stage">{stage}</span> {message}{' '}
      {resource === undefined ? null : <ObjectLink resource={resource} field={field} />}
      {ruledOut.length === 0 ? null : (
        <ul class="ruled-out">
          {ruledOut.map(({ resource: other, field: at, reason }) => (
            <li key={`${nameOf(other)}${at}${reason}`}>
              not <ObjectLink resource={other} field={at} />: {reason}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function ObjectLink({ resource, field }: { readonly resource: ResourceRef; readonly field?: string | undefined }) {
  const name = nameOf(resource);
  return (
    <a href={objectLink(name, field)}>
      {name}
      {field === undefined ? '' : ` ${field}`}
    </a>
  );
}

function nameOf({ kind, namespace, name }: ResourceRef): string {
  return `${kind} ${namespace === undefined || namespace === '' ? name : `${namespace}/${name}`}`;
}
