import type { AttackerGains } from '../../../exercises/run-record.js'
import { actionOf } from '../../../simulated-aws/pipeline/event-names.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { type AttackerCall, canBeDenied } from './ledger.js'
import { persistenceOf } from './persistence.js'

/** What an intruder would try next, beside what this one tried. */
const TRIED_BY_ALL = [
  's3:GetObject',
  'secretsmanager:GetSecretValue',
  'iam:CreateUser',
  'iam:CreateAccessKey',
  'sts:AssumeRole',
]
const MOST = 200

export interface GainsAsked {
  readonly account: SimulatedAccount
  readonly calls: readonly AttackerCall[]
  /** Every key that the attacker could act with. */
  readonly keys: readonly string[]
  readonly blockedAtMs: number | null
  /** T+0, since the epoch. */
  readonly startedAtMs: number
}

/** What the attacker got and could still do, by the account's own word. */
export function gainsOf({ account, calls, keys, blockedAtMs, startedAtMs }: GainsAsked): AttackerGains {
  const during = calls.filter(({ step }) => step !== null)
  const succeeded = during.filter(({ error }) => error === null)
  const isAfter = ({ atMs }: AttackerCall) => blockedAtMs !== null && atMs >= blockedAtMs
  const persistence = persistenceOf(calls, account, startedAtMs)
  return {
    blockedAtMs,
    callsAfterBlock: succeeded
      .filter((call) => isAfter(call) && canBeDenied(call))
      .map(({ atMs, operation, by, step }) => ({ atMs, action: operation, by, step })),
    persistence,
    couldStill: couldStill(account, calls, [...keys, ...madeKeys(calls, account)]),
    calls: { succeeded: succeeded.length, denied: during.length - succeeded.length },
  }
}

function couldStill(account: SimulatedAccount, calls: readonly AttackerCall[], keys: readonly string[]): string[] {
  const tried = calls.filter(canBeDenied).map(({ operation }) => iamAction(operation))
  const actions = [...new Set([...tried, ...TRIED_BY_ALL])].sort()
  const can = [...new Set(keys)].flatMap((key) =>
    actions
      .filter((action) => account.isKeyAllowed(key, action))
      .map((action) => `${action} as ${whoHolds(account, key)}`),
  )
  return [...new Set(can)].slice(0, MOST)
}

/** Of users that the attacker made: their keys are in its hands. */
function madeKeys(calls: readonly AttackerCall[], account: SimulatedAccount): string[] {
  const made = calls.filter(({ operation, error }) => operation === 'iam:CreateUser' && error === null)
  return made.flatMap(({ parameters }) => {
    const keys = account.describeUser(String(parameters.UserName))?.accessKeys ?? []
    return keys.filter(({ status }) => status === 'Active').map(({ id }) => id)
  })
}

function iamAction(operation: string): string {
  const [service = '', name = ''] = operation.split(':')
  return actionOf(service, name)
}

/** `user/support-2`, `assumed-role/ci-deploy/build-4711`. */
function whoHolds({ account }: SimulatedAccount, key: string): string {
  const session = account.sessions.get(key)
  if (session !== undefined) return 'arn' in session ? lastPart(session.arn) : `session of ${session.userId}`
  const user = [...account.users.values()].find(({ accessKeys }) => accessKeys.some(({ id }) => id === key))
  return user === undefined ? key : `user/${user.name}`
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1)
}
