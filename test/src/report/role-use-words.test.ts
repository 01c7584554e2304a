import type { RoleUse } from '../../../src/domain/role-use.js'
import { roleUseSentences, scopeSentences, trustProposalOf } from '../../../src/report/role-use-words.js'

const use: RoleUse = {
  roleArn: 'arn:aws:iam::111122223333:role/audit',
  askedFrom: '2026-01-15T00:00:00Z',
  incidentFrom: '2026-03-01T00:00:00Z',
  askers: [
    {
      who: 'AIDAEXAMPLESTRANGER01 of 444455556666',
      accountId: '444455556666',
      isExternal: true,
      given: 1,
      refused: 2,
      firstAt: '2026-03-01T10:00:00Z',
      lastAt: '2026-03-01T10:00:00Z',
      daysBefore: 0,
      externalId: 'never',
      sessionNames: ['x-1'],
      sourceIps: ['198.51.100.7'],
      alive: 1,
      isNew: true,
      isRoutine: false,
      isAccused: true,
    },
  ],
  askerCount: 3,
  gaps: ['It was read back to 2026-02-20T00:00:00Z, not further.'],
}
const scope = { is: 'session', because: 'Others use it.', chosenBy: null, other: 'role', trustProposal: '{}' } as const

describe('who asks for sessions of a role', () => {
  it('is told a sentence each, with what is not known', () => {
    expect(roleUseSentences({ roleUse: use })).toEqual([
      'AIDAEXAMPLESTRANGER01 of 444455556666 of account 444455556666, which is another: 1 session, refused 2 times; never before 2026-03-01T00:00:00Z; external id never; 1 alive; from 198.51.100.7; among them the session of the finding.',
      'and 2 more callers.',
      'It was read back to 2026-02-20T00:00:00Z, not further.',
    ])
  })

  it('is nothing where nobody looked, and said where nobody was seen', () => {
    expect(roleUseSentences({})).toEqual([])
    expect(roleUseSentences({ roleUse: { ...use, askers: [], askerCount: 0, gaps: [] } })).toEqual([
      'Nobody is seen to have asked for it since 2026-01-15T00:00:00Z.',
    ])
  })
})

describe('what of a role is denied', () => {
  it('is told with why, and how to have it otherwise', () => {
    expect(scopeSentences({ scope })).toEqual([
      'Denies the one session. Others use it.',
      'Until somebody approves, the whole role can be chosen instead (tourniquet scope INCIDENT role): it is asked anew.',
    ])
    expect(scopeSentences({ scope: { ...scope, other: null } })).toHaveLength(1)
    expect(trustProposalOf({ scope })).toBe('{}')
  })

  it('is nothing where it was no choice', () => {
    expect([scopeSentences({}), trustProposalOf({})]).toEqual([[], null])
  })
})
