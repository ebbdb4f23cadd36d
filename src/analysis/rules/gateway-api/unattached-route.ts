import { type ParentStatus, parentStatuses } from '../../../istio/gateway-api/route-status';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/** A parent that exists does not take a route: its requests are answered with 404, or go another way. */
export const unattachedRoute: Rule = {
  name: 'unattached-route',
  severity: 'error',
  summary: 'Every parent of a route must accept the route.',
  equivalents: [],

  check({ gatewayApi }) {
    const findings: Finding[] = [];
    for (const read of gatewayApi.routes) {
      const { route } = read;
      for (const status of parentStatuses(read)) {
        const { reference, field, parents, denial } = status;
        if (denial !== undefined) {
          if (isSaidElsewhere(status)) continue;
          findings.push({
            resource: route,
            field: fieldOf(status),
            problem: `${parentOf(status)} does not accept the route: ${denial.message}`,
            fix: FIXES[denial.reason],
            related: related(status),
          });
        } else if (parents.length === 0) {
          const { cause, reason } = gatewayApi.whyUnread(route.namespace, reference);
          if (OTHERS.has(cause)) continue;
          findings.push({
            resource: route,
            field,
            problem: `the route is not attached: ${reason}`,
            fix: 'name a parent that takes it',
          });
        }
      }
    }
    return findings;
  },
};

/** What is for others to decide, or for another rule to say. */
const OTHERS: ReadonlySet<string> = new Set(['missing', 'other-controller', 'other-waypoint']);

const FIXES = {
  NoMatchingListenerHostname: 'give the route a hostname of the listener, or the listener one of the route',
  NoMatchingParent: 'name the port of a listener',
  NotAllowedByListeners: 'admit the route by allowedRoutes of the listener, by its namespace and its kind',
} as const;

/** Parents and sections that do not exist are for another rule. */
function isSaidElsewhere({ reference: { sectionName = '' }, parents }: ParentStatus): boolean {
  if (parents.some(parent => parent.kind === 'mesh')) return true;
  return (
    sectionName !== '' && !parents.some(parent => parent.kind === 'listener' && parent.listener.name === sectionName)
  );
}

function fieldOf({ reference: { port }, field, denial }: ParentStatus): string {
  if (denial?.reason === 'NoMatchingListenerHostname') return 'spec.hostnames';
  return denial?.reason === 'NoMatchingParent' && port !== undefined ? `${field}.port` : field;
}

function parentOf(status: ParentStatus): string {
  return related(status).join(', ');
}

function related({ parents }: ParentStatus): readonly Resource[] {
  return [...new Set(parents.flatMap(parent => (parent.kind === 'listener' ? parent.listener.owner : [])))];
}
