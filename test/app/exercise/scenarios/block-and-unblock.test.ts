import { missedIn, passes, playedOnce, playScenario, scenario } from '../../../support/exercises/scenario-runs.js'

const exercise = scenario('block-and-unblock')
const played = playedOnce(exercise)

describe('block-and-unblock, played well', () => {
  it('meets all that it is to show, and leaves no gap', async () => {
    const run = await played('good')
    expect(run.record.end).toEqual({ kind: 'finished' })
    expect(missedIn(run)).toEqual({ objectives: [], injects: [] })
    expect(run.review.gaps).toEqual([])
    expect(run.record.liveAwsCalls).toBe(0)
  })

  it('gives back what was taken: the second place is denied, and the restore says so', async () => {
    const { record } = await played('good')
    expect(record.gains.calls.denied).toBeGreaterThan(0)
    expect(record.gains.callsAfterBlock).toEqual([])
    const restored = record.events.filter((event) => event.kind === 'STATE' && event.to === 'restored')
    expect(restored).toHaveLength(1)
  })

  it('finds out by a question what it was, before anybody tells', async () => {
    const { record } = await played('good')
    const known = record.events.find((event) => event.kind === 'REVEALED' && event.step === 'restore-test')
    expect(known).toMatchObject({ how: 'asked', by: 'responder' })
  })

  it('goes the same way twice', async () => {
    expect((await playScenario(exercise, 'good')).record).toEqual((await played('good')).record)
  })
})

describe('block-and-unblock, played badly', () => {
  it('misses what it is to show, and the report names each thing', async () => {
    const run = await played('bad')
    expect(missedIn(run)).toEqual({
      objectives: ['seen', 'decide', 'contain', 'restore', 'exact', 'roles', 'path'],
      injects: ['alarm', 'boarding', 'demand', 'provider', 'exactly'],
    })
    const gaps = run.review.gaps.map(({ text }) => text).join('\n')
    expect(gaps).toContain(
      'Missed: "A ship is boarding". Birgit Aas (head of IT operations) did not approve within 5m.',
    )
    expect(gaps).toContain('Tomas Lind (security on call) tried once to approve the restore')
    expect(gaps).toContain('Nobody decided in time whether to restore')
    expect(run.markdown).toContain('What looked like an attack')
    expect(run.markdown).not.toContain('| Attacker |')
  })
})

describe('the answers to block-and-unblock', () => {
  it.each([
    'Our deny policy came off and nothing else; their own DenyAll is as it was. For a thief: rotate the key and both secrets first.',
    'Only what Tourniquet wrote was removed. With a real compromise the old key stays off and the server gets a new key.',
    'It deleted one policy and turned the key on again. The inactive key was left alone. Next time the provider must announce the test.',
  ])('pass: %s', (answer) => {
    expect(passes(exercise, 'exactly', answer)).toBe(true)
  })

  it.each([
    'Everything is as before and the list goes out again.',
    'We deleted the user and made a new one.',
    'Tourniquet did it, we would have to look at the record.',
  ])('do not pass: %s', (answer) => {
    expect(passes(exercise, 'exactly', answer)).toBe(false)
  })
})
