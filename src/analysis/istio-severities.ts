import type { Severity } from '../values/diagnostic';

const ERRORS = [101, 106, 109, 110, 111, 112, 126, 139, 143, 145, 147, 149, 152, 153, 154, 159, 160, 161, 173];
const WARNINGS = [
  2, 103, 107, 108, 116, 123, 125, 127, 128, 129, 130, 132, 133, 134, 137, 138, 140, 144, 146, 150, 151, 155, 157, 158,
  162, 163, 165, 166, 167, 170, 171, 174, 175, 176,
];
const INFOS = [102, 118, 131, 135, 136, 148, 164];

/** How bad istioctl takes each of its codes to be, where ours may differ. */
export const ISTIO_SEVERITIES: ReadonlyMap<string, Severity> = new Map([
  ...level(ERRORS, 'error'),
  ...level(WARNINGS, 'warning'),
  ...level(INFOS, 'info'),
]);

function level(numbers: readonly number[], severity: Severity): [string, Severity][] {
  return numbers.map(number => [`IST${String(number).padStart(4, '0')}`, severity]);
}
