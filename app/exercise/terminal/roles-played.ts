import { approvalRulesOf } from '../../../exercises/approval-rules.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { FACILITATOR } from '../../../exercises/moves.js'
import type { Question } from '../../../src/domain/effect.js'
import { type ApprovalRules, circlesOf, hasVerb, type Verb } from '../../../src/incidents/authority.js'
import type { ActCommand, Command } from './command.js'

/**
 * The roles that people play where they do not say: each that an inject, an expectation or a question of the product is addressed
 * to, in the order of the file. Never the facilitator, who knows what the others are to find out.
 */
export function addressedRoles({ roles, injects, world }: Exercise): string[] {
  const { contain, restore, operators } = world.approvals
  const addressed = new Set([
    ...injects.flatMap((inject) => ('to' in inject ? (inject.to ?? []) : [])),
    ...injects.flatMap((inject) => ('expect' in inject ? [inject.expect?.by] : [])),
    ...[contain, restore].flatMap(({ approvers, escalateTo }) => [...approvers, ...escalateTo]),
    ...operators,
  ])
  return roles.map(({ id }) => id).filter((id) => addressed.has(id) && id !== FACILITATOR)
}

/** What is known when it is decided who of several roles speaks. */
export interface SpeakingMoment {
  /** About whom something is asked now, and whose approval counts already. */
  readonly asked: {
    readonly question: Question
    readonly approvedBy: readonly string[]
    /** Whose approval would count now, by the product; null: not known. */
    readonly mayApprove: readonly string[] | null
  } | null
  /** Whom the matter is put to that is answered. */
  readonly to: readonly string[]
  readonly ownerAsked: string | null
  readonly isAway: (role: string) => boolean
}

/**
 * Who of the roles that people play says or does this: somebody who may, and who has not done it yet. Where nobody may, it is
 * the first of them, and the product refuses it: that is theirs to learn.
 */
export class RolesPlayed {
  readonly played: readonly string[]
  readonly #rules: ApprovalRules
  #speakingAs: string | null = null

  constructor(exercise: Exercise, played: readonly string[]) {
    this.played = played
    this.#rules = approvalRulesOf(exercise.world.approvals)
  }

  /** Whom they said they speak as; null: whoever may. */
  get speakingAs(): string | null {
    return this.played.length === 1 ? (this.played[0] ?? null) : this.#speakingAs
  }

  get leads(): boolean {
    return this.played.includes(FACILITATOR)
  }

  /** `role`: one that is played; null: whoever may. */
  speakAs(role: string | null): void {
    this.#speakingAs = role
  }

  mayDecide(question: Question): string[] {
    return circlesOf(this.#rules, question, 'second').filter((role) => this.played.includes(role))
  }

  speaker(command: Command, moment: SpeakingMoment): string {
    if (this.speakingAs !== null) return this.speakingAs
    const able = this.#able(command, moment)
    return able.find((role) => !moment.isAway(role)) ?? able[0] ?? this.#first()
  }

  #able(command: Command, { asked, to, ownerAsked }: SpeakingMoment): readonly string[] {
    switch (command.does) {
      case 'approve':
      case 'deny': {
        if (asked === null) return []
        const counted = asked.mayApprove?.filter((role) => this.played.includes(role)) ?? []
        const able = counted.length > 0 ? counted : this.mayDecide(asked.question)
        const fresh = able.filter((role) => !asked.approvedBy.includes(role))
        return fresh.length > 0 ? fresh : able
      }
      case 'answer':
        return this.played.filter((role) => to.includes(role))
      case 'inject':
      case 'judge':
      case 'reveal':
        return [FACILITATOR]
      case 'ownerSays':
        return this.played.filter((role) => role === ownerAsked || (ownerAsked === null && role === 'owner'))
      default: {
        const verb = verbOf(command.does)
        return verb === null ? [] : this.played.filter((role) => hasVerb(this.#rules, role, verb))
      }
    }
  }

  #first(): string {
    return this.played.find((role) => role !== FACILITATOR) ?? this.played[0] ?? ''
  }
}

const verbs: Readonly<Partial<Record<ActCommand['does'], Verb>>> = {
  restore: 'requestRestore',
  retry: 'retry',
  close: 'close',
  vouch: 'vouch',
  name: 'name',
  scope: 'chooseScope',
  note: 'addNote',
  ownerAsk: 'askOwner',
  block: 'requestBlock',
  freeze: 'freeze',
  unfreeze: 'unfreeze',
}

function verbOf(does: Command['does']): Verb | null {
  return Object.entries(verbs).find(([name]) => name === does)?.[1] ?? null
}
