import { type IntakeScope, intakeSources, judgePayload } from '../../app/intake.js'
import type { Json } from '../../src/domain/canonical-json.js'
import { readBase, withPlace } from '../support/finding-case.js'
import { editedAll } from '../support/findings/edited.js'
import { asffFinding, securityHubEvent } from '../support/findings/examples.js'

const { payload: event } = readBase('guardduty')
const sample = withPlace(event, 'detail.service.additionalInfo', { sample: true })
const live = { kind: 'live', partition: 'aws', accountId: '111122223333' } as const
const exercise = { ...live, kind: 'exercise' } as const
const other = { ...live, accountId: '444455556666' } as const

function judgeAs(name: string, payload: unknown, scope: IntakeScope | null) {
  const source = intakeSources.find((one) => one.name === name)
  if (source === undefined) throw new Error(`${name} is no source.`)
  return judgePayload(source, Buffer.from(JSON.stringify(payload)), scope)
}

function judge(payload: Json, scope: IntakeScope | null) {
  return judgeAs('guardduty', payload, scope)
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

describe('of several findings in one payload', () => {
  const about = (accountId: string) =>
    editedAll(asffFinding, { Id: `finding-of-${accountId}`, AwsAccountId: accountId })
  const ours = about('111122223333')
  const theirs = about('444455556666')

  it('those of served accounts are taken, and the others have their reason', () => {
    const intake = judgeAs('security-hub', securityHubEvent([theirs, ours]), [live])
    expect(intake).toMatchObject({
      accepted: true,
      findings: [{ sourceId: 'finding-of-111122223333' }],
      skipped: [{ kind: 'notOurs', reason: expect.stringMatching(/aws account 444455556666/) }],
    })
  })

  it('all of them are refused where no account is served, and their number is told', () => {
    expect(judgeAs('security-hub', securityHubEvent([theirs, theirs]), [live])).toEqual({
      accepted: false,
      kind: 'notOurs',
      reason: expect.stringMatching(/does not name\. \(1 more of its findings was not taken either\.\)$/),
    })
  })
})
