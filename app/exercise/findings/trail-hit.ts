import { fieldOf, type JsonObject, textOf } from '../../../simulated-aws/json.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { type Accused, actingArn, principalIdOf } from './finding-facts.js'

/** A CloudTrail record that a search or a rule found. */
export type TrailHit = JsonObject

/** The newest of an account's records that is so; undefined: none is. */
export function newestRecord(
  { account }: SimulatedAccount,
  isMeant: (record: TrailHit) => boolean,
): TrailHit | undefined {
  return account.trail.all().findLast(isMeant)
}

/** What the accused did last, an act of this name before others; made up of who they are where they did nothing yet. */
export function lastActOf(accused: Accused, eventName: string | null, at: string): TrailHit {
  const isTheirs = (record: TrailHit) => fieldOf(record, 'userIdentity', 'accessKeyId') === accused.accessKeyId
  const ofName = newestRecord(accused.account, (record) => isTheirs(record) && record.eventName === eventName)
  return ofName ?? newestRecord(accused.account, isTheirs) ?? madeUp(accused, eventName, at)
}

/** The call that gave the accused their session; undefined: none did, or nobody recorded it. */
export function assumptionOf({ account, accessKeyId }: Accused): TrailHit | undefined {
  const givenKey = (record: TrailHit) => fieldOf(record, 'responseElements', 'credentials', 'accessKeyId')
  return newestRecord(account, (record) => givenKey(record) === accessKeyId)
}

/** The call that made a profile of Roles Anywhere; undefined: it was there from the beginning. */
export function profileCreation(account: SimulatedAccount, name: string): TrailHit | undefined {
  return newestRecord(
    account,
    (record) =>
      record.eventName === 'CreateProfile' &&
      record.errorCode === undefined &&
      fieldOf(record, 'requestParameters', 'name') === name,
  )
}

function madeUp(accused: Accused, eventName: string | null, at: string): TrailHit {
  const { account, accessKeyId, sourceIp, type } = accused
  const { accountId, region } = account.account
  return {
    eventTime: at,
    eventSource: 'sts.amazonaws.com',
    eventName: eventName ?? 'GetCallerIdentity',
    awsRegion: region,
    sourceIPAddress: sourceIp,
    userIdentity: {
      type: type === 'role' ? 'AssumedRole' : 'IAMUser',
      principalId: principalIdOf(accused),
      arn: actingArn(accused),
      accountId,
      accessKeyId,
    },
    recipientAccountId: accountId,
  }
}

/** A text of a record; '' where there is none. */
export function textIn(record: TrailHit, ...path: string[]): string {
  return textOf(fieldOf(record, ...path)) ?? ''
}

/** The same under another name, where it is there: `{arn: …}` or nothing. */
export function given(name: string, text: string): Readonly<Record<string, string>> {
  return text === '' ? {} : { [name]: text }
}
