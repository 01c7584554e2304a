import { FACILITATOR, type Move } from '../../../exercises/moves.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import type { Board, OpenApproval, OpenMatter } from './board.js'
import type { ActCommand, LeadCommand, TalkCommand } from './command.js'
import type { RolesPlayed } from './roles-played.js'

export type MoveCommand = ActCommand | TalkCommand | LeadCommand

/** A command as a move of the exercise; `says`: why it is none, with what to type. */
export type Meant = { readonly moves: readonly Move[] } | { readonly says: string }

export interface MoveScene {
  readonly board: Board
  readonly roles: RolesPlayed
  /** Ids of the exercise's roles. */
  readonly everybody: readonly string[]
  readonly nowMs: number
}

/** The move that a command stands for, made by whoever of those who play may make it. Its reason or text is there. */
export function toMove(command: MoveCommand, scene: MoveScene): Meant {
  switch (command.does) {
    case 'approve':
    case 'deny':
      return decision(command, scene)
    case 'answer':
      return answer(command, scene)
    case 'ask':
      return { moves: [{ does: 'ask', by: by(command, scene), text: command.text }] }
    case 'inject':
    case 'judge':
    case 'reveal':
      return lead(command, scene)
    case 'ownerAsk':
      return askOwner(command, scene)
    case 'ownerSays': {
      const { wasMe } = command
      return { moves: [{ does: 'answerOwner', ...about(command, scene), wasMe }] }
    }
    case 'block': {
      const { arn, reason } = command
      return { moves: [{ does: 'requestBlock', by: by(command, scene), arn, reason }] }
    }
    case 'freeze':
    case 'unfreeze':
      return { moves: [{ does: command.does, by: by(command, scene), reason: command.reason }] }
    default:
      return { moves: [incidentMove(command, scene)] }
  }
}

type OnIncident = Extract<ActCommand, { does: 'restore' | 'retry' | 'close' | 'vouch' | 'name' | 'scope' | 'note' }>

function incidentMove(command: OnIncident, scene: MoveScene): Move {
  const base = about(command, scene)
  switch (command.does) {
    case 'restore':
      return { does: 'requestRestore', ...base, as: command.as, reason: command.reason }
    case 'name':
      return { does: 'name', ...base, arn: command.arn, reason: command.reason }
    case 'scope':
      return { does: 'scope', ...base, scope: command.scope, reason: command.reason }
    case 'note':
      return { does: 'note', ...base, text: command.text }
    case 'retry':
    case 'close':
    case 'vouch':
      return { does: command.does, ...base, reason: command.reason }
    default:
      return assertNever(command, 'command')
  }
}

/** What is asked now, of the incident that is meant. */
export function askedNow(board: Board, incident: number | null): OpenApproval | null {
  const meant = board.incidents.find(({ no }) => no === incident)
  return board.approvals.findLast((each) => meant === undefined || each.incident === meant.id) ?? null
}

function decision(command: Extract<ActCommand, { does: 'approve' | 'deny' }>, scene: MoveScene): Meant {
  const asked = askedNow(scene.board, command.incident)
  const { does, reason } = command
  return { moves: [{ does, ...about(command, scene), question: asked?.question ?? 'contain', reason }] }
}

/** The matter that an answer is meant for: by its id, as the first word, else the newest that is open to those who play. */
export function matterOf(command: Extract<TalkCommand, { does: 'answer' }>, scene: Pick<MoveScene, 'board' | 'roles'>) {
  const { board, roles } = scene
  const open = board.matters.filter(({ kind, to }) => isAsked(kind) && to.some((role) => roles.played.includes(role)))
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(command.text) ?? []
  const named = open.find(({ inject }) => inject === (command.inject ?? word.replace(/:$/, '')))
  if (named !== undefined) return { matter: named, text: command.inject === null ? rest : command.text }
  const newest = open.findLast(({ isAnswered }) => !isAnswered) ?? open.at(-1) ?? null
  return { matter: newest, text: command.text }
}

const NOBODY_ASKED = 'Nobody has asked you anything. To put something on the record: `note TEXT`.'

/**
 * Why there is nothing to do, before people are asked for the rest of it; null: there is. Nobody could press a button that is not
 * there, so such a line is no attempt.
 */
export function whyIdle(command: MoveCommand, scene: Pick<MoveScene, 'board' | 'roles'>): string | null {
  switch (command.does) {
    case 'approve':
    case 'deny':
      return askedNow(scene.board, command.incident) === null
        ? `Nobody is asked now, so there is nothing to ${command.does}.`
        : null
    case 'answer':
      return matterOf(command, scene).matter === null ? NOBODY_ASKED : null
    default:
      return null
  }
}

function isAsked(kind: OpenMatter['kind']): boolean {
  return kind === 'question' || kind === 'pressure'
}

function answer(command: Extract<TalkCommand, { does: 'answer' }>, scene: MoveScene): Meant {
  const { matter, text } = matterOf(command, scene)
  if (matter === null) return { says: NOBODY_ASKED }
  const { choice } = command
  const speaker = by(command, scene, matter)
  const said: Move = {
    does: 'answer',
    by: speaker,
    inject: matter.inject,
    text,
    ...(choice === null ? {} : { choice }),
  }
  return { moves: [said] }
}

function askOwner(command: Extract<ActCommand, { does: 'ownerAsk' }>, scene: MoveScene): Meant {
  const owner = command.owner ?? scene.everybody.find((role) => role === 'owner') ?? null
  if (owner === null) return { says: `Say whom: owner ask ROLE, one of ${scene.everybody.join(', ')}.` }
  if (!scene.everybody.includes(owner))
    return { says: `There is no ${owner}: ${scene.everybody.join(', ')} take part.` }
  return { moves: [{ does: 'askOwner', ...about(command, scene), owner }] }
}

function lead(command: LeadCommand, { roles }: MoveScene): Meant {
  if (!roles.leads) return { says: 'That is the facilitator’s, whom nobody plays here: --play facilitator.' }
  switch (command.does) {
    case 'inject':
      return { moves: [{ does: 'inject', by: FACILITATOR, inject: command.inject }] }
    case 'reveal':
      return { moves: [{ does: 'reveal', by: FACILITATOR, step: command.step }] }
    case 'judge': {
      const { inject, point, made } = command
      return { moves: [{ does: 'judge', by: FACILITATOR, inject, point, made }] }
    }
    default:
      return assertNever(command, 'command')
  }
}

function about(command: ActCommand, scene: MoveScene) {
  const incident = 'incident' in command ? command.incident : null
  return { by: by(command, scene), ...(incident === null ? {} : { incident }) }
}

function by(command: MoveCommand, { board, roles, nowMs }: MoveScene, matter: OpenMatter | null = null): string {
  const incident = 'incident' in command ? command.incident : null
  return roles.speaker(command, {
    asked: askedNow(board, incident),
    to: matter?.to ?? [],
    ownerAsked: board.ownerAsked,
    isAway: (role) => board.isAway(role, nowMs),
  })
}
