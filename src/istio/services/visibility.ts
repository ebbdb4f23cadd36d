import type { RegisteredService } from './registered-service';

/** Whether clients of the namespace may see an object that is exported to these namespaces. */
export function isExportedTo(exportTo: readonly string[], namespace: string): boolean {
  return exportTo.includes('*') || exportTo.includes(namespace);
}

/**
 * The services that clients of a namespace may see, in the order in which they are considered: those that are exported to
 * it by name, then public ones; the oldest first.
 */
export function visibleServices(all: readonly RegisteredService[], namespace: string): readonly RegisteredService[] {
  const named: RegisteredService[] = [];
  const open: RegisteredService[] = [];
  for (const one of all) {
    const { exportTo } = one.service;
    if (exportTo.includes('*')) open.push(one);
    else if (!exportTo.includes('~') && exportTo.includes(namespace)) named.push(one);
  }
  return named.length === 0 ? open : [...named, ...open];
}
