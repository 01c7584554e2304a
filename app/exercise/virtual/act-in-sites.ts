import type { ActAnswer, PersonalAct } from '../../../exercises/moves.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import { type ActPlace, actAs } from '../act.js'

type ActRealm = ActPlace['realm']

export interface ActingPlace {
  /** Of every account, the first first. */
  readonly realms: readonly [ActRealm, ...ActRealm[]]
  readonly rules: ApprovalRules
  /** Whose an incident is; null: there is no such incident. */
  readonly realmOf: (incident: string) => ActRealm | null
}

/**
 * Carries out what a person does where it belongs: in the incident's account, in that of the ARN that is named; what stops or
 * releases writes in all of them, and is refused where one of them refuses. Where nothing says which, the first account's product
 * refuses as it would.
 */
export async function actInSites(place: ActingPlace, by: string, act: PersonalAct): Promise<ActAnswer> {
  const { realms, rules } = place
  const [first, ...others] = realms
  switch (act.kind) {
    case 'requestBlock': {
      const realm = realms.find(({ accountId }) => act.arn.includes(`:${accountId}:`)) ?? first
      return await actAs({ realm, rules }, by, act)
    }
    case 'freeze':
    case 'unfreeze': {
      const answer = await actAs({ realm: first, rules }, by, act)
      const elsewhere: ActAnswer[] = []
      for (const realm of others) elsewhere.push(await actAs({ realm, rules }, by, act))
      return [answer, ...elsewhere].find(({ status }) => status === 'refused') ?? answer
    }
    default:
      return await actAs({ realm: place.realmOf(act.incident) ?? first, rules }, by, act)
  }
}
