import { useEffect, useRef, useState } from 'preact/hooks';
import type { Engine } from '../engine';
import type { PageData } from '../page-data';
import { AskView, type Engines } from './ask-view';
import { ChangesView } from './changes-view';
import { FindingsView } from './findings-view';
import { GraphView } from './graph-view';
import { MatrixView } from './matrix-view';
import { ObjectsView } from './objects-view';
import { hashOf, type Place, placeOf } from './place';

interface Tab {
  readonly id: string;
  readonly title: string;
}

/** Makes the engine over some manifests. */
export type MakeEngine = (data: Pick<PageData, 'texts' | 'options'>) => Promise<Engine>;

/** The page: its tabs, and the one that the URL names. */
export function App({ data, makeEngine }: { readonly data: PageData; readonly makeEngine: MakeEngine }) {
  const place = usePlace();
  const engines = useEngines(data, makeEngine);
  const tabs = tabsOf(data);
  const current = tabs.find(({ id }) => id === place.tab) ?? tabs[0];
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(current?.id);
  useEffect(() => {
    // Whoever reads with the ears is taken to the new tab; at first the page is read from its top.
    if (shown.current !== current?.id) heading.current?.focus();
    shown.current = current?.id;
  }, [current?.id]);
  return (
    <>
      <header>
        <h1>{data.title}</h1>
        <nav aria-label="Views">
          {tabs.map(({ id, title }) => (
            <a key={id} href={hashOf(id)} aria-current={id === current?.id ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
      </header>
      <main>
        <h2 ref={heading} tabIndex={-1}>
          {current?.title}
        </h2>
        <View tab={current?.id ?? ''} data={data} engines={engines} place={place} />
      </main>
    </>
  );
}

function View({
  tab,
  data,
  engines,
  place,
}: {
  readonly tab: string;
  readonly data: PageData;
  readonly engines: Engines | undefined;
  readonly place: Place;
}) {
  const { graph, matrix, findings, comparison } = data;
  switch (tab) {
    case 'changes':
      return comparison === undefined ? null : <ChangesView comparison={comparison} />;
    case 'matrix':
      return <MatrixView matrix={matrix} engines={engines} place={place} />;
    case 'ask':
      return <AskView engines={engines} place={place} />;
    case 'findings':
      return <FindingsView findings={findings} />;
    case 'objects':
      return <ObjectsView data={data} engines={engines} place={place} />;
    default:
      return <GraphView graph={graph} matrix={matrix} place={place} isCompared={comparison !== undefined} />;
  }
}

function tabsOf({ comparison, findings }: PageData): readonly Tab[] {
  const changes =
    comparison === undefined ? [] : [{ id: 'changes', title: `Changes (${comparison.differences.length})` }];
  return [
    { id: 'graph', title: 'Graph' },
    ...changes,
    { id: 'matrix', title: 'Matrix' },
    { id: 'ask', title: 'Ask' },
    { id: 'findings', title: `Findings (${findings.length})` },
    { id: 'objects', title: 'Objects' },
  ];
}

function usePlace(): Place {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const follow = (): void => setPlace(placeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return place;
}

/** The engines, once they are there: they are unpacked after the first picture is painted. */
function useEngines(data: PageData, makeEngine: MakeEngine): Engines | undefined {
  const [engines, setEngines] = useState<Engines>();
  useEffect(() => {
    const load = async (): Promise<void> => {
      const { options, comparison } = data;
      const now = await makeEngine(data);
      const before = comparison === undefined ? undefined : await makeEngine({ texts: comparison.texts, options });
      setEngines({ now, before });
    };
    const started = requestAnimationFrame(() => setTimeout(load));
    return () => cancelAnimationFrame(started);
  }, [data, makeEngine]);
  return engines;
}
