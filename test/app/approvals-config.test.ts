import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { approvalRulesOf, peopleOf } from '../../app/approvals-config.js'
import { ConfigError, hashToken, loadConfig } from '../../app/config.js'
import { questionTimingOf } from '../../app/question-timing.js'
import { hasVerb } from '../../src/incidents/authority.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-people-'))
const path = join(folder, 'tourniquet.yaml')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const person = (name: string, more: object = {}) => ({ name, tokenSha256: hashToken(`token of ${name}`), ...more })
const others = { accounts: [{ id: '111122223333' }], sources: { guardduty: { secrets: ['0123456789abcdef'] } } }
const contain = { approvers: [person('ana'), person('bo')] }

function load(people: object) {
  writeFileSync(path, stringify({ ...others, ...people }))
  return loadConfig(path, {})
}

function problemOf(people: object): string {
  try {
    load(people)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'It was accepted.'
}

describe('who may do what, in the configuration', () => {
  it('grants nothing that it does not say: no operators, no viewers, no second circle', () => {
    const rules = approvalRulesOf(load({ approvals: { contain } }))

    expect(rules).toEqual({
      contain: { approvers: ['ana', 'bo'], quorum: 1, escalateTo: [] },
      restore: { approvers: ['ana', 'bo'], quorum: 1, escalateTo: [] },
      operators: [],
      viewers: [],
      knownAs: new Map(),
    })
    for (const name of ['ana', 'bo']) expect(hasVerb(rules, name, 'unfreeze')).toBe(false)
  })

  it('names operators and viewers by a token of their own, or by the name of who has one', () => {
    const config = load({
      approvals: { contain, restore: { approvers: [person('cyd', { email: 'cyd@example.com' })] } },
      operators: ['ana', person('oli')],
      viewers: [person('vic'), 'oli'],
    })

    expect(peopleOf(config).map(({ name }) => name)).toEqual(['ana', 'bo', 'cyd', 'oli', 'vic'])
    const rules = approvalRulesOf(config)
    expect(rules).toMatchObject({ operators: ['ana', 'oli'], viewers: ['vic', 'oli'] })
    expect(rules.knownAs).toEqual(new Map([['cyd', ['cyd@example.com']]]))
  })

  it('has whoever owns an accused session accused over the API as well, where Slack is not asked', () => {
    const slack = {
      ...{ botToken: 'xoxb-0123456789', appToken: 'xapp-1-A0-1-abcdef', teamId: 'T0123456789', appId: 'A0123456789' },
      ...{ channel: 'C0123456789', owners: { 'nightly-deploy': 'U0123456789', other: 'U9876543210' } },
    }
    const rules = approvalRulesOf(
      load({ approvals: { contain: { approvers: [person('ana', { slack: 'U0123456789' }), person('bo')] } }, slack }),
    )
    expect(rules.knownAs).toEqual(new Map([['ana', ['nightly-deploy']]]))
  })

  it('asks a second circle for as long again only where it says escalate', () => {
    const silent = { expiresMinutes: 10 }
    const asked = { onExpiry: 'escalate', escalateTo: ['oli'], expiresMinutes: 0.5 }
    const questions = (approvals: object) => questionTimingOf(load({ approvals, operators: [person('oli')] }).approvals)

    expect(questions({ contain: { ...contain, ...silent } })).toEqual({
      contain: { expiryMs: 600_000, escalationMs: null },
      restore: { expiryMs: 600_000, escalationMs: null },
    })
    expect(questions({ contain, restore: asked })).toEqual({
      contain: { expiryMs: 1_800_000, escalationMs: null },
      restore: { expiryMs: 30_000, escalationMs: 30_000 },
    })
    // Without a second circle the approvers themselves are asked once more.
    expect(questions({ contain: { ...contain, onExpiry: 'escalate' } }).contain.escalationMs).toBe(1_800_000)
  })

  it('waits as the severity says, and as usual in what it leaves out', () => {
    const bySeverity = {
      critical: { expiresMinutes: 5, remindAfterMinutes: 1, onExpiry: 'escalate' },
      low: { remindAfterMinutes: null },
    }
    const { approvals } = load({
      approvals: { contain: { ...contain, remindAfterMinutes: 10, escalateTo: ['bo'], bySeverity } },
    })
    const questions = (['critical', 'high', 'low'] as const).map((word) => questionTimingOf(approvals, word))
    expect(questions.map((each) => each.contain)).toEqual([
      { expiryMs: 300_000, reminderMs: 60_000, escalationMs: 300_000 },
      { expiryMs: 1_800_000, reminderMs: 600_000, escalationMs: null },
      { expiryMs: 1_800_000, escalationMs: null },
    ])
    const usual = { expiryMs: 1_800_000, escalationMs: null }
    expect(questions.map((each) => each.restore)).toEqual([usual, usual, usual])
    expect(questionTimingOf(approvals)).toEqual({ contain: questions[1]?.contain, restore: usual })
  })

  it.each([
    [
      'a reminder when all is over',
      { approvals: { contain: { ...contain, expiresMinutes: 10, remindAfterMinutes: 10 } } },
      /approvals.contain.remindAfterMinutes: nobody would be reminded in time/,
    ],
    [
      'a reminder when a question of some severity is over',
      {
        approvals: { contain: { ...contain, remindAfterMinutes: 10, bySeverity: { critical: { expiresMinutes: 5 } } } },
      },
      /approvals.contain.bySeverity.critical.remindAfterMinutes: nobody would be reminded in time/,
    ],
    [
      'a severity that there is none of',
      { approvals: { contain: { ...contain, bySeverity: { urgent: { expiresMinutes: 5 } } } } },
      /bySeverity/,
    ],
    [
      'silence that approves',
      { approvals: { contain: { ...contain, bySeverity: { critical: { onExpiry: 'approve' } } } } },
      /bySeverity.critical.onExpiry/,
    ],
    ['no approver', { approvals: { contain: { approvers: [] } } }, /an empty list never means everybody/],
    ['no approver of restores', { approvals: { contain, restore: { approvers: [] } } }, /never means everybody/],
    ['a quorum of nobody', { approvals: { contain: { ...contain, quorum: 0 } } }, /quorum/],
    ['a quorum beyond the approvers', { approvals: { contain: { ...contain, quorum: 3 } } }, /there are 2/],
    ['an approver without a token', { approvals: { contain: { approvers: [{ name: 'ana' }] } } }, /tokenSha256/],
    ['an operator whom nobody knows', { approvals: { contain }, operators: ['eve'] }, /eve is nobody who is known/],
    ['a viewer whom nobody knows', { approvals: { contain }, viewers: ['eve'] }, /viewers.0: eve is nobody/],
    [
      'a second circle whom nobody knows',
      { approvals: { contain: { ...contain, onExpiry: 'escalate', escalateTo: ['eve'] } } },
      /approvals.contain.escalateTo.0: eve is nobody/,
    ],
    [
      'a second circle of who only reads',
      { approvals: { contain: { ...contain, onExpiry: 'escalate', escalateTo: ['vic'] } }, viewers: [person('vic')] },
      /vic is nobody who is known: name an approver or an operator/,
    ],
    [
      'a second circle that nobody would ask',
      { approvals: { contain: { ...contain, escalateTo: ['bo'] } } },
      /it goes with onExpiry: escalate/,
    ],
    ['another end of a question', { approvals: { contain: { ...contain, onExpiry: 'approve' } } }, /onExpiry/],
    [
      'one token for two people',
      { approvals: { contain: { approvers: [person('ana'), { ...person('ana'), name: 'bo' }] } } },
      /ana and bo have the same token/,
    ],
    [
      'two tokens for one name',
      { approvals: { contain }, operators: [{ ...person('eve'), name: 'ana' }] },
      /ana has two tokens/,
    ],
    [
      'two names that read as one',
      { approvals: { contain: { approvers: [person('ana'), person('Ana')] } } },
      /ana and Ana read as one name/,
    ],
    [
      'one address for two people',
      {
        approvals: {
          contain: { approvers: [person('ana', { email: 'a@example.com' }), person('bo', { email: 'A@example.com' })] },
        },
      },
      /ana and bo have the same e-mail address/,
    ],
    ['a name beyond ASCII', { approvals: { contain: { approvers: [person('аna')] } } }, /letters, digits/],
    ['a role that there is not', { approvals: { contain }, admins: ['ana'] }, /admins/],
  ])('refuses %s', (_, people, problem) => {
    expect(problemOf(people)).toMatch(problem)
  })
})
