import { resolve } from 'node:path';

/** Where the conformance cases are: `CONFORMANCE_CASES`, else beside the repository. They may be absent. */
export const CASES = process.env.CONFORMANCE_CASES ?? resolve(__dirname, '../../../shared/cases');
