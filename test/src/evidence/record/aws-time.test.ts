import fc from 'fast-check'
import { z } from 'zod'
import { parseAwsTime } from '../../../../src/evidence/record/aws-time.js'

describe('times as CloudTrail writes them', () => {
  it.each([
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z'],
    ['2026-03-01T10:00:00.250Z', '2026-03-01T10:00:00.250Z'],
    ['2026-03-01T12:00:00+02:00', '2026-03-01T10:00:00Z'],
    ['20131102T010628Z', '2013-11-02T01:06:28Z'],
    ['Oct 2, 2019, 11:12:29 PM', '2019-10-02T23:12:29Z'],
    ['Oct 2, 2019 11:12:29 PM', '2019-10-02T23:12:29Z'],
    ['Jul 10, 2023, 12:09:47 PM', '2023-07-10T12:09:47Z'],
    ['Jul 10, 2023, 12:09:47 AM', '2023-07-10T00:09:47Z'],
    ['Jul 10, 2023, 1:28:26\u202fPM', '2023-07-10T13:28:26Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseAwsTime(text)).toBe(iso)
  })

  it.each([
    '',
    'yesterday',
    '2026-13-01T10:00:00Z',
    '20261301T000000Z',
    'Foo 2, 2019, 11:12:29 PM',
    '2026-03-01',
    '1700000000',
    '2026-02-30T10:00:00Z',
    '20260230T100000Z',
    '2026-03-01T24:00:00Z',
  ])('%j is no time', (text) => {
    expect(parseAwsTime(text)).toBeNull()
  })

  it('every second survives being written in each of the forms', () => {
    const seconds = fc.date({ min: new Date('2006-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    const american = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })
    fc.assert(
      fc.property(seconds, (date) => {
        const iso = `${date.toISOString().slice(0, 19)}Z`
        expect(parseAwsTime(iso)).toBe(iso)
        expect(parseAwsTime(iso.replaceAll(/[-:]/g, ''))).toBe(iso)
        expect(parseAwsTime(american.format(date))).toBe(iso)
      }),
    )
  })

  it('any text is a time or null, and what is a time is one of ISO', () => {
    const digits = fc.stringMatching(/^\d{8}T\d{6}Z$/)
    fc.assert(
      fc.property(fc.oneof(fc.string(), digits), (text) => {
        const iso = parseAwsTime(text)
        if (iso !== null) expect(z.iso.datetime().safeParse(iso).success).toBe(true)
      }),
    )
  })
})
