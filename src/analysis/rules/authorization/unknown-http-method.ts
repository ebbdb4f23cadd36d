import { valuesWhere } from '../../../istio/policies/policy-conditions';
import { isMapping } from '../../../model/shape';
import type { StringMatch } from '../../../model/shapes/traffic';
import { METHOD } from '../../../requests/attribute';
import { policyValue, type Test } from '../../../requests/test';
import { compileRe2, re2Problem } from '../../../text/re2';
import { nearest } from '../../../values/nearest';
import type { Finding, Rule } from '../../rule';

/** A method is written in small letters, or is the name of a gRPC method: no request has it. */
export const unknownHttpMethod: Rule = {
  name: 'unknown-http-method',
  severity: 'warning',
  summary: 'A matched method must be an HTTP method, in capital letters.',
  equivalents: ['KIA0102'],

  check({ model, policyConditions }) {
    const findings: Finding[] = [];
    for (const asked of policyConditions.all) {
      if (asked.condition.attribute.about !== METHOD) continue;
      for (const { value, field } of valuesWhere(asked, one => aboutValue(one) !== undefined)) {
        const found = aboutValue(value);
        if (found !== undefined) findings.push({ resource: asked.policy, field, ...found });
      }
    }
    for (const resource of model.all('VirtualService')) {
      for (const [i, { match = [] }] of (resource.spec.http ?? []).entries()) {
        for (const [j, { method, headers }] of match.entries()) {
          const asHeader = headers?.[':method'];
          const asked: readonly (readonly [field: string, wanted: StringMatch])[] = [
            ...(method === undefined ? [] : [['method', method] as const]),
            ...(isMapping(asHeader) ? [['headers.:method', asHeader as StringMatch] as const] : []),
          ];
          for (const [field, { exact, prefix, regex = '' }] of asked) {
            const kind = exact !== undefined ? 'exact' : prefix !== undefined ? 'prefix' : 'regex';
            const found =
              kind === 'regex' ? problemOfExpression(regex) : problemOfMethod(exact ?? prefix ?? '', { kind });
            if (found !== undefined)
              findings.push({ resource, field: `spec.http[${i}].match[${j}].${field}.${kind}`, ...found });
          }
        }
      }
    }
    return findings;
  },
};

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

interface Problem {
  readonly problem: string;
  readonly fix: string;
}

/** What is wrong with a value of a policy. */
function aboutValue(value: string): Problem | undefined {
  return METHODS.includes(value) ? undefined : problemOfMethod(value, policyValue(value));
}

/** What is wrong with the name of a method, if it is none. */
export function problemOfMethod(method: string, { kind }: Pick<Test, 'kind'> = { kind: 'exact' }): Problem | undefined {
  if (METHODS.includes(method)) return undefined;
  if (method.startsWith('/')) {
    return {
      problem: `"${method}" is no HTTP method: requests of gRPC are all POST, and name the method in the path`,
      fix: `match path "${method}" instead`,
    };
  }
  const upper = method.toUpperCase();
  const text = upper.replaceAll('*', '');
  const isStart = kind === 'prefix' && text !== '' && METHODS.some(known => known.startsWith(text));
  if (method === upper || !(isStart || METHODS.includes(upper))) return aboutSpelling(method, upper);
  return { problem: `no request has method "${method}": methods are case-sensitive`, fix: `write "${upper}"` };
}

/** Other methods exist; one that is nearly a usual one is a slip. */
function aboutSpelling(method: string, upper: string): Problem | undefined {
  if (upper === 'ALL' || upper === 'ANY') {
    return { problem: `no request has method "${method}", which is no wildcard here`, fix: 'write "*"' };
  }
  const meant = method.includes('*') ? undefined : nearest(method, METHODS);
  return meant === undefined
    ? undefined
    : { problem: `hardly any request has method "${method}"`, fix: `did you mean "${meant}"?` };
}

/** An expression that takes a usual method in small letters only. */
function problemOfExpression(regex: string): Problem | undefined {
  if (regex === '' || re2Problem(regex) !== undefined) return undefined;
  const expression = compileRe2(regex);
  if (METHODS.some(known => expression.fullMatch(known))) return undefined;
  const small = METHODS.filter(known => expression.fullMatch(known.toLowerCase()));
  if (small.length === 0) return undefined;
  return {
    problem: `no request has a method that "${regex}" takes: methods are case-sensitive`,
    fix: `write "${small.join('|')}"`,
  };
}
