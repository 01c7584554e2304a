import type { Investigation } from './investigation.js'
import type { ProposedEntity } from './proposal/proposal.js'

export interface Accused {
  /** `Actor.key` of whom the question is about. */
  readonly key: string
  /** As people name it. */
  readonly name: string
}

/**
 * A sentence where the records do not point at whom a finding accuses, or not at it first: at somebody else, or at nobody while
 * there are calls of the accused to judge by. null where they do, and where they show nothing of the accused: CloudTrail is minutes late, and no
 * record is no innocence. `aboutAll` answers to the same records with everybody asked about.
 */
export function contradictionOf(
  aboutAccused: Pick<Investigation, 'proposed' | 'notProposed'>,
  aboutAll: () => Pick<Investigation, 'proposed'>,
  { key, name }: Accused,
): string | null {
  const rank = aboutAccused.proposed.findIndex((each) => each.key === key)
  if (rank >= 0) return rank === 0 ? null : besideOf(aboutAccused.proposed[0], name)
  const judged = aboutAccused.notProposed.find((each) => each.key === key)
  const why = judged === undefined || judged.kind === 'unseen' ? '' : ` Of ${name} they say: ${judged.reason}`
  const others = (aboutAccused.proposed.length > 0 ? aboutAccused : aboutAll()).proposed.filter(
    ({ confidence }) => confidence !== 'low',
  )
  const [first] = others
  if (first !== undefined) {
    const more = others.length === 1 ? '' : ` and ${others.length - 1} more`
    return `The records point at ${first.type} ${first.name} (${first.arn})${more}, not at ${name}, whom the finding accuses and this plan is about.${why}`
  }
  if (judged?.kind !== 'ordinary' && judged?.kind !== 'victim') return null
  return `The records by themselves do not show an attack by ${name}, whom the finding accuses: ${judged.reason} This plan rests on that finding.`
}

function besideOf(first: ProposedEntity | undefined, name: string): string | null {
  if (first === undefined || first.confidence === 'low') return null
  return `The records point at ${first.type} ${first.name} (${first.arn}) before they point at ${name}, whom this plan is about: a block of ${name} alone does not reach it.`
}
