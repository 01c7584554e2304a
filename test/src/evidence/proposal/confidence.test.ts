import type { Candidate } from '../../../../src/evidence/proposal/candidate.js'
import { confidenceOf } from '../../../../src/evidence/proposal/confidence.js'
import type { Sign } from '../../../../src/evidence/proposal/sign.js'
import { accusationOf } from './proposal-case.js'

let signs = 0

function aSign(severity: Sign['severity'], tactic: Sign['tactic'], more: Partial<Sign> = {}): Sign {
  signs += 1
  const id = `rule-${signs}`
  return {
    kind: 'detection',
    id,
    title: id,
    what: '',
    technique: null,
    tactic,
    severity,
    attempt: false,
    eventIds: [`event-${signs}`],
    ...more,
  }
}

function candidateOf(all: readonly Sign[], more: Partial<Candidate> = {}): Candidate {
  const actor = {
    key: 'user:1:eve',
    type: 'user' as const,
    arn: '',
    name: 'eve',
    accountId: '1',
    uniqueId: null,
    issuerArn: null,
  }
  return {
    key: actor.key,
    actor,
    calls: 10,
    failed: 0,
    eventIds: [],
    route: { kind: 'self', type: 'user' },
    signs: all,
    accusations: [],
    points: 40,
    throughOthers: 0,
    standsOut: true,
    isWithMfa: false,
    isFromWorkplace: false,
    atLeast: 'low',
    because: [],
    doubts: [],
    ...more,
  }
}

describe('confidence', () => {
  const grave = aSign('high', 'defense-evasion', { eventIds: ['deed'] })

  it.each([
    ['a grave act and a medium one of another tactic', [grave, aSign('medium', 'persistence')]],
    ['a critical act that two records show', [aSign('critical', 'impact', { eventIds: ['one', 'two'] })]],
  ])('is high for %s', (_title, all) => {
    expect(confidenceOf(candidateOf(all))).toBe('high')
  })

  it.each([
    ['a grave act alone', [grave]],
    ['two grave acts of one tactic', [grave, aSign('high', 'defense-evasion')]],
    ['a grave act and a low one', [grave, aSign('low', 'persistence')]],
    ['a grave act and a failed one', [grave, aSign('medium', 'persistence', { attempt: true })]],
    ['two names of one record', [grave, aSign('medium', 'persistence', { eventIds: ['deed'] })]],
    ['a grave act and one of no known tactic', [grave, aSign('medium', null, { kind: 'sigma' })]],
    [
      'many medium acts over many tactics',
      (['persistence', 'impact', 'exfiltration'] as const).map((tactic) => aSign('medium', tactic)),
    ],
    ['a critical act of one record', [aSign('critical', 'impact')]],
    ['a critical attempt', [aSign('critical', 'impact', { attempt: true, eventIds: ['one', 'two'] })]],
  ])('is no more than medium for %s', (_title, all) => {
    expect(confidenceOf(candidateOf(all))).toBe('medium')
  })

  it('is high for a grave act of whom a grave finding accuses, and not for a finding whose sender is not proven', () => {
    const accused = (trusted: boolean) =>
      candidateOf([grave], { accusations: [accusationOf('user:1:eve', { trusted })] })
    expect(confidenceOf(accused(true))).toBe('high')
    expect(confidenceOf(accused(false))).toBe('medium')
  })

  it('is not raised by what an actor has through others', () => {
    const two = [aSign('medium', 'persistence'), aSign('medium', 'impact')]
    expect(confidenceOf(candidateOf(two, { points: 30, throughOthers: 26 }))).toBe('low')
    expect(confidenceOf(candidateOf(two, { points: 30, throughOthers: 22 }))).toBe('medium')
  })

  it('is low for one act of medium weight, however many small ones are around it', () => {
    const small = (['persistence', 'impact', 'execution'] as const).map((tactic) => aSign('low', tactic))
    expect(confidenceOf(candidateOf([aSign('medium', 'persistence'), ...small], { points: 11 }))).toBe('low')
  })

  it('is no less than what an actor has by a link, and no more than it where it did little itself', () => {
    expect(confidenceOf(candidateOf([], { points: 0, atLeast: 'medium' }))).toBe('medium')
    const high = [grave, aSign('medium', 'persistence')]
    expect(confidenceOf(candidateOf(high, { atLeast: 'medium' }))).toBe('high')
  })

  describe('with MFA in every session', () => {
    const high = [grave, aSign('medium', 'persistence')]

    it('is one step less, and low for nothing that is grave', () => {
      expect(confidenceOf(candidateOf(high, { isWithMfa: true }))).toBe('medium')
      expect(confidenceOf(candidateOf([grave], { isWithMfa: true }))).toBe('medium')
      expect(confidenceOf(candidateOf([aSign('medium', 'persistence')], { isWithMfa: true }))).toBe('low')
    })

    it.each([
      ['a new place', aSign('medium', null, { kind: 'indicator', id: 'NEW_ASO' })],
      ['a tool for attacks', aSign('medium', 'initial-access')],
    ])('is none less where %s tells of a stolen session', (_title, sign) => {
      expect(confidenceOf(candidateOf([...high, sign], { isWithMfa: true }))).toBe('high')
    })
  })
})
