import { isSessionName } from '../domain/arn.js'
import type { BlockScope, PlannedScope, ScopeWish } from '../domain/block-scope.js'
import type { EntityType } from '../domain/principal.js'
import { quoteText } from '../domain/quote-text.js'
import type { RoleAsker, RoleUse } from '../domain/role-use.js'
import type { ContainModes } from './contain-modes.js'

export interface ScopeInput {
  /** undefined: the playbook leaves it to the configuration. */
  readonly wish: ScopeWish | undefined
  readonly type: EntityType
  readonly sessionName: string | null
  /** null where nobody could be asked who uses the role. */
  readonly roleUse: RoleUse | null
  readonly instanceProfiles: readonly string[]
  /** What whoever has the session has beside it, in a sentence; null where nothing is known. */
  readonly siblings?: string | null
  readonly modes: ContainModes
}

export interface ScopedModes {
  readonly modes: ContainModes
  /** null: it was no choice. */
  readonly scope: PlannedScope | null
}

/**
 * What of a role is denied, where the playbook chooses: the one session of the finding where others use the role routinely,
 * and would be stopped with it; else the role. A person's wish goes before that. A session that nobody knows cannot be denied
 * alone. Pure; only roles have sessions.
 */
export function scopeOf(input: ScopeInput): ScopedModes {
  const { wish, type, sessionName, roleUse, instanceProfiles, siblings = null, modes } = input
  if (wish === undefined || type !== 'role') return { modes, scope: null }
  const session = sessionName !== null && isSessionName(sessionName) ? sessionName : null
  const others = othersOf(roleUse, instanceProfiles)
  const { is, because: reason } = chosen(wish, session, others, roleUse)
  const left =
    is === 'session' && siblings !== null ? ` ${siblings} A block of the one session does not stop them.` : ''
  const because = `${reason}${left}`
  const other = is === 'session' ? 'role' : session === null ? null : 'session'
  const scope = { is, because, chosenBy: wish.chosenBy, other, trustProposal: trustProposal(roleUse) } as const
  return { modes: { ...modes, role: rolesModes(is, modes) }, scope }
}

/** Nothing that is configured is widened: a role whose older sessions alone are to be revoked has no denial of everything. */
function rolesModes(is: BlockScope, { role }: ContainModes): ContainModes['role'] {
  if (is === 'session') return ['deny-session']
  const whole = role.filter((mode) => mode !== 'deny-session')
  return whole.length === 0 ? ['deny-all'] : whole
}

function chosen(
  { wish, chosenBy }: ScopeWish,
  session: string | null,
  others: readonly string[],
  roleUse: RoleUse | null,
): { readonly is: BlockScope; readonly because: string } {
  const usedBy = others.length === 0 ? '' : ` Others use the role routinely: ${others.join('; ')}.`
  if (session === null)
    return { is: 'role', because: `No session of the role is known, so the role is denied.${usedBy}` }
  if (wish !== 'byUse') {
    const what = wish === 'session' ? `the session ${quoteText(session)} alone` : 'the whole role'
    return { is: wish, because: `${chosenBy ?? 'Somebody'} chose ${what}.${usedBy}` }
  }
  if (others.length > 0) return { is: 'session', because: `A block of the role would stop others.${usedBy}` }
  const unknown =
    roleUse === null ? 'Who uses the role could not be read' : 'Nobody else is seen to use the role routinely'
  return { is: 'role', because: `${unknown}, so the role is denied.` }
}

const NAMED = 5

function othersOf(roleUse: RoleUse | null, instanceProfiles: readonly string[]): string[] {
  const routine = (roleUse?.askers ?? []).filter(({ isRoutine, isAccused }) => isRoutine && !isAccused)
  const named = routine.slice(0, NAMED).map(({ who, daysBefore }) => `${quoteText(who)} on ${daysBefore} days`)
  const more = routine.length > NAMED ? [`${routine.length - NAMED} more`] : []
  const profiles = instanceProfiles.slice(0, NAMED).map((name) => `instances with the profile ${quoteText(name)}`)
  return [...named, ...more, ...profiles]
}

/**
 * A statement for the role's trust policy: a session's name is the caller's to choose, and a denial of one name stops nobody
 * who may ask for another. Never written by Tourniquet: a wrong one locks people out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalaccount
 */
function trustProposal(roleUse: RoleUse | null): string | null {
  const caller = roleUse?.askers.find(({ isAccused, isNew }) => isAccused && isNew) ?? onlyStranger(roleUse)
  if (caller?.accountId == null || roleUse === null) return null
  const { who, accountId } = caller
  const isShared = roleUse.askers.some((other) => other.accountId === accountId && other.isRoutine)
  const isPrincipal = /^arn:[^:]+:iam::\d{12}:(role|user)\//.test(who)
  // Of an account that others routinely come from, only the one; of another, nobody: one principal is soon another.
  const condition =
    isPrincipal && (isShared || !caller.isExternal)
      ? { ArnEquals: { 'aws:PrincipalArn': who } }
      : { StringEquals: { 'aws:PrincipalAccount': accountId } }
  return JSON.stringify({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition: condition })
}

/** Where the finding names no session, whoever is the one from another account that was never there before. */
function onlyStranger(roleUse: RoleUse | null): RoleAsker | undefined {
  const strangers = (roleUse?.askers ?? []).filter(({ isNew, isExternal, given }) => isNew && isExternal && given > 0)
  return strangers.length === 1 ? strangers[0] : undefined
}
