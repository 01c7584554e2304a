import { account, anAssumption, anEvent, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { blinding, change, investigated, keyMade, proposedAs, reads, takeover } from './proposal-case.js'

const root = { type: 'Root', arn: `arn:aws:iam::${account}:root`, principalId: account, accountId: account }

describe('an attacker whom no policy reaches', () => {
  const found = investigated([...takeover(root), blinding(root)])

  it('comes first in the answer, with the way to stop it', () => {
    expect(found.verdict.statement).toMatch(/^the root user stands out.*delete its access keys.*Nobody is proposed/)
  })

  it('has its ways back and its steps told', () => {
    expect(found.persistence.map(({ byKey }) => byKey)).toContain(found.notProposed[0]?.key)
    expect(found.timeline.entries.map(({ what }) => what)).toContain('DeleteTrail')
  })

  it('comes first beside a proposed one that did less, and after one that did more', () => {
    const small = change(
      'iam CreateLoginProfile',
      { userName: 'bo' },
      { actor: aUser('mallory'), sourceIp: '203.0.113.9' },
    )
    const less = investigated([
      ...takeover(root),
      blinding(root),
      blinding(aUser('mallory'), { sourceIp: '203.0.113.9' }),
    ])
    expect(less.verdict.statement).toMatch(/^the root user stands out.*Beside it, user mallory is proposed/)
    const more = investigated([blinding(root), blinding(aUser('mallory')), ...takeover(aUser('mallory')), small])
    expect(more.verdict.statement).toMatch(/^user mallory is proposed.*standing out: the root user/)
  })

  it('has nothing told of it where it only signed in as anybody does', () => {
    const quiet = investigated([blinding(aUser('mallory')), ...reads(aUser('ana'), 3)])
    expect(quiet.timeline.entries.every(({ actorKey }) => actorKey.endsWith(':mallory'))).toBe(true)
  })
})

describe('a reason', () => {
  it('carries what the severity rests on', () => {
    const found = investigated(takeover(aUser('mallory')))
    expect(proposedAs(found, 'mallory')?.reasons.join(' ')).toContain('the policy allows everything')
  })

  it('names the key, the session and the address of what stands out', () => {
    const session = aSessionOf({ role: 'pods', session: 'report-7', accessKeyId: 'ASIA7' })
    const deed = blinding(session, { sourceIp: '203.0.113.50' })
    const found = investigated([
      deed,
      ...reads(aSessionOf({ role: 'pods', session: 'report-8', accessKeyId: 'ASIA8' }), 4),
    ])
    expect(proposedAs(found, 'pods')?.because.at(-1)).toEqual({
      text: 'What stands out was done with key ASIA7 (session report-7) from 203.0.113.50.',
      eventIds: [deed.eventId],
    })
    expect(found.sessions.find(({ accessKeyId }) => accessKeyId === 'ASIA7')?.eventIds).toContain(deed.eventId)
  })

  it('is told once for the same act, with the number of times', () => {
    const users = ['bo', 'cy', 'di']
    const found = investigated([
      blinding(aUser('mallory')),
      ...users.map((name) => keyMade(aUser('mallory'), name, `AKIA${name.toUpperCase()}`)),
      ...users.flatMap((name) =>
        reads(aUser(name), 2, { eventTime: at(9.2), sourceIp: '203.0.113.50', eventName: 'DescribeRegions' }),
      ),
    ])
    const reasons = proposedAs(found, 'mallory')?.reasons ?? []
    const used = reasons.filter((reason) => reason.startsWith('New access key used soon after'))
    expect(used).toEqual([expect.stringContaining('(3 times)')])
  })

  it('calls an address a place and a tool a tool', () => {
    const agent = { userAgent: 'odd-tool/7' }
    const apart = investigated([
      blinding(aUser('eve'), { ...agent, sourceIp: '203.0.113.1' }),
      blinding(aUser('mallory'), agent),
    ])
    expect(proposedAs(apart, 'eve')?.reasons).toContainEqual(
      'It uses the same rare tool as user mallory, which is proposed, too: odd-tool/7.',
    )
    const together = investigated([blinding(aUser('eve'), agent), blinding(aUser('mallory'), agent)])
    const text = proposedAs(together, 'eve')?.reasons.join(' ')
    expect(text).toContain('It calls from 198.51.100.7, as does user mallory, which is proposed, too.')
    expect(text).not.toContain('odd-tool')
  })
})

describe('the doubt about a single record', () => {
  it('is one sentence for all whom it is about, and none for the links of a chain', () => {
    const hop = aSessionOf({ role: 'r1', session: 's', accessKeyId: 'ASIA1' })
    const last = aSessionOf({ role: 'r2', session: 's', accessKeyId: 'ASIA2' })
    const found = investigated([
      anAssumption({ by: aUser('ana'), role: 'r1', session: 's', key: 'ASIA1' }),
      anAssumption({ by: hop, role: 'r2', session: 's', key: 'ASIA2', eventTime: at(9.1) }),
      blinding(last, { eventTime: at(9.2) }),
      blinding(aUser('eve'), { sourceIp: '203.0.113.1' }),
    ])
    const thin = found.verdict.doubts.filter((doubt) => doubt.includes('single record'))
    expect(thin).toHaveLength(1)
    expect(thin[0]).toMatch(/role r2.*user eve|user eve.*role r2/)
    expect(thin[0]).not.toContain('role r1')
    expect(found.proposed.map(({ name }) => name)).toContain('r1')
  })
})

describe('the doubt about records beyond the limits', () => {
  const many = (more: Parameters<typeof reads>[2]) => reads(aUser('ana'), 1_200, more)
  const about = (doubts: readonly string[]) => doubts.findIndex((doubt) => doubt.includes('beyond the limits'))

  it('names the calls and whose they are, and comes last where only reads were left out', () => {
    const { doubts } = investigated([
      blinding(aUser('mallory')),
      ...many({ eventSource: 'secretsmanager.amazonaws.com', eventName: 'GetSecretValue' }),
    ]).verdict
    expect(about(doubts)).toBe(doubts.length - 1)
    expect(doubts.at(-1)).toMatch(/records of reads.* of GetSecretValue by user ana/)
  })

  it('comes before the others where changes were left out', () => {
    const { doubts } = investigated([
      blinding(aUser('mallory')),
      ...many({ eventSource: 'iam.amazonaws.com', eventName: 'TagRole', readOnly: false }),
    ]).verdict
    expect(about(doubts)).toBe(0)
    expect(doubts[0]).toMatch(/ of TagRole by user ana/)
  })

  it('is not said where all was kept', () => {
    expect(about(investigated([anEvent()]).verdict.doubts)).toBe(-1)
  })
})
