import type { FindingSourceName, MadeFinding } from '../../../exercises/schema/injects.js'
import type { Json } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import { type FindingFacts, type FindingPlace, findingFacts } from './finding-facts.js'
import { makeDetective } from './make-detective.js'
import { makeElastic, makeElasticAboutProfile } from './make-elastic.js'
import { makeGeneric } from './make-generic.js'
import { makeGuardDuty } from './make-guardduty.js'
import { makeSecurityHub } from './make-security-hub.js'
import { makeSplunk, makeSplunkAboutProfile } from './make-splunk.js'
import { type ProfileFacts, profileFacts } from './profile-facts.js'

/** A finding as its source sends it. */
export interface MadePayload {
  readonly payload: Json
  /** GuardDuty's own event, of which the source is only the messenger; null: the source is where it comes from. */
  readonly ofGuardDuty: Json | null
}

interface Maker {
  readonly make: (facts: FindingFacts) => object
  /** Only of sources that look at single calls. */
  readonly aboutProfile?: (facts: ProfileFacts) => object
}

const makers: Readonly<Record<FindingSourceName, Maker>> = {
  guardduty: { make: makeGuardDuty },
  'security-hub': { make: makeSecurityHub },
  detective: { make: makeDetective },
  splunk: { make: makeSplunk, aboutProfile: makeSplunkAboutProfile },
  elastic: { make: makeElastic, aboutProfile: makeElasticAboutProfile },
  generic: { make: makeGeneric },
}

export function canMake(source: string, about: 'principal' | 'profile'): boolean {
  const maker = Object.entries(makers).find(([name]) => name === source)?.[1]
  return maker !== undefined && (about === 'principal' || maker.aboutProfile !== undefined)
}

/**
 * A finding about somebody of the exercise, or about a profile of Roles Anywhere, in the shape that the source really sends: always
 * the same for the same inject at the same time. Throws NothingToFindError where there is nothing yet that it could be about.
 */
export function makeFinding(
  place: FindingPlace,
  source: FindingSourceName,
  inject: string,
  make: MadeFinding,
): MadePayload {
  const maker = makers[source]
  const { profile } = make.about
  if (profile !== undefined) {
    if (maker.aboutProfile === undefined) throw new Error(`${source} does not tell of profiles.`)
    return { payload: asJson(maker.aboutProfile(profileFacts(place, inject, make, profile))), ofGuardDuty: null }
  }
  const facts = findingFacts(place, inject, make)
  const ofGuardDuty = source === 'security-hub' ? asJson(makeGuardDuty(facts)) : null
  return { payload: asJson(maker.make(facts)), ofGuardDuty }
}

/** What is not given is not sent. */
function asJson(value: object): Json {
  return jsonSchema.parse(JSON.parse(JSON.stringify(value)))
}
