import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageObject } from '../engine';
import type { PageData } from '../page-data';
import type { Engines } from './ask-view';
import { objectLink, type Place } from './place';

/** The objects as they are written, and how Istio interprets them. */
export function ObjectsView({
  data,
  engines,
  place,
}: {
  readonly data: PageData;
  readonly engines: Engines | undefined;
  readonly place: Place;
}) {
  const [filter, setFilter] = useState('');
  const objects = useMemo(() => engines?.now.objects ?? [], [engines]);
  if (engines === undefined) return <p>Loading the engine …</p>;
  const { object = '', field = '' } = place.values;
  const changes = data.comparison?.objects ?? {};
  const shown = objects.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
  return (
    <div class="objects">
      <nav aria-label="Objects">
        <label>
          Objects with <input type="search" value={filter} onInput={event => setFilter(event.currentTarget.value)} />
        </label>
        <ul>
          {shown.map(({ name }) => (
            <li key={name} class={changes[name]}>
              <a href={objectLink(name)} aria-current={name === object}>
                {name}
              </a>
              {changes[name] === undefined ? '' : ` (${changes[name]})`}
            </li>
          ))}
        </ul>
      </nav>
      <ObjectPage object={object} field={field} objects={objects} data={data} engines={engines} />
    </div>
  );
}

function ObjectPage({
  object,
  field,
  objects,
  data,
  engines,
}: {
  readonly object: string;
  readonly field: string;
  readonly objects: readonly PageObject[];
  readonly data: PageData;
  readonly engines: Engines;
}) {
  if (object === '') return <p>Choose an object.</p>;
  const found = objects.find(({ name }) => name === object);
  if (found === undefined) {
    return <p>{object} is not among the manifests: a controller makes it, or the mesh takes it for granted.</p>;
  }
  const line = field === '' ? undefined : engines.now.lineOf(object, field);
  return (
    <article aria-label={object}>
      <h3>{object}</h3>
      {engines.now.about(object).map(({ about, lines }) => (
        <section key={about} class="fact">
          <h4>{about}</h4>
          <ul>
            {lines.map(({ text, object: other }) => (
              <li key={text}>{other === undefined ? text : <a href={objectLink(other)}>{text}</a>}</li>
            ))}
          </ul>
        </section>
      ))}
      <Source object={found} objects={objects} data={data} line={line} />
    </article>
  );
}

/** The lines of an object in its file. */
function Source({
  object: { text, line: first },
  objects,
  data,
  line,
}: {
  readonly object: PageObject;
  readonly objects: readonly PageObject[];
  readonly data: PageData;
  readonly line: number | undefined;
}) {
  const marked = useRef<HTMLSpanElement>(null);
  useEffect(() => marked.current?.scrollIntoView({ block: 'center' }), [line, first, text]);
  if (text === undefined || first === undefined) return null;
  const file = data.texts[text];
  if (file === undefined) return null;
  const following = objects.filter(one => one.text === text && (one.line ?? 0) > first).map(one => one.line ?? 0);
  const lines = file.text.split('\n').slice(first - 1, following.length === 0 ? undefined : Math.min(...following) - 1);
  return (
    <section class="fact">
      <h4>
        {file.name}:{line ?? first}
      </h4>
      <pre class="source">
        {lines.map((content, i) => {
          const number = first + i;
          const isMarked = number === line;
          return (
            <span key={number} ref={isMarked ? marked : null} class={isMarked ? 'line marked' : 'line'}>
              <span class="number" aria-hidden="true">
                {number}
              </span>
              {content}
              {'\n'}
            </span>
          );
        })}
      </pre>
    </section>
  );
}
