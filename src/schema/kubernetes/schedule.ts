const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface FieldRange {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

/** Minute, hour, day of month, month, day of week. */
const FIELDS: readonly FieldRange[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: DAYS },
];

const WORDS = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']);

/**
 * What is wrong with the schedule of a CronJob; `undefined` if nothing is.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.includes('TZ')) return 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
  if (schedule.startsWith('@')) return descriptorProblem(schedule);
  const fields = schedule.split(/\s+/).filter(field => field !== '');
  if (fields.length !== FIELDS.length) return `expected exactly 5 fields, found ${fields.length}`;
  for (const [i, range] of FIELDS.entries()) {
    const field = fields[i] ?? '';
    const wrong = field.split(',').find(part => !isRange(part, range));
    if (wrong !== undefined) return `failed to parse "${wrong}": wanted values from ${range.least} to ${range.most}`;
  }
  return undefined;
}

function descriptorProblem(schedule: string): string | undefined {
  if (WORDS.has(schedule)) return undefined;
  const every = /^@every (.+)$/.exec(schedule)?.[1];
  if (every !== undefined && /^[-+]?(?:\d+(?:\.\d*)?(?:ns|us|\u00b5s|ms|s|m|h))+$/.test(every)) return undefined;
  return `unrecognized descriptor: ${schedule}`;
}

function isRange(part: string, range: FieldRange): boolean {
  const [span = '', step, ...rest] = part.split('/');
  if (rest.length > 0 || (step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0))) return false;
  if (span === '*' || span === '?') return true;
  const [from, to, ...more] = span.split('-').map(text => numberIn(text, range));
  if (more.length > 0 || from === undefined || (span.includes('-') && to === undefined)) return false;
  return from >= range.least && (to ?? from) <= range.most && from <= (to ?? from);
}

function numberIn(text: string, { least, names }: FieldRange): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const index = names?.indexOf(text.toLowerCase()) ?? -1;
  return index < 0 ? undefined : index + least;
}
