import { cloudTrailEventSchema } from '../../../../src/domain/cloudtrail-event.js'
import { isSameCaller } from '../../../../src/evidence/facts/same-caller.js'

const fields = Object.keys(cloudTrailEventSchema.shape.actor.shape)

describe('the caller of two records', () => {
  it.each(fields)('is not the same where they differ in %s', (field) => {
    const value = field === 'mfa' ? true : 'said'
    const said = { [field]: value }
    expect(isSameCaller({}, said)).toBe(false)
    expect(isSameCaller(said, { ...said })).toBe(true)
  })
})
