import { hasVerb, type Verb } from '../../../src/incidents/authority.js'
import { approvalRulesOf } from '../../approval-rules.js'
import type { Exercise } from '../../exercise-file.js'
import { FACILITATOR } from '../../moves.js'
import type { Expectation, ExpectedAct, Inject } from '../../schema/injects.js'
import type { ScriptedMove } from '../../schema/players.js'
import type { ExerciseApprovals } from '../../schema/world.js'
import { oneOf, type Path, type Problem } from '../problem.js'

/** Whoever is named takes part, and may do what is expected of them. */
export function checkPeople(exercise: Exercise): Problem[] {
  return [
    ...namedRoles(exercise).flatMap(([path, id]) => checkRole(exercise, path, id)),
    ...checkQuorum(exercise.world.approvals),
    ...exercise.injects.flatMap((inject, index) => checkExpectation(exercise, inject, ['injects', index])),
    ...checkFacilitator(exercise),
  ]
}

function checkRole({ roles }: Exercise, path: Path, id: string): Problem[] {
  if (roles.some((role) => role.id === id)) return []
  return [{ path, what: `there is no role "${id}"`, cure: `Name one of ${oneOf(roles.map((role) => role.id))}.` }]
}

type NamedRole = readonly [Path, string]

function namedRoles({ world, injects, players }: Exercise): NamedRole[] {
  const { contain, restore, operators, viewers } = world.approvals
  const list = (path: Path, ids: readonly string[] = []) => ids.map((id, index): NamedRole => [[...path, index], id])
  const at: Path = ['world', 'approvals']
  return [
    ...list([...at, 'contain', 'approvers'], contain.approvers),
    ...list([...at, 'contain', 'escalateTo'], contain.escalateTo),
    ...list([...at, 'restore', 'approvers'], restore.approvers),
    ...list([...at, 'restore', 'escalateTo'], restore.escalateTo),
    ...list([...at, 'operators'], operators),
    ...list([...at, 'viewers'], viewers),
    ...injects.flatMap((inject, index) => rolesOfInject(['injects', index], inject)),
    ...(['good', 'bad'] as const).flatMap((script) =>
      players[script].flatMap((move, index) => rolesOfMove(['players', script, index], move)),
    ),
  ]
}

function rolesOfMove(path: Path, move: ScriptedMove): NamedRole[] {
  const owner: NamedRole[] = move.does === 'askOwner' ? [[[...path, 'owner'], move.owner]] : []
  return [[[...path, 'by'], move.by], ...owner]
}

/** Whoever a move names takes part. */
export function checkMoveRoles(exercise: Exercise, move: ScriptedMove, path: Path): Problem[] {
  return rolesOfMove(path, move).flatMap(([at, id]) => checkRole(exercise, at, id))
}

function rolesOfInject(path: Path, inject: Inject): NamedRole[] {
  const to = 'to' in inject ? (inject.to ?? []) : []
  const by = 'expect' in inject ? inject.expect?.by : undefined
  const away = inject.kind === 'fault' && inject.fault.kind === 'away' ? inject.fault.who : undefined
  return [
    ...to.map((id, index): NamedRole => [[...path, 'to', index], id]),
    ...(by === undefined ? [] : [[[...path, 'expect', 'by'], by] as const]),
    ...(away === undefined ? [] : [[[...path, 'fault', 'who'], away] as const]),
  ]
}

function checkQuorum(approvals: ExerciseApprovals): Problem[] {
  return (['contain', 'restore'] as const).flatMap((question) => {
    const { approvers, escalateTo, quorum } = approvals[question]
    const people = new Set([...approvers, ...escalateTo]).size
    if (quorum <= people) return []
    const path: Path = ['world', 'approvals', question, 'quorum']
    const what = `${quorum} approvals are needed, and ${people} can approve`
    return [{ path, what, cure: 'Name more approvers, or lower it.' }]
  })
}

/** What an act takes in the product; none: everybody can do it. */
const verbsOf: Readonly<Partial<Record<ExpectedAct, readonly Verb[]>>> = {
  approve: ['approveContain', 'approveRestore'],
  deny: ['denyContain', 'denyRestore'],
  note: ['addNote'],
  askOwner: ['askOwner'],
  vouch: ['vouch'],
  name: ['name'],
  scope: ['chooseScope'],
  requestBlock: ['requestBlock'],
  requestRestore: ['requestRestore'],
  retry: ['retry'],
  close: ['close'],
  freeze: ['freeze'],
  unfreeze: ['unfreeze'],
}

/** At least one of the expected acts is one that the role may do; else the inject could only be missed. */
function checkExpectation(exercise: Exercise, inject: Inject, path: Path): Problem[] {
  const expect: Expectation | undefined = 'expect' in inject ? inject.expect : undefined
  const by = expect?.by
  if (expect === undefined || by === undefined || exercise.mode === 'discuss') return []
  const rules = approvalRulesOf(exercise.world.approvals)
  return expect.does.flatMap((act, index) => {
    const verbs = verbsOf[act]
    if (verbs === undefined || verbs.some((verb) => hasVerb(rules, by, verb))) return []
    const cure = 'Expect it of somebody else, or let world.approvals give it to this role.'
    return [{ path: [...path, 'expect', 'does', index], what: `${by} may not ${act}`, cure }]
  })
}

function checkFacilitator({ injects, roles }: Exercise): Problem[] {
  const index = injects.findIndex(({ manual }) => manual === true)
  if (index === -1 || roles.some(({ id }) => id === FACILITATOR)) return []
  const cure = `Add \`{id: ${FACILITATOR}, name: …, does: leads the exercise}\` to the roles.`
  return [{ path: ['injects', index, 'manual'], what: `nobody could play it: there is no role ${FACILITATOR}`, cure }]
}
