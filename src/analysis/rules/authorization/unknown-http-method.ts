import { valuesWhere } from '../../../istio/policies/policy-conditions';
import { METHOD } from '../../../requests/attribute';
import type { Rule } from '../../rule';

/** A method is written in small letters, or is the name of a gRPC method: no request has it. */
export const unknownHttpMethod: Rule = {
  name: 'unknown-http-method',
  severity: 'warning',
  summary: 'A matched method must be an HTTP method, in capital letters.',
  equivalents: ['KIA0102'],

  *check({ model, policyConditions }) {
    for (const asked of policyConditions.all) {
      if (asked.condition.attribute.about !== METHOD) continue;
      for (const { value, field } of valuesWhere(asked, one => problemOfMethod(one) !== undefined)) {
        const found = problemOfMethod(value);
        if (found !== undefined) yield { resource: asked.policy, field, ...found };
      }
    }
    for (const resource of model.all('VirtualService')) {
      for (const [i, { match = [] }] of (resource.spec.http ?? []).entries()) {
        for (const [j, { method }] of match.entries()) {
          const found = method?.exact === undefined ? undefined : problemOfMethod(method.exact);
          if (found !== undefined) yield { resource, field: `spec.http[${i}].match[${j}].method.exact`, ...found };
        }
      }
    }
  },
};

const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
]);

/** What is wrong with the name of a method, if it is none. */
export function problemOfMethod(method: string): { readonly problem: string; readonly fix: string } | undefined {
  if (method.startsWith('/')) {
    return {
      problem: `"${method}" is no HTTP method: requests of gRPC are all POST, and name the method in the path`,
      fix: `match path "${method}" instead`,
    };
  }
  const upper = method.toUpperCase();
  if (METHODS.has(method) || !METHODS.has(upper)) return undefined;
  return { problem: `no request has method "${method}": methods are case-sensitive`, fix: `write "${upper}"` };
}
