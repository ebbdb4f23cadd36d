export { type Adoption, type AdoptOptions, adopt } from './adopt';
export type { ObjectFate } from './fate';
export type { ProgramFile } from './program';
export type { ProjectRun, RunOptions } from './run-project';
export type { Form } from './unit';
export { type AdoptedProject, adoptInto, type ProjectOptions } from './write-project';
