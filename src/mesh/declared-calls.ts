import type { DeclaredAccess } from '../tree/declared-access';
import { sampleHost } from '../values/host-pattern';
import type { Protocol } from '../values/protocol';
import type { Call, ExternalCall, ExternalServiceRef } from './references';
import { declaredVersionOf, versionHostOf } from './version-service';

/** What a call declares: that all its requests get through, on each way that the routes of the callee offer. */
export function* accessOfCall(call: Call, isGateway: boolean): Iterable<DeclaredAccess> {
  const { by, caller, callee, ports, methods, paths } = call;
  const from = { label: caller.label, principal: caller.principal, isGateway };
  const what = `${caller.label} calls ${callee.label}`;
  for (const { port, protocol, http } of ports) {
    if (protocol === 'udp') continue;
    for (const { constructPath = by.node.path, name, ...way } of callee.declaredWays(http)) {
      yield {
        ...way,
        constructPath,
        what: name === undefined ? what : `${what} (${name})`,
        from,
        scheme: schemeOf(protocol),
        host: callee.host,
        port,
        methods,
        paths,
      };
    }
    for (const version of callee.versions) {
      const host = versionHostOf(version);
      if (host === undefined) continue;
      yield {
        constructPath: by.node.path,
        what: `${what} (${version.name} by its own Service)`,
        from,
        scheme: schemeOf(protocol),
        host,
        port,
        methods,
        paths,
        reaches: [{ host: callee.host, version: declaredVersionOf(version) }],
      };
    }
  }
}

/** What a call to something outside of the mesh declares: that it gets there, through the gateway if it has one. */
export function* accessOfExternalCall(
  { by, caller, ports }: ExternalCall,
  { hosts, label, leavesThrough }: ExternalServiceRef,
): Iterable<DeclaredAccess> {
  for (const { port, protocol } of ports) {
    if (protocol === 'udp') continue;
    for (const host of hosts) {
      yield {
        constructPath: by.node.path,
        what: `${caller.label} calls ${label}`,
        from: { label: caller.label, principal: caller.principal },
        scheme: schemeOf(protocol),
        host: sampleHost(host),
        port,
        reaches: [{ host }],
        via: leavesThrough,
      };
    }
  }
}

/** How clients speak to a port. */
export function schemeOf(protocol: Protocol): DeclaredAccess['scheme'] {
  if (protocol === 'https' || protocol === 'tls') return 'tls';
  return protocol === 'http' || protocol === 'http2' ? 'http' : protocol.startsWith('grpc') ? 'grpc' : 'tcp';
}
