import { approvalRulesOf } from '../../../exercises/approval-rules.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import type { Question } from '../../../src/domain/effect.js'
import { circlesOf } from '../../../src/incidents/authority.js'
import { slackUserId } from '../../slack-config.js'

/** Which member of Slack plays which role, by the role's id. All other roles are played by the script of the file. */
export type Cast = ReadonlyMap<string, string>

export type CastRead =
  | { readonly ok: true; readonly cast: Cast }
  /** Sentences: what, why, what to do. */
  | { readonly ok: false; readonly problems: readonly string[] }

/**
 * Reads `--as role=U0123456789`, once for each role that somebody plays. One member may play several, as far as the exercise can
 * still be decided: approvals count by person, whoever plays how many roles, and nobody approves what they asked for.
 */
export function readCast(exercise: Exercise, given: readonly string[]): CastRead {
  const cast = new Map<string, string>()
  const problems: string[] = []
  for (const text of given) {
    const [role = '', member = ''] = text.split(/=(.*)/s)
    const problem = problemOf(exercise, cast, role, member)
    if (problem === null) cast.set(role, member)
    else problems.push(problem)
  }
  if (given.length === 0) {
    problems.push(`Nobody plays: give --as ROLE=U0123456789 for at least one role (${roleIds(exercise)}).`)
  }
  if (problems.length > 0) return { ok: false, problems }
  const undecidable = questionProblems(exercise, cast)
  return undecidable.length > 0 ? { ok: false, problems: undecidable } : { ok: true, cast }
}

function problemOf(exercise: Exercise, cast: Cast, role: string, member: string): string | null {
  if (!exercise.roles.some(({ id }) => id === role)) {
    return `There is no role "${role}" in this exercise: it has ${roleIds(exercise)}.`
  }
  if (cast.has(role)) return `Two members cannot play ${role}: give one --as ${role}=U….`
  return slackUserId.safeParse(member).success
    ? null
    : `--as ${role}= takes the id of a member, U0123456789, not "${member}".`
}

function roleIds({ roles }: Exercise): string {
  return roles.map(({ id }) => id).join(', ')
}

/** Whoever is behind a role: a member, or the script, which plays each of its roles as another person. */
function personOf(cast: Cast, role: string): string {
  return cast.get(role) ?? `script ${role}`
}

/** In a discussion nobody decides on a card. */
function questionProblems(exercise: Exercise, cast: Cast): string[] {
  if (exercise.mode === 'discuss') return []
  const asked: Question[] = asksForRestore(exercise) ? ['contain', 'restore'] : ['contain']
  return asked.flatMap((question) => quorumProblem(exercise, cast, question) ?? [])
}

function asksForRestore({ expectedPath }: Exercise): boolean {
  return expectedPath.some((state) => state === 'awaitingRestoreApproval' || state === 'restoring')
}

function quorumProblem(exercise: Exercise, cast: Cast, question: Question): string | null {
  const rules = approvalRulesOf(exercise.world.approvals)
  const { quorum } = rules[question]
  const approvers = circlesOf(rules, question, 'second')
  const people = new Set(approvers.map((role) => personOf(cast, role)))
  const what = question === 'contain' ? 'block' : 'restore'
  if (people.size < quorum) {
    return `A ${what} needs ${quorum} people, and ${approvers.join(' and ')} are only ${people.size}: let another member, or the script, play one of them.`
  }
  if (question === 'contain') return null
  const askers = [...new Set([...approvers, ...rules.contain.approvers, ...(rules.operators ?? [])])]
  const canBeAsked = askers.some((role) => people.size - Number(people.has(personOf(cast, role))) >= quorum)
  if (canBeAsked) return null
  return `Nobody approves a restore that they asked for, and whoever may ask for it (${askers.join(', ')}) is needed to approve it: let another member, or the script, play one of them.`
}
