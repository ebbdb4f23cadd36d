import type { Engine } from '../engine';
import type { PageData } from '../page-data';
import { unpack } from './unpack';

/** What the script of the engine leaves behind. */
interface EngineScript {
  readonly Engine: typeof Engine;
}

let loading: Promise<EngineScript> | undefined;

/** The engine over the manifests of the page. It is unpacked once, when it is first asked for. */
export async function loadEngine({ texts, options }: Pick<PageData, 'texts' | 'options'>): Promise<Engine> {
  loading ??= runScript();
  const { Engine: EngineClass } = await loading;
  return new EngineClass(texts, options);
}

async function runScript(): Promise<EngineScript> {
  const script = document.createElement('script');
  script.textContent = await unpack('engine');
  document.head.append(script);
  return (globalThis as unknown as { readonly cdk8sIstioEngine: EngineScript }).cdk8sIstioEngine;
}
