import { render } from 'preact';
import type { PageData } from '../page-data';
import { App } from './app';
import { loadEngine } from './load-engine';
import { unpack } from './unpack';

async function main(): Promise<void> {
  const data = JSON.parse(await unpack('data')) as PageData;
  const root = document.getElementById('page');
  if (root !== null) render(<App data={data} makeEngine={loadEngine} />, root);
}

void main();
