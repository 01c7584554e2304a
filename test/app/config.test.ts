import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type Config, ConfigError, hashToken, loadConfig } from '../../app/config.js'
import {
  approvalRulesOf,
  connectionOf,
  effectRulesOf,
  holdDownMsOf,
  peopleOf,
  type ServedAccount,
  servedAccounts,
  timingOf,
} from '../../app/from-config.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-config-'))
const path = join(folder, 'tourniquet.yaml')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const person = (name: string) => ({ name, tokenSha256: hashToken(`token of ${name}`) })
const minimal = {
  accounts: [{ id: '111122223333' }],
  approvals: { contain: { approvers: [person('ana')] } },
  sources: { guardduty: { secrets: ['0123456789abcdef'] } },
}

function load(config: object | string, env: Record<string, string> = {}) {
  writeFileSync(path, typeof config === 'string' ? config : stringify(config))
  return loadConfig(path, env)
}

/** The first realm: the account's own. */
function served(config: Config): ServedAccount {
  const [first] = servedAccounts(config)
  if (first === undefined) throw new Error('The configuration has an account.')
  return first
}
const rulesOf = (config: Config) => effectRulesOf(config, served(config))

function errorOf(config: object | string, env: Record<string, string> = {}): string {
  try {
    load(config, env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('It was accepted.')
}

describe('the evidence of an account', () => {
  const evidenceOf = (evidence: object) => {
    const config = load({ ...minimal, accounts: [{ ...minimal.accounts[0], evidence }] })
    const { account, ...rest } = served(config)
    return { places: connectionOf(account).evidence, rules: effectRulesOf(config, { account, ...rest }) }
  }

  it('is its event history alone, waited for a minute, where nothing is said', () => {
    expect(evidenceOf({})).toMatchObject({ places: undefined, rules: { evidenceBudgetMs: 60_000 } })
  })

  it('is looked for wherever the configuration says, for as long as it says', () => {
    const logGroups = ['trail', 'arn:aws:logs:eu-west-1:111122223333:log-group:aws-cloudtrail-logs:*']
    const bucket = { name: 'example-trail', region: 'eu-west-1', organization: 'o-exampleorgid' }
    const { places, rules } = evidenceOf({ logGroups, bucket, detective: 'auto', budgetSeconds: 20 })

    expect(places).toMatchObject({
      logGroups: ['trail', 'arn:aws:logs:eu-west-1:111122223333:log-group:aws-cloudtrail-logs'],
      bucket: { name: 'example-trail', region: 'eu-west-1', prefix: '', organizationId: 'o-exampleorgid' },
      detectiveRegion: 'us-east-1',
    })
    expect(rules.evidenceBudgetMs).toBe(20_000)
  })

  it.each([
    [{ budgetSeconds: 111 }, 'budgetSeconds'],
    [{ refreshMinutes: 0.5 }, 'refreshMinutes'],
    [{ logGroups: ["x' | delete"] }, 'logGroups'],
    [{ bucket: { name: 'Example', region: 'eu-west-1' } }, 'bucket'],
    [{ detective: 'on' }, 'detective'],
    [{ geofile: 'x' }, 'evidence'],
  ])('is refused with %j', (evidence, where) => {
    expect(errorOf({ ...minimal, accounts: [{ ...minimal.accounts[0], evidence }] })).toContain(where)
  })
})

describe('a configuration', () => {
  it('that says no more than it must observes, asks one person, and serves this machine alone', () => {
    const config = load(minimal)
    expect(rulesOf(config)).toMatchObject({
      writes: 'never',
      policyName: null,
      modes: { role: ['deny-all'], user: ['deny-all', 'disable-keys'], group: ['deny-all'] },
      approval: {
        contain: { quorum: 1, approvers: 1, names: ['ana'] },
        restore: { quorum: 1, approvers: 1, names: ['ana'] },
      },
      propagationWindowMs: 11_500,
      suspectLookbackMs: 900_000,
    })
    expect([holdDownMsOf(config), connectionOf(served(config).account)]).toEqual([3_600_000, {}])
    expect(config.server.host).toBe('127.0.0.1')
    expect(served(config).realm).toEqual({ kind: 'live', partition: 'aws', accountId: '111122223333', endpoint: null })
    expect(approvalRulesOf(config).restore.approvers).toEqual(['ana'])
    expect(timingOf(config)).toMatchObject({ questions: { contain: { expiryMs: 1_800_000 } } })
  })

  it('writes only where an account says guarded', () => {
    expect(rulesOf(load({ ...minimal, accounts: [{ id: '111122223333', mode: 'guarded' }] })).writes).toBe('onApproval')
  })

  it('knows each person once, also one who decides both questions', () => {
    const approvals = {
      contain: { approvers: [person('ana'), person('bo')], quorum: 2 },
      restore: { approvers: [person('bo'), person('cyd')] },
    }
    expect(peopleOf(load({ ...minimal, approvals })).map(({ name }) => name)).toEqual(['ana', 'bo', 'cyd'])
  })

  it('counts the people of a question once each, for no raised quorum may ask for more', () => {
    const approvals = {
      contain: { approvers: [person('ana'), person('bo'), person('ana')], quorum: 2 },
      restore: { approvers: [person('cyd')] },
    }
    expect(rulesOf(load({ ...minimal, approvals })).approval).toEqual({
      contain: { quorum: 2, approvers: 2, names: ['ana', 'bo'] },
      restore: { quorum: 1, approvers: 1, names: ['cyd'] },
    })
  })

  it('says what is done to whom, under which name, as which role and in which Regions', () => {
    const config = load({
      ...minimal,
      accounts: [
        {
          id: '111122223333',
          containRole: 'arn:aws:iam::111122223333:role/security/tourniquet',
          externalId: 'ours-17',
          lookupRegions: ['us-east-1', 'us-gov-west-1'],
        },
      ],
      containment: {
        modes: { role: ['deny-session', 'revoke-sessions'], user: ['disable-keys'] },
        policyName: 'DenyAll',
        propagationWindowSeconds: 20,
        suspectLookbackMinutes: 60,
      },
      limits: { holdDownMinutes: 0 },
    })
    expect(rulesOf(config)).toMatchObject({
      modes: { role: ['deny-session', 'revoke-sessions'], user: ['disable-keys'], group: ['deny-all'] },
      policyName: 'DenyAll',
      propagationWindowMs: 21_500,
      suspectLookbackMs: 3_600_000,
    })
    expect(holdDownMsOf(config)).toBe(0)
    expect(connectionOf(served(config).account)).toEqual({
      containRole: { roleArn: 'arn:aws:iam::111122223333:role/security/tourniquet', externalId: 'ours-17' },
      lookupRegions: ['us-east-1', 'us-gov-west-1'],
    })
  })

  it.each<[string, object, RegExp]>([
    [
      'no approver',
      { approvals: { contain: { approvers: [] } } },
      /approvals\.contain\.approvers: .*an empty list never means everybody/,
    ],
    [
      'no approver of the restore',
      { approvals: { ...minimal.approvals, restore: { approvers: [] } } },
      /approvals\.restore\.approvers: .*never means everybody/,
    ],
    [
      'a quorum larger than its people',
      { approvals: { contain: { approvers: [person('ana')], quorum: 2 } } },
      /approvals\.contain: a quorum of 2 needs as many people; there are 1/,
    ],
    [
      'a quorum that one person named twice would fill',
      { approvals: { contain: { approvers: [person('ana'), person('ana')], quorum: 2 } } },
      /a quorum of 2 needs as many people; there are 1/,
    ],
    [
      'a quorum of the restore larger than the people of the block',
      { approvals: { ...minimal.approvals, restore: { quorum: 3 } } },
      /approvals\.restore: a quorum of 3/,
    ],
    ['a quorum of none', { approvals: { contain: { approvers: [person('ana')], quorum: 0 } } }, /contain\.quorum: /],
    ['a misspelt key', { protectd: [] }, /protectd/],
    ['a short secret', { sources: { guardduty: { secrets: ['hunter2'] } } }, /secrets\.0: at least 16 characters/],
    ['no secret', { sources: { guardduty: { secrets: [] } } }, /sources\.guardduty: give at least one secret/],
    [
      'a token in place of its hash',
      { approvals: { contain: { approvers: [{ name: 'ana', tokenSha256: 'secret' }] } } },
      /tokenSha256: the SHA-256 of the token, as 64 hex digits/,
    ],
    ['an account that is none', { accounts: [{ id: '1234' }] }, /accounts\.0\.id: /],
    ['no account', { accounts: [] }, /accounts: name at least one account/],
    [
      'one account twice',
      { accounts: [{ id: '111122223333' }, { id: '444455556666' }, { id: '111122223333' }] },
      /accounts\.2\.id: account 111122223333 is named twice/,
    ],
    [
      'a role that looks of another account',
      { accounts: [{ id: '111122223333', investigateRole: 'arn:aws:iam::444455556666:role/look' }] },
      /accounts\.0\.investigateRole: a role of aws account 111122223333 is needed/,
    ],
    [
      'keys to disable for a role',
      { containment: { modes: { role: ['deny-all', 'disable-keys'] } } },
      /containment\.modes\.role\.1: "disable-keys" is nothing that is done to a role; known: deny-all, deny-session, revoke-sessions/,
    ],
    [
      'a session to deny for a user',
      { containment: { modes: { user: ['deny-session'] } } },
      /modes\.user\.0: "deny-session" is nothing that is done to a user/,
    ],
    [
      'nothing to do to a group',
      { containment: { modes: { group: [] } } },
      /modes\.group: say what is done to a group; an empty list would block nothing/,
    ],
    ['a mode twice', { containment: { modes: { role: ['deny-all', 'deny-all'] } } }, /modes\.role: each mode once/],
    ['a mode for nobody', { containment: { modes: { service: ['deny-all'] } } }, /containment\.modes: .*service/],
    [
      'a policy name that IAM would refuse',
      { containment: { policyName: 'Deny All' } },
      /containment\.policyName: not a name that IAM takes for a policy/,
    ],
    [
      "a window shorter than IAM's own delay",
      { containment: { propagationWindowSeconds: 2 } },
      /propagationWindowSeconds: IAM itself takes about 4 s/,
    ],
    [
      'an external id for no role',
      { accounts: [{ id: '111122223333', externalId: 'ours' }] },
      /accounts\.0\.externalId: it goes with an investigateRole or a containRole; there is none/,
    ],
    [
      'the role of another account',
      { accounts: [{ id: '111122223333', containRole: 'arn:aws:iam::444455556666:role/tourniquet' }] },
      /accounts\.0\.containRole: a role of aws account 111122223333 is needed/,
    ],
    ['no Region', { accounts: [{ id: '111122223333', lookupRegions: [] }] }, /lookupRegions: name at least one Region/],
    ['a negative hold-down', { limits: { holdDownMinutes: -1 } }, /limits\.holdDownMinutes: /],
    [
      'a protected entry of two kinds',
      { protected: [{ arn: 'arn:aws:iam::*:role/x', uniqueId: 'AROAEXAMPLE000000001' }] },
      /protected\.0: each entry names exactly one of arn, uniqueId and raisingTag/,
    ],
    ['a protected entry of no kind', { protected: [{}] }, /protected\.0: each entry names exactly one/],
    [
      'a protected session, which nothing would ever match',
      { protected: [{ arn: 'arn:aws:sts::111122223333:assumed-role/break-glass/me' }] },
      /protected\.0\.arn: a session's ARN protects nothing/,
    ],
    ['a protected name that is no ARN', { protected: [{ arn: 'break-glass' }] }, /protected\.0\.arn: an ARN with/],
    [
      'a protected id that is none',
      { protected: [{ uniqueId: 'AKIAIOSFODNN7EXAMPLE' }] },
      /protected\.0\.uniqueId: AROA…, AIDA… or AGPA…/,
    ],
    ['a tag without a key', { protected: [{ raisingTag: { value: 'x' } }] }, /protected\.0\.raisingTag\.key: /],
    ['an unknown mode', { accounts: [{ id: '111122223333', mode: 'auto' }] }, /accounts\.0\.mode: /],
  ])('with %s is refused in one sentence with the place', (_title, changes, expected) => {
    const message = errorOf({ ...minimal, ...changes })
    expect(message).toMatch(expected)
    expect(message.startsWith(`${path}: `)).toBe(true)
    expect(message).toMatch(/Correct it and start again\.$/)
    expect(message).not.toContain('\n')
  })

  it.each([
    ['is no YAML', 'accounts: [', /cannot be read/],
    ['is a list', '- a', /cannot be read/],
    ['is empty', '', /accounts: /],
  ])('that %s is refused in one sentence', (_title, text, expected) => {
    const message = errorOf(text)
    expect(message).toMatch(expected)
    expect(message).not.toContain('\n')
  })

  it('takes addresses from the environment, or from the file that the environment names', () => {
    const file = join(folder, 'url')
    writeFileSync(file, 'postgres://from-file/x\n')
    const config = load(
      { ...minimal, database: { url: 'postgres://x' } },
      { DATABASE_URL_FILE: file, REDIS_URL: 'redis://y' },
    )
    expect([config.database.url, config.queue.url]).toEqual(['postgres://from-file/x', 'redis://y'])
  })
})
