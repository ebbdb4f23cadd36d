import type { Resource } from '../model/resource';

export function unsupportedFields(_: Resource): readonly { readonly field: string; readonly reason: string }[] {
  return [];
}
