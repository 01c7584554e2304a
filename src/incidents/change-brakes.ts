import type { SystemLog } from '../audit/system-log.js'
import { assertNever } from '../domain/assert-never.js'
import type { BrakeStore } from '../engine/brakes.js'
import { authorise } from './authorise.js'
import type { ApprovalRules } from './authority.js'

/** A realm as far as its brakes go. */
export interface BrakedRealm {
  readonly id: string
  readonly accountId: string
  readonly brakes: BrakeStore
  readonly systemLog: SystemLog
}

/** What somebody wants of the brakes. `accountId` null: of all realms of the database at once. */
export type BrakeWish = FreezeWish | AllowanceWish
interface FreezeWish {
  readonly verb: 'freeze' | 'unfreeze'
  readonly accountId: string | null
  readonly reason: string
}
interface AllowanceWish {
  readonly verb: 'allowBlocks'
  readonly accountId: string | null
  readonly blocks: number
  readonly reason: string
}

/** Who wishes it. `rules` null: whoever runs the command on the database itself, and could change it anyway. */
export interface Wisher {
  readonly by: string
  readonly rules: ApprovalRules | null
}

export type BrakesChanged =
  /** `changed` false: it was so already. */
  | { readonly status: 'done'; readonly changed: boolean; readonly detail: string }
  | { readonly status: 'refused'; readonly code: 'notPermitted' | 'noAccount'; readonly reason: string }

/**
 * Pulls and releases the brakes that people have, and puts who, when and why on the system chain. A freeze holds before it is
 * on the record, and an unfreezing is on the record before anything moves: where either fails between the two, writes wait.
 */
export async function changeBrakes(
  realms: readonly BrakedRealm[],
  { by, rules }: Wisher,
  wish: BrakeWish,
): Promise<BrakesChanged> {
  const authorised = rules === null ? null : authorise(rules, by, { verb: wish.verb }, null)
  if (authorised?.allowed === false) return { status: 'refused', code: 'notPermitted', reason: authorised.reason }
  const meant = realms.filter(({ accountId }) => wish.accountId === null || accountId === wish.accountId)
  const [first] = meant
  if (first === undefined) {
    const reason = `Account ${wish.accountId} is none of the configuration: name one of ${accountsOf(realms)}.`
    return { status: 'refused', code: 'noAccount', reason }
  }
  switch (wish.verb) {
    case 'freeze':
      return freeze(meant, first, by, wish)
    case 'unfreeze':
      return unfreeze(meant, by, wish)
    case 'allowBlocks':
      return allowBlocks(meant, by, wish)
    default:
      return assertNever(wish, 'wish')
  }
}

async function freeze(
  meant: readonly BrakedRealm[],
  first: BrakedRealm,
  by: string,
  { accountId, reason }: FreezeWish,
): Promise<BrakesChanged> {
  const everywhere = accountId === null
  const pulled: { readonly realm: BrakedRealm; readonly isNew: boolean }[] = []
  for (const realm of everywhere ? [first] : meant) {
    pulled.push({ realm, isNew: await realm.brakes.pull({ kind: 'freeze', everywhere, reason, by }) })
  }
  // Also where it was frozen: whoever froze it may have failed before the record.
  for (const { realm, isNew } of pulled) await note(realm, by, 'FROZEN', { everywhere, reason, again: !isNew })
  const what = everywhere ? 'Every realm' : `Account ${accountId}`
  return pulled.some(({ isNew }) => isNew)
    ? { status: 'done', changed: true, detail: `${what} is frozen: nothing is written to IAM until it is unfrozen.` }
    : { status: 'done', changed: false, detail: `${what} was frozen already.` }
}

/** Without an account every freeze goes; of one account its own, and what still holds it is said. */
async function unfreeze(
  meant: readonly BrakedRealm[],
  by: string,
  { accountId, reason }: FreezeWish,
): Promise<BrakesChanged> {
  const released: boolean[] = []
  for (const realm of meant) {
    for (const brake of await realm.brakes.standing()) {
      if (brake.kind !== 'freeze' || (brake.everywhere && accountId !== null)) continue
      await note(realm, by, 'UNFROZEN', { everywhere: brake.everywhere, reason, since: brake.since, was: brake.reason })
      released.push((await realm.brakes.release(brake)) !== null)
    }
  }
  const left = (await Promise.all(meant.map(({ brakes }) => brakes.standing()))).flat()
  const words = left.map(({ kind, by: holder, reason: why }) => `${kind} by ${holder} (${why})`)
  const stillHeld = [...new Set(words)].join('; ')
  const now = stillHeld === '' ? 'What waited goes on.' : `Still held: ${stillHeld}.`
  const changed = released.includes(true)
  return { status: 'done', changed, detail: `${changed ? 'Unfrozen.' : 'Nothing was frozen here.'} ${now}` }
}

async function allowBlocks(
  meant: readonly BrakedRealm[],
  by: string,
  { accountId, blocks, reason }: AllowanceWish,
): Promise<BrakesChanged> {
  if (new Set(meant.map((realm) => realm.accountId)).size > 1) {
    const why = `The cap is one of each account: name which of ${accountsOf(meant)} is meant.`
    return { status: 'refused', code: 'noAccount', reason: why }
  }
  for (const realm of meant) {
    await note(realm, by, 'BLOCKS_ALLOWED', { blocks, reason })
    await realm.brakes.allowBlocks({ blocks, by, reason })
  }
  const where = accountId === null ? '' : ` in ${accountId}`
  return { status: 'done', changed: true, detail: `${blocks} more may be blocked${where} within the next 60 minutes.` }
}

function note(
  { systemLog }: BrakedRealm,
  by: string,
  what: string,
  detail: Readonly<Record<string, string | number | boolean>>,
): Promise<void> {
  return systemLog.append({ what, detail, actor: { kind: 'person', name: by } })
}

function accountsOf(realms: readonly BrakedRealm[]): string {
  return [...new Set(realms.map(({ accountId }) => accountId))].join(', ')
}
