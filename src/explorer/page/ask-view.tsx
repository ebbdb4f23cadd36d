import type { Verdict } from '../../simulation/verdict';
import type { Engine } from '../engine';
import type { PageRequest } from '../page-data';
import { CopyText } from './copy-text';
import type { Place } from './place';
import { askLink, commandOf, expectationOf, formAt, type RequestForm, requestOf } from './request-form';
import { VerdictView } from './verdict-view';

/** The engines of the mesh, and of the one that it is compared with. */
export interface Engines {
  readonly now: Engine;
  readonly before?: Engine | undefined;
}

/** A form for a request, and what happens to it. */
export function AskView({ engines, place }: { readonly engines: Engines | undefined; readonly place: Place }) {
  const form = formAt(place);
  const isAsked = form.from !== '' || form.to !== '';
  return (
    <div class="ask">
      <Form form={form} engine={engines?.now} />
      <div role="status" aria-live="polite">
        {engines === undefined ? (
          <p>Loading the engine …</p>
        ) : isAsked ? (
          <Answer form={form} engines={engines} />
        ) : null}
      </div>
    </div>
  );
}

function Form({ form, engine }: { readonly form: RequestForm; readonly engine: Engine | undefined }) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const values = new FormData(event.currentTarget as HTMLFormElement);
    const read = (name: string): string => String(values.get(name) ?? '');
    location.hash = askLink({
      from: read('from'),
      to: read('to'),
      method: read('method'),
      headers: read('headers'),
      claims: read('claims'),
      ip: read('ip'),
      gateway: read('gateway'),
      certificate: read('certificate'),
      answers: form.answers,
    });
  };
  // A new place fills the form anew.
  return (
    <form key={JSON.stringify(form)} onSubmit={submit}>
      <label>
        Caller <input name="from" list="callers" value={form.from} required />
      </label>
      <datalist id="callers">
        {engine?.callers.map(name => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <label>
        URL <input name="to" list="addresses" value={form.to} size={50} required />
      </label>
      <datalist id="addresses">
        {engine?.addresses.map(url => (
          <option key={url} value={url} />
        ))}
      </datalist>
      <label>
        Method <input name="method" value={form.method} size={8} placeholder="GET" />
      </label>
      <label>
        Headers, one a line
        <textarea name="headers" rows={2} value={form.headers} placeholder="x-canary: true" />
      </label>
      <label>
        Claims of a token, as JSON
        <textarea name="claims" rows={2} value={form.claims} placeholder='{"iss": "https://id.example.com"}' />
      </label>
      <label>
        Address of the client <input name="ip" value={form.ip} size={16} />
      </label>
      <label>
        Gateway <input name="gateway" value={form.gateway} placeholder="the one that serves the host" size={26} />
      </label>
      <label>
        <input type="checkbox" name="certificate" value="yes" checked={form.certificate !== ''} /> shows a certificate
      </label>
      <button type="submit">Ask</button>
    </form>
  );
}

function Answer({ form, engines: { now, before } }: { readonly form: RequestForm; readonly engines: Engines }) {
  const request = requestOf(form);
  if (typeof request === 'string') return <p class="problem">{request}</p>;
  const answer = answerOf(now, request);
  if (typeof answer === 'string') return <p class="problem">{answer}</p>;
  const old = before === undefined ? undefined : answerOf(before, request);
  const expectation = expectationOf(request, answer);
  const isKnown = request.from === 'internet' || request.from.includes('/');
  return (
    <div class="answers">
      <VerdictView heading={before === undefined ? 'Answer' : 'After'} verdict={answer} />
      {old === undefined ? null : typeof old === 'string' ? (
        <p class="problem">Before: {old}</p>
      ) : (
        <VerdictView heading="Before" verdict={old} />
      )}
      <section class="copies" aria-label="To copy">
        <CopyText label="Link to this answer" text={`${location.href.replace(/#.*$/, '')}${askLink(form)}`} />
        {isKnown ? <CopyText label="Command" text={commandOf(request)} /> : null}
        {isKnown && expectation !== '' ? <CopyText label="Test with Jest" text={expectation} /> : null}
      </section>
    </div>
  );
}

/** The verdict, or why there is none. */
export function answerOf(engine: Engine, request: PageRequest): Verdict | string {
  try {
    return engine.ask(request);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
