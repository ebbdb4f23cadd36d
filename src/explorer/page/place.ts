/** What the page shows: a tab, and what of it. It stands behind the `#` of the URL, so that it can be shared. */
export interface Place {
  readonly tab: string;
  readonly values: { readonly [name: string]: string };
}

/** Reads the part of a URL behind `#`, such as `#objects?object=Service+shop%2Fweb`. */
export function placeOf(hash: string): Place {
  const [tab = '', query = ''] = hash.replace(/^#/, '').split('?');
  return { tab, values: Object.fromEntries(new URLSearchParams(query)) };
}

/** Writes what `placeOf` reads. */
export function hashOf(tab: string, values: Place['values'] = {}): string {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  const query = new URLSearchParams(given).toString();
  return `#${tab}${query === '' ? '' : `?${query}`}`;
}

/** The link to an object, and to a field of it. */
export function objectLink(object: string, field = ''): string {
  return hashOf('objects', { object, field });
}
