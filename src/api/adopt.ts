export { type Adoption, type AdoptOptions, adopt } from '../adopt/adopt';
export type { ObjectFate } from '../adopt/fate';
export type { ProgramFile } from '../adopt/program';
export type { ProjectRun, RunOptions } from '../adopt/run-project';
export type { Form } from '../adopt/unit';
export { type AdoptedProject, adoptInto, type ProjectOptions } from '../adopt/write-project';
