import type { EffectiveMesh } from '../../istio/effective-mesh';
import type { KindName } from '../../model/kinds';
import { shortened } from '../../values/names';

/** A name for a new object, which must not take the place of one that somebody else has made. */
export function freeName({ model }: EffectiveMesh, kind: KindName, namespace: string, wanted: string): string {
  const name = shortened(wanted);
  if (model.find(kind, namespace, name) === undefined) return name;
  for (let i = 2; ; i++) {
    const other = `${shortened(wanted.slice(0, 50))}-ambient${i === 2 ? '' : `-${i - 1}`}`;
    if (model.find(kind, namespace, other) === undefined) return other;
  }
}
