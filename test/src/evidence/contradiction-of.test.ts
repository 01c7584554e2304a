import { contradictionOf as contradictionIn } from '../../../src/evidence/contradiction-of.js'
import type { Confidence, NotProposedActor, ProposedEntity } from '../../../src/evidence/proposal/proposal.js'

const contradictionOf = (
  about: Parameters<typeof contradictionIn>[0],
  all: { proposed: ProposedEntity[] },
  whom: typeof accused,
) => contradictionIn(about, () => all, whom)
const accused = { key: 'user:111122223333:benjamin', name: 'benjamin' }

function proposing(name: string, confidence: Confidence = 'high'): { proposed: ProposedEntity[] } {
  const entity: ProposedEntity = {
    key: `user:111122223333:${name}`,
    arn: `arn:aws:iam::111122223333:user/${name}`,
    type: 'user',
    name,
    accountId: '111122223333',
    uniqueId: null,
    confidence,
    score: 20,
    tactics: [],
    because: [],
    reasons: [],
    eventIds: [],
    roots: [],
  }
  return { proposed: [entity] }
}

function judged(kind: NotProposedActor['kind']): NotProposedActor[] {
  const { key, name } = accused
  return [{ key, arn: '', type: 'user', name, kind, reason: 'it did nothing unusual.', standsOut: false, eventIds: [] }]
}

const nobody: { proposed: ProposedEntity[] } = { proposed: [] }

describe('records that point elsewhere', () => {
  it('are told where somebody else is proposed, with what they say of the accused', () => {
    const said = contradictionOf({ ...proposing('mallory'), notProposed: judged('ordinary') }, nobody, accused)

    expect(said).toContain('point at user mallory (arn:aws:iam::111122223333:user/mallory), not at benjamin')
    expect(said).toContain('it did nothing unusual.')
  })

  it('are told where the other one has nothing to do with the accused', () => {
    const said = contradictionOf({ ...nobody, notProposed: judged('unseen') }, proposing('mallory', 'medium'), accused)

    expect(said).toContain('not at benjamin')
  })

  it('are told where somebody else is proposed before the accused: a block of the one does not reach the other', () => {
    const proposed = [...proposing('mallory').proposed, ...proposing('benjamin').proposed]

    expect(contradictionOf({ proposed, notProposed: [] }, nobody, accused)).toContain(
      'point at user mallory (arn:aws:iam::111122223333:user/mallory) before they point at benjamin',
    )
    expect(contradictionOf({ proposed: proposed.toReversed(), notProposed: [] }, nobody, accused)).toBeNull()
  })

  it.each(['ordinary', 'victim'] as const)(
    'are told where the accused is %s, with what the plan rests on then',
    (kind) => {
      const said = contradictionOf({ ...nobody, notProposed: judged(kind) }, nobody, accused)
      expect(said).toContain('do not show an attack by benjamin')
      expect(said).toMatch(/This plan rests on that finding\.$/)
    },
  )

  it.each([
    ['the accused is proposed', { ...proposing('benjamin'), notProposed: [] }, proposing('mallory')],
    ['no record is of the accused: CloudTrail is late', { ...nobody, notProposed: judged('unseen') }, nobody],
    [
      'there is a guess at somebody else only',
      { ...nobody, notProposed: judged('unseen') },
      proposing('mallory', 'low'),
    ],
  ])('are not made up where %s', (_, about, all) => {
    expect(contradictionOf(about, all, accused)).toBeNull()
  })
})
