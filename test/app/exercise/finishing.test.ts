import type { ExerciseInput } from '../../../exercises/exercise-file.js'
import { exerciseWith, played } from '../../support/exercises/played.js'

type InjectInput = ExerciseInput['injects'][number]

const about = { user: 'sam' }
const users: NonNullable<ExerciseInput['world']['account']['users']> = [
  { name: 'sam', accessKeys: [{ id: 'AKIASAMSAMSAMSAMSAM0' }] },
]

function withSecond(second: Partial<Extract<InjectInput, { kind: 'finding' }>>) {
  const inject: InjectInput = {
    ...{ id: 'second', kind: 'finding', title: 'Another one', at: '30s', source: 'guardduty' },
    ...{ make: { about }, ...second },
  }
  return exerciseWith((initial) => ({
    ...initial,
    world: { ...initial.world, account: Object.assign({}, initial.world.account, { users }) },
    injects: [...initial.injects, inject],
  }))
}

describe('a run', () => {
  it('is over although nobody closes the incident of a finding that AWS does not have', async () => {
    const { end, incidents } = await played(withSecond({ forged: true }), 'good')
    expect(end).toEqual({ kind: 'finished' })
    expect(incidents.map(({ state }) => state)).toEqual(['contained', 'unconfirmed'])
  })

  it('goes on as long as somebody is expected to act on it', async () => {
    const expect1 = { does: ['close' as const], within: '40m' }
    const { end, events } = await played(withSecond({ forged: true, expect: expect1 }), 'good')
    expect(end).toEqual({ kind: 'finished' })
    const missed = events.find((event) => event.kind === 'INJECT_ENDED' && event.inject === 'second')
    expect(missed?.atMs).toBe(40 * 60_000 + 30_000)
  })

  it('is over when all that is left of another incident waits for a person, and not before', async () => {
    const { end, incidents, events } = await played(withSecond({}), 'good')
    expect(end).toEqual({ kind: 'finished' })
    expect(incidents.map(({ state }) => state)).toEqual(['contained', 'needsHuman'])
    // Nobody answered its question: it was open for as long as it takes to expire.
    const ended = events.find((event) => event.kind === 'STATE' && event.to === 'needsHuman')
    expect(ended?.atMs).toBeGreaterThan(30 * 60_000)
  })
})
