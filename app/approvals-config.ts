import { z } from 'zod'
import type { ApprovalRules, QuestionRules } from '../src/incidents/authority.js'
import { lookKey } from '../src/incidents/same-person.js'
import { bySeveritySchema, escalates, lateReminders, questionTimingKeys } from './question-timing.js'
import type { Person } from './server/people.js'
import { type SlackConfig, slackUserId } from './slack-config.js'

const personName = z.string().regex(/^[\w.@-]{1,64}$/, 'letters, digits and . @ _ - only')

/**
 * A person who may do something, and how to know them: over API and command line by a token, which itself is never stored
 * (`printf %s TOKEN | sha256sum`), in Slack by the id of the member.
 */
const person = z
  .strictObject({
    name: personName,
    tokenSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the token, as 64 hex digits')
      .optional(),
    slack: slackUserId.optional(),
    email: z.string().min(1).optional(),
  })
  .refine(({ tokenSha256, slack }) => tokenSha256 !== undefined || slack !== undefined, {
    error:
      'give tokenSha256 (API and command line), slack (the id of the member), or both: nobody could know this person',
  })
/** Somebody who can be known, or the name of somebody who stands elsewhere in the configuration. */
const personOrName = z.union([person, personName])

/** An empty list would read as "anyone": it is refused, like every empty permission. */
const question = z.strictObject({
  approvers: z.array(person).min(1, 'name at least one approver; an empty list never means everybody'),
  quorum: z.number().int().min(1).default(1),
  ...questionTimingKeys,
  escalateTo: z.array(personName).default([]),
})

/** Who decides. Restores have the approvers of the block unless they have their own. */
export const approvalsSchema = z.strictObject({
  contain: question.extend({
    expiresMinutes: question.shape.expiresMinutes.default(30),
    bySeverity: bySeveritySchema,
  }),
  restore: question.partial({ approvers: true, expiresMinutes: true }).prefault({}),
})

/** Who runs Tourniquet: brakes, reconciliation, exports. Left out: nobody may, through the server. */
export const operatorsSchema = z.array(personOrName).default([])
/** Who reads only. */
export const viewersSchema = z.array(personOrName).default([])

type Configured = z.infer<typeof person>
/** The part of the configuration that says who may do what. */
export interface PeopleConfig {
  readonly approvals: z.infer<typeof approvalsSchema>
  readonly operators: z.infer<typeof operatorsSchema>
  readonly viewers: z.infer<typeof viewersSchema>
  readonly slack?: Pick<SlackConfig, 'owners'> | null
}
type Context = z.core.$RefinementCtx

/** What the shape alone does not say: every name stands for one person with one token, and every question can be answered. */
export function checkPeople(config: PeopleConfig, context: Context): void {
  const problem = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  for (const [name, { approvers, quorum, onExpiry, escalateTo }] of Object.entries(config.approvals)) {
    const people = new Set((approvers ?? config.approvals.contain.approvers).map((each) => each.name)).size
    if (quorum > people) {
      problem(['approvals', name], `a quorum of ${quorum} needs as many people; there are ${people}`)
    }
    const isEscalated = name === 'contain' ? escalates(config.approvals.contain) : onExpiry === 'escalate'
    if (escalateTo.length > 0 && !isEscalated) {
      problem(['approvals', name, 'escalateTo'], 'nobody would ever ask them: it goes with onExpiry: escalate')
    }
  }
  for (const path of lateReminders(config.approvals)) {
    problem(
      ['approvals', ...path, 'remindAfterMinutes'],
      'nobody would be reminded in time: it is less than expiresMinutes',
    )
  }
  for (const { path, name } of unknownNames(config)) {
    problem(path, `${name} is nobody who is known: name an approver or an operator, or give name and tokenSha256`)
  }
  for (const message of confusions(entriesOf(config))) problem(['approvals'], message)
}

function unknownNames({ approvals, operators, viewers }: PeopleConfig) {
  const deciders = new Set([...approversOf(approvals), ...withTokens(operators)].map(({ name }) => name))
  const known = new Set([...deciders, ...withTokens(viewers).map(({ name }) => name)])
  const missing = (path: string[], names: readonly string[], among: ReadonlySet<string>) =>
    names.flatMap((name, index) => (among.has(name) ? [] : [{ path: [...path, String(index)], name }]))
  return [
    ...missing(['approvals', 'contain', 'escalateTo'], approvals.contain.escalateTo, deciders),
    ...missing(['approvals', 'restore', 'escalateTo'], approvals.restore.escalateTo, deciders),
    ...missing(['operators'], namesOf(operators), known),
    ...missing(['viewers'], namesOf(viewers), known),
  ]
}

/** Two names of one token, or two tokens of one name, would let one person count as two, or be taken for another. */
function confusions(entries: readonly Configured[]): string[] {
  const pairs = entries.flatMap((one, index) => entries.slice(index + 1).map((other) => ({ one, other })))
  return pairs.flatMap(({ one, other }) => {
    if (one.name === other.name) {
      const what = differ(one.tokenSha256, other.tokenSha256)
        ? 'tokens'
        : differ(one.slack, other.slack)
          ? 'Slack ids'
          : null
      return what === null ? [] : [`${one.name} has two ${what}: give one, everywhere the same`]
    }
    const both = `${one.name} and ${other.name}`
    if (same(one.tokenSha256, other.tokenSha256)) return [`${both} have the same token: each person needs their own`]
    if (same(one.slack, other.slack)) return [`${both} have the same Slack id, so one person would count as two`]
    if (lookKey(one.name) === lookKey(other.name)) return [`${both} read as one name: rename one of them`]
    const isOneAddress =
      one.email !== undefined && other.email !== undefined && lookKey(one.email) === lookKey(other.email)
    return isOneAddress ? [`${both} have the same e-mail address, so one person would count as two`] : []
  })
}

const same = (one: string | undefined, other: string | undefined) => one !== undefined && one === other
const differ = (one: string | undefined, other: string | undefined) =>
  one !== undefined && other !== undefined && one !== other

/** Everybody whom the API knows. */
export function peopleOf(config: PeopleConfig): Person[] {
  const known = entriesOf(config).flatMap(({ name, tokenSha256 }) =>
    tokenSha256 === undefined ? [] : [{ name, tokenSha256 }],
  )
  return [...new Map(known.map((person) => [person.name, person])).values()]
}

/** The Slack ids of people, by name. */
export function slackIdsOf(config: PeopleConfig): Map<string, string> {
  return new Map(entriesOf(config).flatMap(({ name, slack }) => (slack === undefined ? [] : [[name, slack]])))
}

/** Who may do what, by name. */
export function approvalRulesOf(config: PeopleConfig): ApprovalRules {
  const { approvals, operators, viewers } = config
  const { contain, restore } = approvals
  const rulesOf = ({ quorum, escalateTo }: typeof restore, approvers: readonly Configured[]): QuestionRules => ({
    approvers: [...new Set(approvers.map(({ name }) => name))],
    quorum,
    escalateTo,
  })
  return {
    contain: rulesOf(contain, contain.approvers),
    restore: rulesOf(restore, restore.approvers ?? contain.approvers),
    operators: operators.map(nameOf),
    viewers: viewers.map(nameOf),
    knownAs: aliasesOf(config),
  }
}

/** Whoever is accused by one of these has no say, whichever way they come: also over the API, where Slack is not asked. */
function aliasesOf(config: PeopleConfig): Map<string, string[]> {
  const owners = Object.entries(config.slack?.owners ?? {})
  const aliases = new Map<string, string[]>()
  for (const { name, email, slack } of entriesOf(config)) {
    const owned = owners.flatMap(([accused, owner]) => (owner === slack ? [accused] : []))
    const more = [...(email === undefined ? [] : [email]), ...owned]
    if (more.length > 0) aliases.set(name, [...(aliases.get(name) ?? []), ...more])
  }
  return aliases
}

function approversOf({ contain, restore }: PeopleConfig['approvals']): Configured[] {
  return [...contain.approvers, ...(restore.approvers ?? [])]
}

function entriesOf({ approvals, operators, viewers }: PeopleConfig): Configured[] {
  return [...approversOf(approvals), ...withTokens(operators), ...withTokens(viewers)]
}

function withTokens(list: readonly (Configured | string)[]): Configured[] {
  return list.flatMap((each) => (typeof each === 'string' ? [] : [each]))
}

function namesOf(list: readonly (Configured | string)[]): string[] {
  return list.flatMap((each) => (typeof each === 'string' ? [each] : []))
}

function nameOf(each: Configured | string): string {
  return typeof each === 'string' ? each : each.name
}
