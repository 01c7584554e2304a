import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import type { IndicatorOf, IndicatorType } from '../../../../src/evidence/indicators/indicator.js'
import type { IndicatorInput } from '../../../../src/evidence/indicators/indicator-input.js'
import { indicatorsOf } from '../../../../src/evidence/indicators/indicators-of.js'
import { anEvent, at, aUser, day } from '../../../support/fixtures/gathered-events.js'
import {
  amsterdam,
  geoOf,
  inputOf,
  lima,
  network,
  onDaysBefore,
  utrecht,
} from '../../../support/fixtures/indicator-input.js'

const home = '198.51.100.7'
const away = '203.0.113.9'
const kali = 'aws-cli/2.9.0 Python/3.11 Linux/6.5.0-kali3-amd64'
const boto = 'Boto3/1.34.2 Python/3.11 Linux/6.1 Botocore/1.34.2'
const geo = geoOf(
  { [home]: amsterdam, [away]: lima },
  { [home]: network('KPN'), [away]: network('DigitalOcean, LLC', 14061) },
)

function only<Type extends IndicatorType>(
  type: Type,
  events: readonly CloudTrailEvent[],
  changes: Partial<IndicatorInput> = {},
) {
  const all = indicatorsOf(inputOf(events, { geo, ...changes }))
  return all.filter((each): each is IndicatorOf<Type> & (typeof all)[number] => each.type === type)
}

function agents(events: readonly CloudTrailEvent[], changes: Partial<IndicatorInput> = {}) {
  return only('NEW_USER_AGENT', events, changes).map(({ status, severity, detail }) => ({
    status,
    severity,
    ...detail,
  }))
}

describe('something new', () => {
  it('is what the principal never used in fourteen days or more, and one day less is too little', () => {
    const strange = anEvent({ userAgent: boto })
    expect(agents([...onDaysBefore(14), strange])).toEqual([
      { status: 'observed', severity: 'LOW', userAgent: boto, family: 'Boto3 (Linux)', isNewForEntireAccount: true },
    ])
    expect(agents([...onDaysBefore(13), strange])).toMatchObject([
      { status: 'insufficientBaseline', severity: 'INFORMATIONAL' },
    ])
  })

  it('needs days with records, not a long time with two of them', () => {
    const [first, last] = [anEvent({ eventTime: at(-24 * 40) }), anEvent({ eventTime: at(-24) })]
    expect(agents([first, last, anEvent({ userAgent: boto })])).toMatchObject([{ status: 'insufficientBaseline' }])
  })

  it('compares with 45 days and no more', () => {
    const old = anEvent({ eventTime: at(-24 * 44.9), userAgent: boto })
    const older = anEvent({ eventTime: at(-24 * 44), userAgent: boto })
    const events = [...onDaysBefore(20), anEvent({ userAgent: boto })]
    expect(agents([...events, old])).toMatchObject([{ status: 'notObserved' }])
    // The same records, asked for a scope that begins two days later.
    const later = { scopeFromMs: day + 2 * 86_400_000 }
    expect(agents([...events, older], later)).toMatchObject([{ status: 'observed' }])
  })

  it('for the principal may be known to the account', () => {
    const others = onDaysBefore(3, { actor: aUser('bo'), userAgent: boto })
    expect(agents([...onDaysBefore(14), ...others, anEvent({ userAgent: boto })])).toMatchObject([
      { status: 'observed', severity: 'INFORMATIONAL', isNewForEntireAccount: false },
    ])
  })

  it('is not said of the account where only the principal was asked for', () => {
    const events = [...onDaysBefore(14), anEvent({ userAgent: boto })]
    expect(agents(events, { isAccountWide: false })).toMatchObject([
      { status: 'observed', severity: 'INFORMATIONAL', isNewForEntireAccount: null },
    ])
  })

  it('for a principal without a past is what nobody in the account has used', () => {
    const others = onDaysBefore(20, { actor: aUser('bo') })
    expect(agents([...others, anEvent()])).toMatchObject([{ status: 'insufficientBaseline' }])
    expect(agents([...others, anEvent({ userAgent: boto })])).toMatchObject([
      { status: 'observed', isNewForEntireAccount: true },
    ])
    expect(agents([...others, ...onDaysBefore(3), anEvent()])).toMatchObject([{ status: 'insufficientBaseline' }])
  })

  it('is no new version of a known program', () => {
    expect(agents([...onDaysBefore(14), anEvent({ userAgent: 'aws-cli/2.99.1' })])).toMatchObject([
      { status: 'notObserved' },
    ])
  })

  it('weighs more where the program names an attacker’s system', () => {
    expect(agents([...onDaysBefore(14), anEvent({ userAgent: kali })])).toMatchObject([
      { severity: 'MEDIUM', family: 'aws-cli v2 (Kali Linux)' },
    ])
  })

  it('shows a hostile user agent in bounds, and names its events', () => {
    const hostile = anEvent({ userAgent: `\u001b[2J${'evil\u0000'.repeat(400_000)}` })
    const [indicator] = only('NEW_USER_AGENT', [...onDaysBefore(14), hostile])
    expect(indicator?.detail?.userAgent).toHaveLength(512)
    expect(indicator?.reason).toMatch(/^[\w .,*;:()…-]{1,600}$/)
    expect(indicator?.eventIds).toEqual([hostile.eventId])
  })
})

describe('a new place', () => {
  it('is another country, or less gravely another city of a known one', () => {
    const elsewhere = anEvent({ sourceIp: away })
    expect(only('NEW_GEOLOCATION', [...onDaysBefore(14), elsewhere])).toMatchObject([
      {
        severity: 'MEDIUM',
        eventIds: [elsewhere.eventId],
        detail: { location: 'Lima, PE', ipAddress: away, isNewForEntireAccount: true, isNewCountry: true },
      },
    ])
    const nearby = geoOf({ [home]: amsterdam, [away]: utrecht })
    expect(only('NEW_GEOLOCATION', [...onDaysBefore(14), elsewhere], { geo: nearby })).toMatchObject([
      { severity: 'INFORMATIONAL', detail: { location: 'Utrecht, NL', isNewCountry: false } },
    ])
  })

  it('is not seen without a file, without the address in it, and through a service', () => {
    const events = [...onDaysBefore(14), anEvent({ sourceIp: 'AWS Internal' })]
    const statuses = [null, geo].map((each) => only('NEW_GEOLOCATION', events, { geo: each })[0]?.status)
    expect(statuses).toEqual(['notEvaluated', 'notEvaluated'])
    const [indicator] = only('NEW_GEOLOCATION', [...onDaysBefore(14), anEvent()])
    expect(indicator).toMatchObject({ status: 'notObserved', detail: null, eventIds: [], technique: null })
  })

  it('says that the file is damaged', () => {
    const damaged = { ...geo, damage: () => 'city.mmdb is damaged' }
    expect(only('NEW_GEOLOCATION', [anEvent()], { geo: damaged })[0]?.coverage.gaps).toContain('city.mmdb is damaged')
  })
})

describe('a new network', () => {
  it('weighs more where it rents out machines and nobody in the account used it', () => {
    expect(only('NEW_ASO', [...onDaysBefore(14), anEvent({ sourceIp: away })])).toMatchObject([
      { severity: 'MEDIUM', detail: { aso: 'DigitalOcean, LLC', asn: 14061, ipAddress: away, isHosting: true } },
    ])
    const others = onDaysBefore(2, { actor: aUser('bo'), sourceIp: away })
    expect(only('NEW_ASO', [...onDaysBefore(14), ...others, anEvent({ sourceIp: away })])).toMatchObject([
      { severity: 'LOW' },
    ])
    const home2 = geoOf({}, { [home]: network('KPN'), [away]: network('Ziggo') })
    expect(only('NEW_ASO', [...onDaysBefore(14), anEvent({ sourceIp: away })], { geo: home2 })).toMatchObject([
      { severity: 'LOW' },
    ])
  })

  it('is not evaluated without a file of owners', () => {
    expect(only('NEW_ASO', onDaysBefore(14), { geo: geoOf({}, null) })).toMatchObject([{ status: 'notEvaluated' }])
  })
})
