import { missedIn, passes, playedOnce, playScenario, scenario } from '../../../support/exercises/scenario-runs.js'

const exercise = scenario('roles-anywhere-profile')
const played = playedOnce(exercise)

describe('roles-anywhere-profile, played well', () => {
  it('meets all that it is to show', async () => {
    const run = await played('good')
    expect(run.record.end).toEqual({ kind: 'finished' })
    expect(missedIn(run)).toEqual({ objectives: [], injects: [] })
    expect(run.score.path.asExpected).toBe(true)
    expect(run.record.liveAwsCalls).toBe(0)
  })

  it("turns off the intruder's profile and anchor, and leaves those of the presses on", async () => {
    const { record, reports } = await played('good')
    const [profile] = reports
    expect(profile?.playbook).toBe('roles-anywhere-profile@1')
    const standing = record.gains.persistence.map(({ what, standing }) => `${what} ${standing}`)
    expect(standing).toEqual(['trust anchor press CA false', 'profile press-lines-b false'])
    expect(JSON.stringify(profile?.plan)).toContain('plant CA')
    expect(profile?.writes.map(({ what }) => what).join('\n')).not.toContain('plant CA')
  })

  it('ends the session that came in by it: the role is blocked, and given back without older sessions', async () => {
    const { record } = await played('good')
    expect(record.gains.couldStill).toEqual([])
    expect(record.incidents.map(({ state }) => state)).toEqual(['contained', 'contained', 'restored', 'contained'])
    const another = record.events.flatMap((event) =>
      event.kind === 'ATTACK' && event.step === 'another' ? [event.result] : [],
    )
    expect(another).toEqual(['begun', 'denied'])
  })

  it('goes the same way twice', async () => {
    expect((await playScenario(exercise, 'bad')).record).toEqual((await played('bad')).record)
  })
})

describe('roles-anywhere-profile, played badly', () => {
  it('leaves everybody in who is in, who make the next door; the report names each thing', async () => {
    const run = await played('bad')
    expect(missedIn(run)).toEqual({
      objectives: ['decide', 'door', 'inside', 'presses', 'found', 'told', 'missed'],
      injects: ['alarm', 'plants', 'still-in', 'deadline', 'plates', 'next-time'],
    })
    const gaps = run.review.gaps.map(({ text }) => text).join('\n')
    expect(gaps).toContain('The attacker has 2 ways to come back')
    expect(gaps).toContain('trust anchor press CA 2 (made at T+')
    expect(gaps).toContain('profile press-lines-c (made at T+')
    expect(gaps).toContain('Nobody found out: The trust anchor press CA is no authority of the house')
    expect(gaps).toContain('Elin Strand (security on call) did not ask for a restore')
    expect(gaps).toContain('Ravi Nair (platform team) tried once to deny the block')
    expect(run.record.gains.couldStill).toContain('new sessions of role/plate-fetch through the profile press-lines-c')
  })
})

describe('the answers to roles-anywhere-profile', () => {
  it.each([
    ['still-in', 'A session of plate-fetch, until it expires; and the build session, which can make another profile.'],
    [
      'still-in',
      'Whoever came in has up to one hour. To end it we block the role, and the lines stand for some minutes.',
    ],
    [
      'still-in',
      'The sessions that were handed out. Block plate-fetch and restore as compromise: new sessions still work.',
    ],
    ['next-time', 'A condition in the trust policy of plate-fetch, so that only plant CA counts.'],
    ['next-time', 'An SCP against rolesanywhere for builds, and pinned packages.'],
    ['next-time', 'Take the permission away from ci-deploy, delete the profile when the evidence is kept.'],
  ])('pass, %s: %s', (question, answer) => {
    expect(passes(exercise, question, answer)).toBe(true)
  })

  it.each([
    ['still-in', 'Nobody, it is turned off.'],
    ['still-in', 'We would have to ask the plant in Kiruna.'],
    ['still-in', 'The certificate is still valid, so we have to wait.'],
    ['next-time', 'We have to be more careful.'],
    ['next-time', 'Elastic told us in time, so nothing.'],
    ['next-time', 'Somebody should look at the account more often.'],
  ])('do not pass, %s: %s', (question, answer) => {
    expect(passes(exercise, question, answer)).toBe(false)
  })
})
