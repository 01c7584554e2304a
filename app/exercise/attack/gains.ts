import type { AttackerGains } from '../../../exercises/run-record.js'
import { type Account, findRole } from '../../../simulated-aws/account/account.js'
import { isPrincipalAllowed } from '../../../simulated-aws/pipeline/enforcement.js'
import { footholdOf } from '../../../simulated-aws/scripted/footholds.js'
import { possibleWith, type Tried, triedBy } from '../../../simulated-aws/scripted/possible.js'
import type { Door } from '../../../simulated-aws/scripted/script.js'
import type { BlockedSpan } from './first-block.js'
import { accountOfKey, holderName } from './key-holder.js'
import { type AttackerCall, canBeDenied } from './ledger.js'

/** What an intruder would try next, beside what this one tried. */
const TRIED_BY_ALL = [
  's3:GetObject',
  'secretsmanager:GetSecretValue',
  'iam:CreateUser',
  'iam:CreateAccessKey',
  'sts:AssumeRole',
]
const MOST = 1_000

export interface GainsAsked {
  /** The first one; it knows the others. */
  readonly account: Account
  readonly calls: readonly AttackerCall[]
  /** Every key that the attacker could act with. */
  readonly keys: readonly string[]
  readonly doors: readonly Door[]
  /** When a block was in force, oldest first. */
  readonly blocked: readonly BlockedSpan[]
}

/** What the attacker got and could still do, by the account's own word. */
export function gainsOf({ account, calls, keys, doors, blocked }: GainsAsked): AttackerGains {
  const during = calls.filter(({ step }) => step !== null)
  const succeeded = during.filter(({ outcome }) => outcome === 'carriedOut')
  const isDuringBlock = ({ atMs }: AttackerCall) =>
    blocked.some(({ fromMs, untilMs }) => atMs >= fromMs && (untilMs === null || atMs < untilMs))
  const tried = triedOf(account, calls)
  const every = new Set([...keys, ...madeKeys(account, calls)])
  const can = [
    ...[...every].flatMap((key) => possibleAs(account, key, tried)),
    ...doors.flatMap((door) => throughDoor(account, door, tried)),
  ]
  return {
    blockedAtMs: blocked[0]?.fromMs ?? null,
    callsAfterBlock: succeeded
      .filter((call) => isDuringBlock(call) && canBeDenied(call))
      .map(({ atMs, operation, by, step }) => ({ atMs, action: operation, by, step })),
    persistence: persistenceOf(account, calls),
    couldStill: [...new Set(can)].slice(0, MOST),
    calls: {
      succeeded: succeeded.length,
      denied: during.filter(({ outcome }) => outcome === 'denied').length,
    },
  }
}

/** What it made to come back by, and whether it is still there. The same thing made twice is one. */
function persistenceOf(home: Account, calls: readonly AttackerCall[]): AttackerGains['persistence'] {
  const found = calls.flatMap(({ logged, accessKeyId, step, atMs }) => {
    const made = footholdOf(accountOfKey(home, accessKeyId), logged)
    return made?.kind === 'persistence' ? [{ what: made.what, standing: made.standing, step, atMs }] : []
  })
  return found.filter(({ what }, index) => found.findIndex((other) => other.what === what) === index)
}

/** What it tried, on what it tried it; and what anybody would try. */
function triedOf(home: Account, calls: readonly AttackerCall[]): Tried[] {
  const tried = calls.flatMap(({ logged, accessKeyId }) => triedBy(accountOfKey(home, accessKeyId), logged) ?? [])
  const all = [...tried, ...TRIED_BY_ALL.map((action) => ({ action, resource: '*' }))]
  const distinct = new Map(all.map((one) => [`${one.action} ${one.resource}`, one]))
  return [...distinct.values()].sort((a, b) => (a.action < b.action ? -1 : a.action > b.action ? 1 : 0))
}

function possibleAs(home: Account, key: string, tried: readonly Tried[]): string[] {
  const possible = possibleWith(accountOfKey(home, key), key, tried)
  return possible.flatMap((one) => (one.kind === 'call' ? [`${one.action} as ${holderName(home, key)}`] : []))
}

/** A door that gives credentials which may do nothing is none. */
function throughDoor(home: Account, { roleArn, through }: Door, tried: readonly Tried[]): string[] {
  const account = [home, ...home.accounts.values()].find(({ accountId }) => roleArn.includes(`:${accountId}:`)) ?? home
  const role = findRole(account, roleArn.split('/').at(-1) ?? '')
  if (role === undefined) return []
  const isOpen = tried.some(({ action, resource }) =>
    isPrincipalAllowed(account, { role: role.name }, action, resource),
  )
  return isOpen ? [`new sessions of role/${role.name} through ${through}`] : []
}

/** Keys that came of the attacker's own CreateAccessKey, in the history too: their secrets are in its hands. */
function madeKeys(home: Account, calls: readonly AttackerCall[]): string[] {
  const made = calls.filter(({ operation, outcome }) => operation === 'iam:CreateAccessKey' && outcome === 'carriedOut')
  return made.flatMap(({ logged, accessKeyId, by }) => {
    const name = String(logged.parameters.UserName ?? by.split('/').at(-1) ?? '')
    const user = accountOfKey(home, accessKeyId).users.get(name.toLowerCase())
    const sinceMs = Math.floor(Date.parse(logged.at) / 1_000) * 1_000
    return (user?.accessKeys ?? []).filter(({ createDate }) => createDate.getTime() >= sinceMs).map(({ id }) => id)
  })
}
