import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { emptyActorFacts, mergeActorFacts, sumActor } from '../../../../src/evidence/facts/actor-facts.js'
import { copyOfKey, mergeKeyFacts } from '../../../../src/evidence/facts/key-facts.js'
import type { ActorFacts, KeyFacts } from '../../../../src/evidence/facts/trail-facts.js'
import { factsOf, someEvent } from '../../../support/fixtures/gathered-events.js'

const parted = fc.array(fc.tuple(someEvent, fc.boolean()), { maxLength: 60 })

function partsOf(drawn: readonly (readonly [CloudTrailEvent, boolean])[]): CloudTrailEvent[][] {
  return [true, false].map((side) => drawn.filter(([, on]) => on === side).map(([event]) => event))
}

function actorIn(parts: readonly (readonly CloudTrailEvent[])[], key: string): ActorFacts | undefined {
  const found = parts.flatMap((part) => factsOf(part).scope.actors.get(key) ?? [])
  const [first] = found
  if (first === undefined) return undefined
  const whole = emptyActorFacts(first.actor)
  for (const facts of found) mergeActorFacts(whole, facts)
  sumActor(whole)
  return whole
}

function keyIn(parts: readonly (readonly CloudTrailEvent[])[], name: string): KeyFacts | undefined {
  const found = parts.flatMap((part) => factsOf(part).scope.keys.get(name) ?? [])
  const [first] = found
  if (first === undefined) return undefined
  const whole = copyOfKey(first)
  for (const facts of found) mergeKeyFacts(whole, facts)
  return whole
}

describe('merging what was gathered apart', () => {
  it('gives the facts of an actor and of a credential that all records together give, in whatever order', () => {
    fc.assert(
      fc.property(parted, (drawn) => {
        const parts = partsOf(drawn)
        const { actors, keys } = factsOf(drawn.map(([event]) => event)).scope
        for (const [key, facts] of actors) {
          expect(actorIn(parts, key)).toEqual(facts)
          expect(actorIn(parts.toReversed(), key)).toEqual(facts)
        }
        for (const [name, facts] of keys) {
          expect(keyIn(parts, name)).toEqual(facts)
          expect(keyIn(parts.toReversed(), name)).toEqual(facts)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('leaves what it merges as it was', () => {
    fc.assert(
      fc.property(parted, (drawn) => {
        const [ours = [], theirs = []] = partsOf(drawn).map((part) => factsOf(part).scope)
        if (!('actors' in ours) || !('actors' in theirs)) return
        const before = partsOf(drawn).map((part) => factsOf(part).scope)
        for (const [key, facts] of ours.actors) {
          const whole = emptyActorFacts(facts.actor)
          for (const from of [facts, theirs.actors.get(key)]) if (from !== undefined) mergeActorFacts(whole, from)
        }
        for (const [name, facts] of ours.keys) {
          const whole = copyOfKey(facts)
          for (const from of [facts, theirs.keys.get(name)]) if (from !== undefined) mergeKeyFacts(whole, from)
        }
        expect([ours, theirs]).toEqual(before)
      }),
      { numRuns: 25 },
    )
  })
})
