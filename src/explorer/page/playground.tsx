import { render } from 'preact';
import { useState } from 'preact/hooks';
import { Engine } from '../engine';
import type { PageData } from '../page-data';
import { pageDataOf } from '../page-data-of';
import { App, type MakeEngine } from './app';

const makeEngine: MakeEngine = async ({ texts, options }) => new Engine(texts, options);

/** A text of manifests that is pasted, and the page about it. */
function Playground() {
  const [data, setData] = useState<PageData>();
  const [problem, setProblem] = useState('');
  const look = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get('text') ?? '');
    try {
      setData(pageDataOf({ title: 'Playground', texts: [{ name: 'pasted.yaml', text }] }));
      setProblem('');
    } catch (error) {
      setData(undefined);
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <form class="pasted" onSubmit={look}>
        <label>
          Manifests as YAML: nothing leaves this page
          <textarea name="text" rows={8} cols={100} spellcheck={false} required />
        </label>
        <button type="submit">Look</button>
      </form>
      {problem === '' ? null : (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {data === undefined ? null : <App key={data.texts[0]?.text} data={data} makeEngine={makeEngine} />}
    </>
  );
}

const root = document.getElementById('page');
if (root !== null) render(<Playground />, root);
