import type { ActAnswer, PersonalAct } from '../../../exercises/moves.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import { blockRealm } from '../../block-realm.js'
import { brakedRealm } from '../../braked-realm.js'
import type { Runtime } from '../../compose.js'
import type { OpeningSettings } from '../../opening.js'
import type { Realms } from '../../realms.js'
import { actInSites } from '../virtual/act-in-sites.js'

interface ActingPlace {
  readonly realms: Realms
  readonly opening: OpeningSettings
  readonly rules: ApprovalRules
}

/** Carries out what a person does, in the realm where it belongs, with the runtime's own engine. */
export async function actInRealms(
  { realms, opening, rules }: ActingPlace,
  by: string,
  act: PersonalAct,
): Promise<ActAnswer> {
  const runtime = 'incident' in act ? await realms.ofIncident(act.incident) : null
  const realmOf = (one: Runtime) => ({ ...blockRealm(one, opening), ...brakedRealm(one) })
  const others = realms.all.filter((one) => one !== realms.home).map(realmOf)
  const own = runtime === null ? null : realmOf(runtime)
  return await actInSites({ realms: [realmOf(realms.home), ...others], rules, realmOf: () => own }, by, act)
}
