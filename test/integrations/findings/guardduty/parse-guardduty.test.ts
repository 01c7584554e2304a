import { parseGuardDuty } from '../../../../integrations/findings/guardduty/parse-guardduty.js'
import { inPascalCase, readBase, withPlace } from '../../../support/finding-case.js'

/** What the cases of test/cases/findings cannot say in a line or two. */
const base = readBase('guardduty')
const titled = (title: string) => parseGuardDuty(withPlace(base.payload, 'detail.title', title))

describe('parseGuardDuty', () => {
  it('cuts a title to 2,048 characters', () => {
    expect(titled('x'.repeat(5000))).toMatchObject({ finding: { title: 'x'.repeat(2048) } })
  })

  it('leaves no half of an emoji where it cuts, for the record could not hold it', () => {
    const kept = 'x'.repeat(2047)
    expect(titled(`${kept}\u{1f600}`)).toMatchObject({ finding: { title: `${kept}\ufffd` } })
  })

  it('reads a finding that mixes both cases', () => {
    const upper = withPlace(base.payload, 'detail', inPascalCase(base.payload.detail ?? null))
    const mixed = withPlace(upper, 'detail.Service', { count: 7, EventLastSeen: '2026-03-01T09:59:00Z' })
    expect(parseGuardDuty(mixed)).toMatchObject({
      accepted: true,
      finding: { count: 7, lastSeenAt: '2026-03-01T09:59:00.000Z' },
    })
  })

  it('takes the same scalar in both cases for one', () => {
    const twice = withPlace(base.payload, 'detail.AccountId', '111122223333')
    expect(parseGuardDuty(twice)).toMatchObject({ accepted: true, finding: { accountId: '111122223333' } })
  })

  it('reads nothing from a key named __proto__, which JSON may carry', () => {
    const text = JSON.stringify(base.payload).replace('"accountId":', '"__proto__":{"archived":true},"accountId":')
    const without = text.replace('"title":', '"__proto__":{"title":"x"},"untitled":')
    expect(JSON.parse(text).detail).toHaveProperty(['__proto__', 'archived'], true)
    expect(parseGuardDuty(JSON.parse(text))).toEqual(parseGuardDuty(base.payload))
    expect(parseGuardDuty(JSON.parse(without))).toMatchObject({ accepted: true, finding: { title: '' } })
  })

  it('gives equal moments one spelling, so that a replayed update is seen to be the same', () => {
    const at = (updatedAt: string) => parseGuardDuty(withPlace(base.payload, 'detail.updatedAt', updatedAt))
    expect(at('2026-03-01T12:00:00+02:00')).toEqual(at('2026-03-01T10:00:00.000Z'))
  })
})
