import { type IntakeScope, intakeSources, judgePayload } from '../../app/intake.js'
import type { Json } from '../../src/domain/canonical-json.js'
import { readBase, withPlace } from '../support/finding-case.js'

const { payload: event } = readBase('guardduty')
const sample = withPlace(event, 'detail.service.additionalInfo', { sample: true })
const live = { kind: 'live', partition: 'aws', accountId: '111122223333' } as const
const exercise = { ...live, kind: 'exercise' } as const
const other = { ...live, accountId: '444455556666' } as const

function judge(payload: Json, scope: IntakeScope | null) {
  const [guardDuty] = intakeSources
  if (guardDuty === undefined) throw new Error('GuardDuty is not served.')
  return judgePayload(guardDuty, Buffer.from(JSON.stringify(payload)), scope)
}

describe('a finding is taken by', () => {
  it.each([
    ['the account that it is about', event, [live]],
    ['that account among others', event, [other, live]],
    ['an exercise of that account', event, [exercise]],
    ['anybody, where nothing is configured', event, null],
    ['an exercise, where it is a sample', sample, [exercise]],
    ['the exercise beside a live account, where it is a sample', sample, [live, exercise]],
  ])('%s', (_who, payload, scope) => {
    expect(judge(payload, scope)).toMatchObject({ accepted: true })
  })
})

describe('nobody here takes a finding', () => {
  const refusals: readonly (readonly [string, Json, IntakeScope, RegExp])[] = [
    ['of another account', event, [other], /about aws account 111122223333/],
    [
      'of another account, in an envelope of ours',
      withPlace(event, 'account', '444455556666'),
      [other],
      /111122223333/,
    ],
    ['of our account in another partition', event, [{ ...live, partition: 'aws-cn' }], /about aws account/],
    ['where no account is served', event, [], /does not name/],
    ['that is a sample, where all is in earnest', sample, [live, other], /sample finding opens no live incident/],
  ]
  it.each(refusals)('%s', (_which, payload, scope, reason) => {
    expect(judge(payload, scope)).toEqual({ accepted: false, kind: 'notOurs', reason: expect.stringMatching(reason) })
  })
})
