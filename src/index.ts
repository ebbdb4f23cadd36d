export { MeshApp, type MeshAppProps } from './synth/mesh-app';
export { SynthError } from './synth/synth-error';
export { addOutputFile, type SynthOutput, type SynthOutputFile } from './values/output-file';
export { setOutputPath } from './values/output-path';
