import { createHash } from 'node:crypto'
import { compareTexts } from '../facts/texts.js'
import type { EventMark } from '../facts/trail-facts.js'
import { type Answer, noAnswer, type Sighting } from './answer.js'
import { DisjointSets } from './disjoint-sets.js'
import { type ActorTie, textOfTie, tiesOfActors, tiesOfFinding } from './finding-ties.js'
import type { IndicatorInput, RelatedFinding } from './indicator-input.js'
import { rankOf, severityOfScore } from './indicator-severity.js'
import { addresses } from './located-addresses.js'
import { earliestIds } from './sighted-ids.js'

/** An office or a VPN: what so many share connects nobody. */
export const mostUsersOfAddress = 20

/**
 * Two findings or more that are connected with each other and with the actor, over principals, keys, sessions and addresses
 * of the findings and of everybody's calls in the scope. Detective builds its finding groups by machine learning; this is the
 * connected component, and says no more than that a path of shared things leads from one to the other.
 */
export function relatedFindingGroups({
  facts,
  actor,
  relatedFindings,
}: IndicatorInput): Answer<'RELATED_FINDING_GROUP'> {
  if (relatedFindings === null) return noAnswer('notEvaluated', 'our own incidents were not asked')
  const none = { status: 'notObserved', reason: 'no two findings of our record are connected with it' } as const
  if (relatedFindings.length < 2) return { sightings: [], otherwise: none, gaps: [] }
  const { ties, hubs } = withoutHubs(tiesOfActors(facts))
  const sets = new DisjointSets()
  for (const { actorKey, tie } of ties) sets.join(nodeOfActor(actorKey), textOfTie(tie))
  for (const finding of relatedFindings) {
    for (const tie of tiesOfFinding(finding)) {
      if (!hubs.has(textOfTie(tie))) sets.join(nodeOfFinding(finding), textOfTie(tie))
    }
  }
  const home = sets.rootOf(nodeOfActor(actor.key))
  const members = relatedFindings.filter((finding) => sets.rootOf(nodeOfFinding(finding)) === home)
  const group = new Set(members.map(({ arn }) => arn)).size > 1 ? sightingOf(members, ownMarks(ties, actor.key)) : null
  return {
    sightings: group === null ? [] : [group],
    otherwise: none,
    gaps: hubs.size > 0 ? [hubGap(hubs.size)] : [],
  }
}

/** The same node as the tie to a principal: findings name it in that way. */
function nodeOfActor(actorKey: string): string {
  return textOfTie({ kind: 'principal', value: actorKey })
}

function nodeOfFinding({ arn }: RelatedFinding): string {
  return `finding ${arn}`
}

function withoutHubs(all: readonly ActorTie[]): {
  readonly ties: readonly ActorTie[]
  readonly hubs: ReadonlySet<string>
} {
  const users = new Map<string, number>()
  for (const { tie } of all) {
    if (tie.kind === 'ipAddress') users.set(textOfTie(tie), (users.get(textOfTie(tie)) ?? 0) + 1)
  }
  const hubs = new Set([...users].flatMap(([text, count]) => (count > mostUsersOfAddress ? [text] : [])))
  return { ties: all.filter(({ tie }) => !hubs.has(textOfTie(tie))), hubs }
}

function ownMarks(ties: readonly ActorTie[], actorKey: string): EventMark[] {
  return ties.flatMap((each) => (each.actorKey === actorKey ? [...each.tally.eventIds] : []))
}

function sightingOf(
  members: readonly RelatedFinding[],
  marks: readonly EventMark[],
): Sighting<'RELATED_FINDING_GROUP'> {
  const findings = [...new Set(members.map(({ arn }) => arn))].sort(compareTexts)
  const gravest = members.map(({ severity }) => severityOfScore(severity)).sort((a, b) => rankOf(b) - rankOf(a))[0]
  const id = createHash('sha256').update(JSON.stringify(findings)).digest('hex').slice(0, 32)
  return {
    severity: gravest ?? 'INFORMATIONAL',
    technique: null,
    tactic: null,
    reason: `${findings.length} findings are connected with it and with each other`,
    detail: { id, findings },
    eventIds: earliestIds(marks),
  }
}

function hubGap(count: number): string {
  const verb = count === 1 ? 'connects' : 'connect'
  return `${addresses(count)} of more than ${mostUsersOfAddress} principals ${verb} nothing`
}
