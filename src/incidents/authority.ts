import { assertNever } from '../domain/assert-never.js'
import type { Question } from '../domain/effect.js'

/** Who answers a question, by name. An empty list is a start-up error and never means everybody. */
export interface QuestionRules {
  readonly approvers: readonly string[]
  /** How many distinct people it takes; a plan may ask for more. */
  readonly quorum: number
  /** The second circle: asked beside the approvers once these let the question expire, and able to answer only then. */
  readonly escalateTo?: readonly string[]
}

/** Who may do what. Everything that is left out is granted to nobody. */
export interface ApprovalRules {
  readonly contain: QuestionRules
  readonly restore: QuestionRules
  /** Who runs Tourniquet itself: brakes, reconciliation, exports. They decide no question by that. */
  readonly operators?: readonly string[]
  /** Who reads: incidents, records, exports. */
  readonly viewers?: readonly string[]
  /**
   * Other names of a person, by name: e-mail, Slack. Whoever is accused by one of them does not decide, and whoever asked or
   * approved under one of them has done so.
   */
  readonly knownAs?: ReadonlyMap<string, readonly string[]>
}

export const verbs = [
  'view',
  'approveContain',
  'denyContain',
  'approveRestore',
  'denyRestore',
  'requestBlock',
  'requestRestore',
  'chooseScope',
  'vouch',
  'name',
  'askOwner',
  'addNote',
  'retry',
  'close',
  'freeze',
  'unfreeze',
  'allowBlocks',
  'acceptReconcile',
  'exportAudit',
] as const
/** Everything that a person can do to an incident or to Tourniquet. Each is a permission of its own. */
export type Verb = (typeof verbs)[number]

export const roles = [
  'containApprover',
  'containSecondCircle',
  'restoreApprover',
  'restoreSecondCircle',
  'operator',
  'viewer',
] as const
/** What a configuration makes of a person; several at once add up. */
export type Role = (typeof roles)[number]

/**
 * Which roles have which verb. Stopping is easier than letting go on: approvers may freeze, only operators lift a brake.
 * Who vouches for a finding or names a principal is as good as who asks for a block, and cannot approve it.
 * Closing ends an incident without a block, so it is for those who may refuse one. Whoever reads may add what they know.
 */
const holders: Readonly<Record<Verb, readonly Role[]>> = {
  view: roles,
  approveContain: ['containApprover', 'containSecondCircle'],
  denyContain: ['containApprover', 'containSecondCircle'],
  approveRestore: ['restoreApprover', 'restoreSecondCircle'],
  denyRestore: ['restoreApprover', 'restoreSecondCircle'],
  requestBlock: ['containApprover', 'operator'],
  requestRestore: ['containApprover', 'restoreApprover', 'operator'],
  chooseScope: ['containApprover'],
  vouch: ['containApprover'],
  name: ['containApprover', 'operator'],
  askOwner: ['containApprover', 'restoreApprover', 'operator'],
  addNote: roles,
  retry: ['containApprover', 'restoreApprover', 'operator'],
  close: ['containApprover'],
  freeze: ['containApprover', 'restoreApprover', 'operator'],
  unfreeze: ['operator'],
  allowBlocks: ['operator'],
  acceptReconcile: ['operator'],
  exportAudit: ['operator', 'viewer'],
}

/** Every role of a person. Names are compared as they are: the configuration refuses two that could be mistaken. */
export function rolesOf(rules: ApprovalRules, person: string): Role[] {
  return roles.filter((role) => namesIn(rules, role).includes(person))
}

/** Whether some role of the person has the verb at all; what an incident adds to that is authorise's. */
export function hasVerb(rules: ApprovalRules, person: string, verb: Verb): boolean {
  const held = rolesOf(rules, person)
  return holders[verb].some((role) => held.includes(role))
}

/** Everybody who may answer a question at some time: the approvers, then the second circle, each once. */
export function circlesOf(rules: ApprovalRules, question: Question, circle: 'first' | 'second'): string[] {
  const { approvers, escalateTo = [] } = rules[question]
  return [...new Set(circle === 'first' ? approvers : [...approvers, ...escalateTo])]
}

function namesIn({ contain, restore, operators, viewers }: ApprovalRules, role: Role): readonly string[] {
  switch (role) {
    case 'containApprover':
      return contain.approvers
    case 'containSecondCircle':
      return contain.escalateTo ?? []
    case 'restoreApprover':
      return restore.approvers
    case 'restoreSecondCircle':
      return restore.escalateTo ?? []
    case 'operator':
      return operators ?? []
    case 'viewer':
      return viewers ?? []
    default:
      return assertNever(role, 'role')
  }
}
