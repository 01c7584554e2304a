import { scenarios } from '../../../../app/exercise/scenarios.js'
import { techniques } from '../../../../app/exercise/techniques/techniques.js'
import type { Exercise } from '../../../../exercises/exercise-file.js'
import { faultSchema } from '../../../../exercises/schema/faults.js'
import { findingSourceNameSchema, injectSchema } from '../../../../exercises/schema/injects.js'
import { scenario } from '../../../support/exercises/scenario-runs.js'

const ids = scenarios().map(({ id }) => id)
const all = ids.map(scenario)

/** Until these are there, not everything that an exercise can be has to be in one. */
const TO_COME = ['detective-role-session', 'cross-account-activity', 'roles-anywhere-profile', 'insider-hour']
const isComplete = TO_COME.every((id) => ids.includes(id))
/** What those are to use. */
const ITS_TURN_COMES: readonly string[] = [
  'instance-credential-theft',
  'discovery',
  'exfiltration',
  'key-minting',
  'trust-backdoor',
  'roles-anywhere-persistence',
  'role-chaining',
  'federation-survival',
  'group-exit',
  'trail-tampering',
  'detective',
  'elastic',
]

/** What is in none of the scenarios, though it should be by now. */
function missing(wanted: readonly string[], used: (exercise: Exercise) => readonly (string | null)[]): string[] {
  const found = new Set(all.flatMap(used))
  return wanted.filter((each) => !found.has(each) && (isComplete || !ITS_TURN_COMES.includes(each)))
}

describe.each(all.map((exercise) => [exercise.id, exercise] as const))('the scenario %s', (id, exercise) => {
  const { injects, attack, minutes, limits, objectives, players, roles } = exercise

  it('has the id of its file, and takes 10 to 60 minutes', () => {
    expect(ids.filter((each) => each === id)).toHaveLength(1)
    expect(minutes).toBeGreaterThanOrEqual(10)
    expect(minutes).toBeLessThanOrEqual(60)
    expect(limits.maxDuration.ms).toBeGreaterThanOrEqual(minutes * 60_000)
  })

  it('has something to find out, somebody who presses, and a question whose answer is marked', () => {
    const hidden = (attack?.steps ?? []).filter((step) => step.hidden)
    expect(hidden.length).toBeGreaterThan(0)
    expect(hidden.some(({ revealedBy }) => revealedBy?.asking !== undefined)).toBe(true)
    expect(injects.some(({ kind }) => kind === 'pressure')).toBe(true)
    expect(injects.some((inject) => inject.kind === 'question' && (inject.rubric ?? []).length > 1)).toBe(true)
  })

  it('has objectives of several kinds, and people by name beside the facilitator', () => {
    expect(new Set(objectives.map(({ metric }) => metric)).size).toBeGreaterThanOrEqual(5)
    expect(roles.map((role) => role.id)).toContain('facilitator')
    expect(roles.length).toBeGreaterThanOrEqual(3)
  })

  it('has a script for each kind of player, and they differ', () => {
    expect(players.good.length).toBeGreaterThan(2)
    expect(players.bad.length).toBeGreaterThan(1)
    expect(players.bad).not.toEqual(players.good)
  })
})

describe('the scenarios together', () => {
  it('aim at different numbers each', () => {
    const aims = all.map(({ objectives }) =>
      JSON.stringify(objectives.map(({ metric, target }) => `${metric} ${JSON.stringify(target)}`).sort()),
    )
    expect(new Set(aims).size).toBe(all.length)
  })

  it('use every technique', () => {
    const names = techniques.map(({ name }) => name)
    expect(missing(names, ({ attack }) => (attack?.steps ?? []).map(({ does }) => does))).toEqual([])
  })

  it('use every fault', () => {
    const kinds = faultSchema.options.map(({ shape }) => shape.kind.value)
    const used = ({ injects }: Exercise) => injects.flatMap((each) => (each.kind === 'fault' ? [each.fault.kind] : []))
    expect(missing(kinds, used)).toEqual([])
  })

  it('use every kind of inject', () => {
    const kinds = injectSchema.options.map(({ shape }) => shape.kind.value)
    expect(missing(kinds, ({ injects }) => injects.map(({ kind }) => kind))).toEqual([])
  })

  it('use every source of findings, and both modes', () => {
    const used = ({ injects }: Exercise) => injects.flatMap((each) => (each.kind === 'finding' ? [each.source] : []))
    expect(missing(findingSourceNameSchema.options, used)).toEqual([])
    expect(missing(['discuss', 'rehearse'], ({ mode }) => [mode])).toEqual([])
  })
})
