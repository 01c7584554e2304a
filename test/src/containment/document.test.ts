import fc from 'fast-check'
import {
  awsTimePlaceholder,
  denyAllPolicy,
  denySessionPolicy,
  fillAwsTime,
  managedDenyAllArn,
  ownedBy,
  revokeDateOf,
  revokeOlderSessionsPolicy,
} from '../../../src/containment/document.js'
import { containmentId } from './samples.js'

const ids = fc
  .string({ unit: fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyz'), minLength: 20, maxLength: 20 })
  .map((text) => `cnt_${text}`)

describe('our policies', () => {
  it('the block denies everything and carries its containment in name and Sid', () => {
    expect(denyAllPolicy(containmentId)).toEqual({
      name: 'DenyAll-cnt_0123456789abcdefghij',
      document:
        '{"Version":"2012-10-17","Statement":[{"Sid":"Tourniquetcnt0123456789abcdefghij","Effect":"Deny","Action":"*","Resource":"*"}]}',
    })
  })

  it('a configuration may ask for a literal name; the Sid still says whose it is', () => {
    const literal = denyAllPolicy(containmentId, 'DenyAll')
    expect(literal.name).toBe('DenyAll')
    expect(literal.document).toBe(denyAllPolicy(containmentId).document)
    expect(denyAllPolicy(containmentId, null)).toEqual(denyAllPolicy(containmentId))
  })

  it('one session is denied by its user id, and no other', () => {
    const { name, document } = denySessionPolicy(containmentId, 'AROAEXAMPLECIDEPLOY01', 'build-17@x')
    expect(name).toBe('DenySession-cnt_0123456789abcdefghij')
    expect(JSON.parse(document).Statement).toEqual([
      {
        Sid: 'TourniquetSessioncnt0123456789abcdefghij',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:userid': 'AROAEXAMPLECIDEPLOY01:build-17@x' } },
      },
    ])
  })

  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable as IAM writes it
  it.each(['', 'a*', 'a?', '${aws:username}', 'a b', 'x\n'])('no session is called %j', (sessionName) => {
    expect(() => denySessionPolicy(containmentId, 'AROAEXAMPLECIDEPLOY01', sessionName)).toThrow('no name that STS')
  })

  it('the managed policy is that of the partition', () => {
    expect(managedDenyAllArn('aws-cn')).toBe('arn:aws-cn:iam::aws:policy/AWSDenyAll')
  })

  it('the revoke policy denies sessions issued before its date only', () => {
    const { name, document } = revokeOlderSessionsPolicy(containmentId, '2026-03-01T10:00:00Z')
    expect(name).toBe('RevokeOlderSessions-cnt_0123456789abcdefghij')
    expect(JSON.parse(document).Statement).toEqual([
      {
        Sid: 'TourniquetRevokecnt0123456789abcdefghij',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-03-01T10:00:00Z' } },
      },
    ])
  })

  it('names and Sids use the alphabets that IAM allows, whatever the containment', () => {
    fc.assert(
      fc.property(ids, (id) => {
        const policies = [
          denyAllPolicy(id),
          denySessionPolicy(id, 'AROAEXAMPLECIDEPLOY01', 'build-17'),
          revokeOlderSessionsPolicy(id, '2026-03-01T10:00:00Z'),
        ]
        for (const { name, document } of policies) {
          expect(name).toMatch(/^[\w+=,.@-]{1,128}$/)
          expect(JSON.parse(document).Statement[0].Sid).toMatch(/^[A-Za-z0-9]+$/)
          expect(ownedBy(document)).toBe(id)
          expect(ownedBy(encodeURIComponent(document))).toBe(id)
        }
      }),
    )
  })

  it.each([
    '',
    'cnt_',
    'inc_0123456789abcdefghij',
    'cnt_0123456789ABCDEFGHIJ',
    'cnt_0123456789abcdefghi"',
    `${containmentId}x`,
  ])('no policy is named after %j', (id) => {
    expect(() => denyAllPolicy(id)).toThrow('is not a containment id')
  })

  it.each(['', 'now', '2026-03-01', '2026-03-01T10:00:00'])('a revoke date must be an ISO time, not %j', (date) => {
    expect(() => revokeOlderSessionsPolicy(containmentId, date)).toThrow()
  })
})

describe('ownedBy', () => {
  it.each([
    ['a policy of somebody else', '{"Version":"2012-10-17","Statement":{"Sid":"DenyAll","Effect":"Deny"}}'],
    ['a Sid that only contains the marker', '{"Statement":[{"Sid":"xTourniquetcnt0123456789abcdefghij"}]}'],
    ['a policy without statements', '{"Version":"2012-10-17"}'],
    ['a text that is no JSON', '%7Bbroken'],
    ['a list', '[{"Sid":"Tourniquetcnt0123456789abcdefghij"}]'],
  ])('%s is not ours', (_, document) => {
    expect(ownedBy(document)).toBeNull()
  })

  it('finds the marker in a policy that somebody edited', () => {
    const edited =
      '{"Statement":[{"Effect":"Allow"},{"Sid":"Tourniquetcnt0123456789abcdefghij","Effect":"Deny","Action":"s3:*"}]}'
    expect(ownedBy(edited)).toBe(containmentId)
  })
})

describe('the revoke date', () => {
  const planned = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder).document

  it('is filled into the planned text by AWS time', () => {
    const filled = fillAwsTime(planned, '2026-03-01T10:00:00Z')
    expect(filled).toBe(revokeOlderSessionsPolicy(containmentId, '2026-03-01T10:00:00Z').document)
    expect(revokeDateOf(filled, containmentId)).toBe('2026-03-01T10:00:00Z')
  })

  it('is refused where it is no time or has no place', () => {
    expect(() => fillAwsTime(planned, 'soon')).toThrow()
    expect(() => fillAwsTime(denyAllPolicy(containmentId).document, '2026-03-01T10:00:00Z')).toThrow(
      'no place for a time',
    )
  })

  it.each([
    ['another containment', revokeOlderSessionsPolicy('cnt_zzzzzzzzzzzzzzzzzzzz', '2026-03-01T10:00:00Z').document],
    ['the block itself', denyAllPolicy(containmentId).document],
    ['an edited effect', fillAwsTime(planned, '2026-03-01T10:00:00Z').replace('"Deny"', '"Allow"')],
    ['the unfilled plan', planned],
    ['a text that is no policy', 'nonsense'],
  ])('is not read from %s', (_, document) => {
    expect(revokeDateOf(document, containmentId)).toBeNull()
  })
})
