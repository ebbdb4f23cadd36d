import type { Resource } from '../../model/resource';
import type { EffectiveMesh } from '../effective-mesh';
import { Memo } from '../memo';
import { RouteUse } from '../routes/route-use';
import type { RegisteredService } from '../services/registered-service';

type Rule = Resource<'DestinationRule'>;

/** What each DestinationRule is used for: which service it is about, and for which clients. */
export class DestinationRuleUse {
  readonly #services = new Memo((rule: Rule) => ({ service: this.#findService(rule) }));
  readonly #use: RouteUse;

  public constructor(private readonly mesh: EffectiveMesh) {
    this.#use = mesh.once(RouteUse);
  }

  /** The full name of the host of a rule. */
  public hostOf({ spec, namespace }: Rule): string {
    return this.mesh.model.fullHost(spec.host ?? '', namespace);
  }

  /** The service that the host of a rule means to those who may follow the rule. */
  public serviceOf(rule: Rule): RegisteredService | undefined {
    return this.#services.get(rule).service;
  }

  /**
   * The namespaces whose clients follow a rule, one for each way in which clients may follow rules for its host; undefined
   * where the set shows no clients at all.
   */
  public followersOf(rule: Rule): readonly string[] | undefined {
    const { proxyNamespaces } = this.#use;
    const { destinationRules, seen } = this.mesh;
    if (proxyNamespaces.size === 0) return undefined;
    const host = this.hostOf(rule);
    return destinationRules.representatives(proxyNamespaces, host).filter(namespace => {
      const service = seen.from(namespace, host);
      if (service === undefined) return false;
      return destinationRules.followed(namespace, host, service.namespace).some(({ from }) => from.includes(rule));
    });
  }

  #findService(rule: Rule): RegisteredService | undefined {
    const { namespace, spec } = rule;
    const { seen, settings } = this.mesh;
    const written = (spec.exportTo ?? []).length > 0 ? (spec.exportTo ?? []) : settings.defaultDestinationRuleExportTo;
    const named = written
      .filter(entry => entry !== '*' && entry !== '~')
      .map(entry => (entry === '.' ? namespace : entry));
    const isForAll = written.length === 0 || written.includes('*');
    const host = this.hostOf(rule);
    return (
      seen.fromAny([namespace, ...named], host) ??
      (isForAll ? seen.fromAny(this.#use.proxyNamespaces, host) : undefined)
    );
  }
}
