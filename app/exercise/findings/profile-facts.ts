import type { MadeFinding } from '../../../exercises/schema/injects.js'
import { anywhereOf, type Profile } from '../../../simulated-aws/operations/rolesanywhere/anywhere-state.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { type FindingPlace, findingId, NothingToFindError } from './finding-facts.js'
import { profileCreation, type TrailHit } from './trail-hit.js'

/** What a source tells of a profile of Roles Anywhere. Times are ISO 8601. */
export interface ProfileFacts {
  readonly account: SimulatedAccount
  readonly profile: Profile
  /** The call that made it. */
  readonly record: TrailHit
  readonly type: string | null
  /** On GuardDuty's scale, 0 to 10. */
  readonly severity: number
  /** 32 hexadecimal digits, always the same for the same inject of the same exercise. */
  readonly id: string
  readonly updatedAt: string
}

/** Throws NothingToFindError where the account has no such profile at this moment. */
export function profileFacts(place: FindingPlace, inject: string, make: MadeFinding, name: string): ProfileFacts {
  const account = place.accounts.of(make.about.account)
  const profile = profileNamed(account, name)
  if (profile === undefined) {
    throw new NothingToFindError(`Account ${account.account.accountId} has no Roles Anywhere profile "${name}" now.`)
  }
  return {
    account,
    profile,
    record: profileCreation(account, name) ?? creationOf(account, profile),
    type: make.type ?? null,
    severity: make.severity,
    id: findingId(place, inject),
    updatedAt: place.now().toISOString(),
  }
}

/** The newest of the name. */
export function profileNamed({ account }: SimulatedAccount, name: string): Profile | undefined {
  return [...anywhereOf(account).profiles.values()].findLast((profile) => profile.name === name)
}

/** Of a profile that was there from the beginning: the call that must have made it. */
function creationOf({ account: { accountId } }: SimulatedAccount, profile: Profile): TrailHit {
  const { createdBy, createdAt, region } = profile
  return {
    eventTime: createdAt.toISOString(),
    eventSource: 'rolesanywhere.amazonaws.com',
    eventName: 'CreateProfile',
    awsRegion: region,
    sourceIPAddress: '203.0.113.10',
    userIdentity: {
      type: createdBy.includes(':assumed-role/') ? 'AssumedRole' : 'IAMUser',
      arn: createdBy,
      accountId,
    },
    recipientAccountId: accountId,
  }
}
