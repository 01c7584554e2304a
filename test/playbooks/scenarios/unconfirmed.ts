import { after, evidenceDigest, happens } from '../../support/fixtures/incident-events.js'
import { aLookedUpPrincipal, aRolePrincipal } from '../../support/fixtures/principals.js'
import { anInput } from '../../support/play.js'
import type { Scenario } from '../../support/scenario.js'

const why = 'Its product is none of AWS.'
const untrusted = { ...anInput, trusted: false, distrust: why }
const toBeConfirmed = { ...anInput, trusted: false, callBack: true }
const named = { ...anInput, principal: aLookedUpPrincipal() }
const waiting = 'unconfirmed.waiting'
const askingAws = 'investigating.confirming'
const askingAgain = 'unconfirmed.confirming'
const lookingUp = 'investigating.lookingUp'
const unconfirmed = [happens.evidenceCollected]

/** A finding that could have been forged: investigating, unconfirmed. */
export const unconfirmedScenarios: readonly Scenario[] = [
  {
    rule: 'a finding that could have been forged is investigated, and then nobody is asked for a block',
    input: untrusted,
    given: [],
    follows: [{ event: happens.evidenceCollected, state: waiting, orders: ['notify:unconfirmed'] }],
    remembers: { evidenceDigest, trusted: false, reason: why },
  },
  {
    rule: 'whoever vouches for a finding has the block asked for, and is remembered as who did',
    input: untrusted,
    given: unconfirmed,
    follows: [{ event: happens.vouched, state: 'planning', orders: ['preparePlan'] }],
    remembers: { trusted: true, containRequestedBy: ['ana'], distrust: why, reason: 'The console shows it.' },
  },
  {
    rule: 'a finding that needs nobody to stand for it takes the incident on',
    input: untrusted,
    given: unconfirmed,
    follows: [{ event: happens.findingJoined, state: 'planning', orders: ['preparePlan'] }],
    remembers: { trusted: true, containRequestedBy: [], joinedFindings: 1 },
  },
  {
    rule: "a person's own wish is that person's word, as a vouch is",
    input: untrusted,
    given: unconfirmed,
    follows: [{ event: happens.wishJoined, state: 'planning', orders: ['preparePlan'] }],
    remembers: { trusted: true, containRequestedBy: ['ben'] },
  },
  {
    rule: 'whoever lent their word is remembered beside who vouches later, each once',
    input: { ...untrusted, principal: aLookedUpPrincipal() },
    given: [happens.principalUnresolved, happens.principalNamed(), happens.evidenceCollected],
    follows: [
      { event: { ...happens.untrustedJoined, requestedBy: 'cyd' }, state: waiting, orders: [] },
      { event: { ...happens.untrustedJoined, requestedBy: 'ana' }, state: waiting, orders: [] },
      { event: { ...happens.vouched, by: 'ben' }, state: 'planning', orders: ['preparePlan'] },
    ],
    remembers: { trusted: true, containRequestedBy: ['ana', 'cyd', 'ben'] },
  },
  {
    rule: 'what joins before the evidence is there counts as well',
    input: untrusted,
    given: [happens.findingJoined],
    follows: [{ event: happens.evidenceCollected, state: 'planning', orders: ['preparePlan'] }],
  },
  {
    rule: 'more findings that could have been forged make none of them true',
    input: untrusted,
    given: unconfirmed,
    follows: [
      { event: happens.untrustedJoined, state: waiting, orders: [] },
      { event: happens.untrustedJoined, state: waiting, orders: [] },
    ],
    remembers: { trusted: false, joinedFindings: 2 },
  },
  {
    rule: 'an answer that nobody asked for moves no finding that could have been forged',
    input: untrusted,
    given: unconfirmed,
    follows: [
      { event: happens.approved(), state: waiting, orders: [] },
      { event: happens.planPrepared(), state: waiting, orders: [] },
      { event: happens.findingConfirmed, state: waiting, orders: [] },
      { event: happens.retryRequested, state: waiting, orders: [] },
    ],
  },
  {
    rule: 'people are reminded of a finding that waits for somebody to stand for it',
    input: untrusted,
    given: unconfirmed,
    follows: [{ event: after('humanReminder', 'unconfirmed'), state: waiting, orders: ['notify:unconfirmed'] }],
  },
  {
    rule: 'a finding that could have been forged can be closed',
    input: untrusted,
    given: unconfirmed,
    follows: [{ event: happens.closeRequested, state: 'closed', orders: ['notify:closed', 'writeReport'] }],
  },
  {
    rule: 'AWS is asked whether it has the finding before a plan is made',
    input: toBeConfirmed,
    given: [],
    follows: [
      { event: happens.evidenceCollected, state: askingAws, orders: ['confirmFinding'] },
      { event: happens.findingConfirmed, state: 'planning', orders: ['preparePlan'] },
    ],
    remembers: { trusted: true, callBack: false },
  },
  {
    rule: 'a finding that AWS has not is not trusted any more',
    input: toBeConfirmed,
    given: unconfirmed,
    follows: [{ event: happens.findingDisputed, state: waiting, orders: ['notify:unconfirmed'] }],
    remembers: { trusted: false, callBack: false, distrust: 'GuardDuty has no such finding.' },
  },
  {
    rule: 'AWS that cannot be asked confirms nothing',
    input: toBeConfirmed,
    given: unconfirmed,
    follows: [{ event: happens.failed('confirmFinding'), state: waiting, orders: ['notify:unconfirmed'] }],
    remembers: { distrust: 'AWS could not be asked whether it has the finding: not allowed' },
  },
  {
    rule: 'AWS that does not answer in time confirms nothing',
    input: toBeConfirmed,
    given: unconfirmed,
    follows: [
      { event: after('confirmationBudget', askingAws), state: waiting, orders: ['notify:unconfirmed'] },
      { event: happens.findingConfirmed, state: waiting, orders: [] },
    ],
    remembers: { distrust: 'AWS did not answer in time whether it has the finding.' },
  },
  {
    rule: 'while AWS is asked, a finding that needs no confirmation is enough',
    input: toBeConfirmed,
    given: unconfirmed,
    follows: [{ event: happens.findingJoined, state: 'planning', orders: ['preparePlan'] }],
  },
  {
    rule: 'a finding that AWS may confirm has it asked again',
    input: untrusted,
    given: unconfirmed,
    follows: [
      { event: happens.confirmableJoined, state: askingAgain, orders: ['confirmFinding'] },
      { event: happens.findingConfirmed, state: 'planning', orders: ['preparePlan'] },
    ],
  },
  {
    rule: 'AWS that has none of the findings leaves the incident waiting, with the newest reason',
    input: untrusted,
    given: [...unconfirmed, happens.confirmableJoined],
    follows: [{ event: happens.findingDisputed, state: waiting, orders: [] }],
    remembers: { reason: 'GuardDuty has no such finding.' },
  },
  {
    rule: 'a second question to AWS that fails leaves the incident waiting',
    input: untrusted,
    given: [...unconfirmed, happens.confirmableJoined],
    follows: [{ event: happens.failed('confirmFinding'), state: waiting, orders: [] }],
  },
  {
    rule: 'a second question to AWS that takes too long leaves the incident waiting',
    input: untrusted,
    given: [...unconfirmed, happens.confirmableJoined],
    follows: [{ event: after('confirmationBudget', askingAgain), state: waiting, orders: [] }],
  },
  {
    rule: 'AWS is asked whose a key is before a person is',
    input: named,
    given: [],
    follows: [{ event: happens.principalFound, state: 'investigating.collecting', orders: ['collectEvidence'] }],
    remembers: { principal: aRolePrincipal(), containRequestedBy: [] },
  },
  {
    rule: 'a key that AWS knows nobody of is asked about',
    input: named,
    given: [],
    follows: [{ event: happens.principalUnresolved, state: 'unresolved', orders: ['notify:unresolved'] }],
    remembers: { reason: 'No such role.' },
  },
  {
    rule: 'a look-up that fails asks a person',
    input: named,
    given: [],
    follows: [{ event: happens.failed('findPrincipal'), state: 'unresolved', orders: ['notify:unresolved'] }],
  },
  {
    rule: 'a look-up that takes too long asks a person',
    input: named,
    given: [],
    follows: [
      { event: after('confirmationBudget', lookingUp), state: 'unresolved', orders: ['notify:unresolved'] },
      { event: happens.principalFound, state: 'unresolved', orders: [] },
    ],
  },
  {
    rule: 'an incident whose principal turns out to have one ends, and says where it went on',
    input: named,
    given: [],
    follows: [{ event: happens.joinedOther, state: 'closed', orders: ['notify:closed', 'writeReport'] }],
    remembers: { principal: aRolePrincipal() },
  },
  {
    rule: 'so does one whose principal a person named',
    input: named,
    given: [happens.principalUnresolved],
    follows: [{ event: happens.joinedOther, state: 'closed', orders: ['notify:closed', 'writeReport'] }],
  },
  {
    rule: 'who is named by a person does not make the finding true',
    input: { ...untrusted, principal: aLookedUpPrincipal() },
    given: [happens.principalUnresolved, happens.principalNamed()],
    follows: [{ event: happens.evidenceCollected, state: waiting, orders: ['notify:unconfirmed'] }],
    remembers: { trusted: false, containRequestedBy: ['ana'] },
  },
]
