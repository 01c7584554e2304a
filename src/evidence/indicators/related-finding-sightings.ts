import { compareTexts } from '../facts/texts.js'
import type { EventMark } from '../facts/trail-facts.js'
import { type Answer, noAnswer, type Sighting } from './answer.js'
import { type ActorTie, type Tie, textOfTie, tiesOfActors, tiesOfFinding } from './finding-ties.js'
import type { IndicatorInput, RelatedFinding } from './indicator-input.js'
import { rankOf, severityOfScore } from './indicator-severity.js'
import { earliestIds } from './sighted-ids.js'

const names: Readonly<Record<Tie['kind'], string>> = {
  principal: 'the principal itself',
  accessKey: 'the access key',
  session: 'the session',
  ipAddress: 'the address',
}

/** Findings of our own record that share the principal, a key, a session or an address with what the actor did in the scope. */
export function relatedFindingSightings({ facts, actor, relatedFindings }: IndicatorInput): Answer<'RELATED_FINDING'> {
  if (relatedFindings === null) return noAnswer('notEvaluated', 'our own incidents were not asked')
  const own = new Map<string, ActorTie[]>([[textOfTie({ kind: 'principal', value: actor.key }), []]])
  for (const tie of tiesOfActors(facts)) {
    if (tie.actorKey !== actor.key) continue
    const text = textOfTie(tie.tie)
    own.set(text, [...(own.get(text) ?? []), tie])
  }
  const sightings = relatedFindings.flatMap((finding) => sightingsOf(finding, own))
  return {
    sightings: sightings.sort(gravestFirst),
    otherwise: {
      status: 'notObserved',
      reason: 'no finding of our record shares a principal, key, session or address with it',
    },
    gaps: [],
  }
}

function sightingsOf(
  finding: RelatedFinding,
  own: ReadonlyMap<string, readonly ActorTie[]>,
): Sighting<'RELATED_FINDING'>[] {
  const shared = tiesOfFinding(finding).filter((tie) => own.has(textOfTie(tie)))
  if (shared.length === 0) return []
  const said = [
    ...new Set(shared.map(({ kind, value }) => (kind === 'principal' ? names[kind] : `${names[kind]} ${value}`))),
  ].sort(compareTexts)
  const address =
    shared.flatMap(({ kind, value }) => (kind === 'ipAddress' ? [value] : [])).sort(compareTexts)[0] ?? null
  return [
    {
      severity: severityOfScore(finding.severity),
      technique: null,
      tactic: null,
      reason: `${finding.type} shares ${said.join(', ')}`,
      detail: { arn: finding.arn, type: finding.type, ipAddress: address, shared: said },
      eventIds: earliestIds(shared.flatMap((tie) => marksOf(own.get(textOfTie(tie)) ?? []))),
    },
  ]
}

function marksOf(ties: readonly ActorTie[]): EventMark[] {
  return ties.flatMap(({ tally }) => [...tally.eventIds])
}

function gravestFirst(a: Sighting<'RELATED_FINDING'>, b: Sighting<'RELATED_FINDING'>): number {
  return (
    rankOf(b.severity) - rankOf(a.severity) ||
    compareTexts(a.detail.arn, b.detail.arn) ||
    compareTexts(a.detail.type, b.detail.type)
  )
}
