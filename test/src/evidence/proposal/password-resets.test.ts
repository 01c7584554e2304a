import { at, aUser } from '../../../support/fixtures/gathered-events.js'
import { blinding, change, investigated, names, notProposedAs, proposedAs, reads } from './proposal-case.js'

const attackers = '203.0.113.50'
const office = '198.51.100.7'
const mallory = aUser('mallory')
const reset = (request = {}) =>
  change(
    'iam UpdateLoginProfile',
    { userName: 'bo', ...request },
    { actor: mallory, sourceIp: attackers, eventTime: at(10) },
  )
const signIn = (sourceIp: string) =>
  change('signin ConsoleLogin', undefined, {
    actor: aUser('bo', ''),
    sourceIp,
    eventTime: at(10.1),
    eventType: 'AwsConsoleSignIn',
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { MFAUsed: 'Yes' },
  })
const usual = (sourceIp = office) => reads(aUser('bo', ''), 5, { eventTime: at(8), sourceIp })

describe('a password that somebody else set', () => {
  it('is a credential of whoever set it, where the user signs in from that address then', () => {
    const [set, used] = [reset(), signIn(attackers)]
    const found = investigated([set, used, ...usual()])
    expect(names(found)).toEqual(['mallory', 'bo'])
    const reason = proposedAs(found, 'bo')?.because.find(({ text }) => text.includes('reset its console password'))
    expect(reason?.text).toContain(`6 minutes before it signed in to the console from the same address, ${attackers}`)
    expect(reason?.eventIds).toEqual([set.eventId, used.eventId])
  })

  it('makes what was done then the work of whoever set it, however slight the reset was', () => {
    const deed = blinding(aUser('bo', ''), { sourceIp: attackers, eventTime: at(10.2) })
    const found = investigated([reset({ passwordResetRequired: true }), signIn(attackers), deed, ...usual()])
    expect(names(found)).toEqual(['bo', 'mallory'])
    expect(proposedAs(found, 'mallory')?.reasons.join(' ')).toContain('one hand did both')
  })

  it('does not make what the user did before that the work of whoever set it', () => {
    const deed = blinding(aUser('bo', ''), { sourceIp: office, eventTime: at(8) })
    const found = investigated([reset({ passwordResetRequired: true }), signIn(attackers), deed])
    expect(proposedAs(found, 'mallory')?.reasons.join(' ') ?? '').not.toContain('one hand did both')
  })

  it.each([
    ['from elsewhere', office, office],
    ['from an address that was its own before: an office has one for all', attackers, attackers],
  ])('makes its user a victim, where it signs in %s', (_title, from, before) => {
    const found = investigated([reset(), signIn(from), ...usual(before)])
    expect(names(found)).toEqual(['mallory'])
    expect(notProposedAs(found, 'bo')).toMatchObject({
      kind: 'victim',
      reason: expect.stringMatching(/user mallory.* reset its console password.*a victim rather than an attacker/),
    })
  })

  it('makes its user a victim, where nobody signs in', () => {
    expect(notProposedAs(investigated([reset(), ...usual()]), 'bo')).toMatchObject({ kind: 'victim' })
  })
})
