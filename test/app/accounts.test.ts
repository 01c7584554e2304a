import { configSchema, hashToken } from '../../app/config.js'
import { connectionOf, effectRulesOf, servedAccounts } from '../../app/from-config.js'

const look = 'arn:aws:iam::111122223333:role/look'
const write = 'arn:aws:iam::111122223333:role/write'

function configOf(accounts: object[], more: object = {}) {
  return configSchema.parse({
    accounts,
    approvals: { contain: { approvers: [{ name: 'ana', tokenSha256: hashToken('token of ana') }] } },
    sources: { guardduty: { secrets: ['0123456789abcdef'] } },
    ...more,
  })
}

const two = [
  {
    id: '111122223333',
    name: 'payments',
    mode: 'guarded',
    investigateRole: look,
    containRole: write,
    externalId: 'ours-17',
  },
  { id: '444455556666', partition: 'aws-cn', endpoint: 'http://127.0.0.1:4566' },
]

describe('the accounts of a configuration', () => {
  it('each have a realm of their own and, beside it, an exercise for samples that never writes', () => {
    const config = configOf(two)
    const realms = servedAccounts(config).map((served) => [
      served.account.id,
      served.realm.kind,
      served.forSamples,
      effectRulesOf(config, served).writes,
    ])
    expect(realms).toEqual([
      ['111122223333', 'live', false, 'onApproval'],
      ['111122223333', 'exercise', true, 'never'],
      ['444455556666', 'live', false, 'never'],
      ['444455556666', 'exercise', true, 'never'],
    ])
    expect(servedAccounts(config)[3]?.realm).toEqual({
      kind: 'exercise',
      partition: 'aws-cn',
      accountId: '444455556666',
      endpoint: 'http://127.0.0.1:4566',
    })
  })

  it('of an exercise have one realm each, which takes samples as well', () => {
    const served = servedAccounts(configOf(two, { exercise: { timeScale: 60 } }))
    expect(served.map(({ account, realm, forSamples }) => [account.id, realm.kind, forSamples])).toEqual([
      ['111122223333', 'exercise', false],
      ['444455556666', 'exercise', false],
    ])
  })

  it('are reached by roles of their own, with one external id for both', () => {
    const [first, , second] = servedAccounts(configOf(two))
    if (first === undefined || second === undefined) throw new Error('two accounts, two realms each')
    expect(connectionOf(first.account)).toEqual({
      investigateRole: { roleArn: look, externalId: 'ours-17' },
      containRole: { roleArn: write, externalId: 'ours-17' },
    })
    expect(connectionOf(second.account)).toEqual({})
  })
})
