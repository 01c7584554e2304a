import type { Exercise } from '../../../exercises/exercise-file.js'
import type { Board, OpenApproval, OpenMatter } from './board.js'
import type { AnswerChoice, Command } from './command.js'
import type { RolesPlayed } from './roles-played.js'

/** Something that people can pick by its number. */
export interface Choice {
  readonly label: string
  readonly command: Command
}

/** What people are asked now, with what they can do about it. */
export interface Offer {
  /** Tells two offers apart. */
  readonly key: string
  readonly title: string
  readonly choices: readonly Choice[]
  readonly untilMs: number | null
}

/** What is before those who play, the most pressing last: what the product asks, then whoever waits for an answer. */
export function offersNow(exercise: Exercise, board: Board, roles: RolesPlayed): Offer[] {
  const approvals = board.approvals.filter(({ question }) => roles.mayDecide(question).length > 0)
  const matters = board.matters.filter(
    ({ kind, to, isAnswered }) =>
      !isAnswered && (kind === 'question' || kind === 'pressure') && to.some((role) => roles.played.includes(role)),
  )
  return [
    ...approvals.map((each) => approvalOffer(exercise, board, each)),
    ...matters.map((each) => (each.kind === 'question' ? questionOffer(each) : pressureOffer(exercise, each))),
  ]
}

function approvalOffer(
  { roles }: Exercise,
  board: Board,
  { incident, question, approvedBy, quorum, expiresAtMs, planDigest, circle }: OpenApproval,
): Offer {
  const no = board.incidentNo(incident)
  const of = { incident: board.incidents.find(({ id }) => id === incident)?.no ?? null }
  const count = quorum === 1 ? '' : ` (${approvedBy.length} of ${quorum} have approved)`
  const more = circle === 0 ? '' : ' More people may decide now.'
  const hasOwner = roles.some(({ id }) => id === 'owner')
  return {
    key: `${incident} ${question} ${planDigest} ${approvedBy.length} ${circle}`,
    title: `${no === null ? '' : `Incident ${no}: `}${question === 'contain' ? 'Block it?' : 'Restore it?'}${count}${more}`,
    choices: [
      { label: 'approve', command: { does: 'approve', ...of, reason: '' } },
      { label: 'deny', command: { does: 'deny', ...of, reason: '' } },
      ...(hasOwner ? [{ label: 'ask the owner', command: { does: 'ownerAsk', ...of, owner: null } as const }] : []),
      { label: 'look at the evidence', command: { does: 'evidence', ...of } },
      { label: 'look at the plan', command: { does: 'plan', ...of } },
    ],
    untilMs: expiresAtMs,
  }
}

function questionOffer({ inject, title, untilMs }: OpenMatter): Offer {
  const command = { does: 'answer', inject, choice: null, text: '' } as const
  return { key: inject, title, choices: [{ label: 'answer in your own words', command }], untilMs }
}

const inRehearsal: readonly (readonly [string, AnswerChoice | null])[] = [
  ['answer in your own words', null],
  ['wait', 'wait'],
  ['escalate', 'escalate'],
]
const inDiscussion: typeof inRehearsal = [
  ...inRehearsal,
  ['approve', 'approve'],
  ['deny', 'deny'],
  ['ask the owner', 'askOwner'],
]

/** In a discussion to say it is to do it; else the product's own commands do it, and these are words. */
function pressureOffer({ mode }: Exercise, { inject, title, untilMs }: OpenMatter): Offer {
  const ways = mode === 'discuss' ? inDiscussion : inRehearsal
  const choices = ways.map(([label, choice]): Choice => {
    return { label, command: { does: 'answer', inject, choice, text: '' } }
  })
  return { key: inject, title, choices, untilMs }
}
