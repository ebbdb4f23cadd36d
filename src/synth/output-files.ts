import { YamlOutputType } from 'cdk8s';
import { emitDocument } from '../text/emit-yaml';
import type { SynthOutputFile } from '../tree/output-file';
import { ConfigError } from '../values/config-error';
import { groupOf, type Manifest } from '../values/manifest';
import { comparePaths } from './chart-files';
import type { RenderedChart } from './render-app';
import type { RenderedObject } from './rendered-object';
import type { FileContent } from './replace-folder';

/** Text is turned into bytes when this much has come together: the bytes take less memory, and off the heap. */
const CHUNK_LENGTH = 64 * 1024;

/** The manifest files of an app while it is rendered: which object goes into which file, and the text of each file. */
export class OutputFiles {
  private readonly files: ManifestFile[] = [];
  private readonly named = new Map<string, ManifestFile>();

  /**
   * @param type how objects are spread over files
   * @param extension what file names end with, such as `.k8s.yaml`
   * @param keepsObjects whether the objects of each file are asked for later
   */
  public constructor(
    private readonly type: YamlOutputType,
    private readonly extension: string,
    private readonly keepsObjects: boolean,
  ) {}

  /** Adds the objects of a chart; charts come in the order of apply. A chart without objects makes no file. */
  public add({ chart, path, objects }: RenderedChart): void {
    const touched = new Set<ManifestFile>();
    for (const rendered of objects) {
      const file = this.fileFor(rendered, path, chart.node.path);
      file.append(rendered, this.keepsObjects);
      touched.add(file);
    }
    // A string that is put together from many pieces holds all of them until it is written out.
    if (this.type !== YamlOutputType.FILE_PER_APP) for (const file of touched) file.flush();
  }

  /**
   * Ends the collection.
   *
   * @throws ConfigError if two charts or two objects would be written to the same file
   */
  public finish(): readonly ManifestFile[] {
    const wanted = new Map<string, number>();
    for (const { path } of this.files) wanted.set(path.toLowerCase(), (wanted.get(path.toLowerCase()) ?? 0) + 1);
    for (const file of this.files) {
      if ((wanted.get(file.path.toLowerCase()) ?? 0) > 1) file.path = file.longPath;
    }
    const owners = new Map<string, ManifestFile>();
    for (const file of this.files) {
      file.flush();
      const key = file.path.toLowerCase();
      const other = owners.get(key);
      if (other !== undefined) {
        throw new ConfigError(
          `Cannot write "${file.path}" for ${file.owner}: wanted a file of its own, got the file of ${other.owner}`,
        );
      }
      owners.set(key, file);
    }
    return this.files.sort((a, b) => comparePaths(a.path, b.path));
  }

  private fileFor(rendered: RenderedObject, chartPath: string, constructPath: string): ManifestFile {
    switch (this.type) {
      case YamlOutputType.FILE_PER_APP:
        return this.shared(`app${this.extension}`, 'the app');
      case YamlOutputType.FILE_PER_CHART:
        return this.shared(`${chartPath}${this.extension}`, `chart "${constructPath}"`);
      case YamlOutputType.FILE_PER_RESOURCE:
        return this.ownFile(rendered, '');
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
        return this.ownFile(rendered, `${chartPath}/`);
    }
  }

  private shared(path: string, owner: string): ManifestFile {
    const known = this.named.get(owner);
    if (known !== undefined) return known;
    const file = new ManifestFile(path, path, owner);
    this.files.push(file);
    this.named.set(owner, file);
    return file;
  }

  private ownFile({ manifest, constructPath }: RenderedObject, folder: string): ManifestFile {
    const { short, long } = fileNamesOf(manifest);
    const owner = `"${constructPath}"`;
    const file = new ManifestFile(folder + short + this.extension, folder + long + this.extension, owner);
    this.files.push(file);
    return file;
  }
}

/** A manifest file; its path is final once the collection has ended. */
export class ManifestFile implements FileContent, SynthOutputFile {
  public readonly chunks: Uint8Array[] = [];
  public readonly objects: SynthOutputFile['objects'][number][] = [];
  private pending = '';
  private isEmpty = true;

  public constructor(
    public path: string,
    public readonly longPath: string,
    public readonly owner: string,
  ) {}

  public append({ object, manifest, constructPath }: RenderedObject, keepsObject: boolean): void {
    try {
      this.pending += `${this.isEmpty ? '' : '---\n'}${emitDocument(manifest)}`;
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      throw new ConfigError(`Cannot write ${manifest.kind} "${object.name}" at ${constructPath}: ${cause}`);
    }
    this.isEmpty = false;
    if (keepsObject) this.objects.push({ manifest, origin: { constructPath } });
    if (this.pending.length >= CHUNK_LENGTH) this.flush();
  }

  /** Turns the text so far into bytes. */
  public flush(): void {
    if (this.pending === '') return;
    this.chunks.push(Buffer.from(this.pending));
    this.pending = '';
  }
}

/** Names the file of an object; the long name tells kinds of the same name in two API groups apart. */
function fileNamesOf({ apiVersion, kind, metadata }: Manifest): { short: string; long: string } {
  const rest = metadata?.namespace === undefined ? metadata?.name : `${metadata.namespace}.${metadata.name}`;
  const clean = (name: string) => name.replace(/[^0-9a-zA-Z-_.]/g, '');
  const group = groupOf(apiVersion);
  return { short: clean(`${kind}.${rest}`), long: clean(`${kind}.${group === '' ? '' : `${group}.`}${rest}`) };
}
