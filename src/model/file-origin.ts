import type { YamlPositions } from '../text/yaml-positions';
import type { Origin } from '../values/manifest';

/** Where an object of a file was written. The lines of its fields are worked out only when they are asked for. */
export class FileOrigin implements Origin {
  readonly #positions: YamlPositions;
  readonly #firstLine: number;
  readonly #path: string;

  /**
   * @param positions The lines of the document.
   * @param firstLine Line of the file at which the text of the document begins, counted from 1.
   * @param path Where the object lies within the document; empty unless it is an item of a list.
   */
  public constructor(
    public readonly file: string,
    public readonly document: number,
    public readonly line: number,
    positions: YamlPositions,
    firstLine: number,
    path: string = '',
  ) {
    this.#positions = positions;
    this.#firstLine = firstLine;
    this.#path = path;
  }

  /** The origin of an object that is this part of the document. */
  public at(path: string): FileOrigin {
    return new FileOrigin(this.file, this.document, this.line, this.#positions, this.#firstLine, path);
  }

  public lineOf(field: string): number {
    const separator = this.#path === '' || field === '' || field.startsWith('[') ? '' : '.';
    return this.#firstLine + this.#positions.lineOf(`${this.#path}${separator}${field}`);
  }
}
