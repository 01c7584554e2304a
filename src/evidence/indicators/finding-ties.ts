import type { Tally, TrailFacts } from '../facts/trail-facts.js'
import { actorOfArn } from '../sessions/actor-of-arn.js'
import type { RelatedFinding } from './indicator-input.js'
import { plainAddress, sourceKindOf } from './source-kind.js'

/** What ties findings and actors together, as texts that are equal where it is the same. */
export interface Tie {
  readonly kind: 'principal' | 'accessKey' | 'session' | 'ipAddress'
  readonly value: string
}

export function textOfTie({ kind, value }: Tie): string {
  return `${kind} ${value}`
}

/** A principal's ARN counts for the principal: a session for its role, with or without the path. */
export function tiesOfFinding(finding: RelatedFinding): Tie[] {
  return [
    ...finding.principalArns.flatMap((arn) => {
      const actor = actorOfArn(arn)
      return actor === null ? [] : [{ kind: 'principal', value: actor.key } as const]
    }),
    ...named('accessKey', finding.accessKeyIds),
    ...named('session', finding.sessionIds),
    ...finding.ipAddresses.flatMap(publicAddress),
  ]
}

/** Every service and every inside address is shared by all: they tie nobody to anybody. */
function publicAddress(source: string): Tie[] {
  const address = sourceKindOf(source) === 'public' ? plainAddress(source) : null
  return address === null ? [] : [{ kind: 'ipAddress', value: address }]
}

function named(kind: Tie['kind'], values: readonly string[]): Tie[] {
  return values.flatMap((value) => (value === '' ? [] : [{ kind, value }]))
}

export interface ActorTie {
  readonly actorKey: string
  readonly tie: Tie
  readonly tally: Pick<Tally, 'eventIds'>
}

/** What the actors of the scope used: addresses, keys, sessions. Each actor is tied to itself. */
export function tiesOfActors({ scope }: TrailFacts): ActorTie[] {
  const ties: ActorTie[] = []
  for (const [actorKey, facts] of scope.actors) {
    ties.push({ actorKey, tie: { kind: 'principal', value: actorKey }, tally: facts })
    for (const [source, tally] of facts.byIp) {
      for (const tie of publicAddress(source)) ties.push({ actorKey, tie, tally })
    }
  }
  for (const key of scope.keys.values()) {
    const { actorKey, accessKeyId, principalId, sessionName } = key
    if (accessKeyId !== '') ties.push({ actorKey, tie: { kind: 'accessKey', value: accessKeyId }, tally: key })
    if (sessionName !== '') ties.push({ actorKey, tie: { kind: 'session', value: principalId }, tally: key })
  }
  return ties
}
