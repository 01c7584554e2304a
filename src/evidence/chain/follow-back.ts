import { assertNever } from '../../domain/assert-never.js'
import { cleanText } from '../../domain/clean-text.js'
import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { type Giver, giverOf, isTokenOfUser, type TemporaryCredential } from '../sessions/giver-of.js'
import type { ChainAsker } from './chain-asker.js'
import { findIssueElsewhere, findIssues } from './find-issues.js'
import type { HeardRecords } from './heard-records.js'

/** A chain of roles ends by itself: each session lives for an hour at most. Forged records need not. */
const MOST_HOPS = 25
/** Sessions of one step that are followed. */
const MOST_WIDE = 50
/** Sessions that other sources are asked about, one by one. */
const MOST_ELSEWHERE = 5
const MOST_CHARACTERS = 200

/** How far the chain has been followed, as of now: it may be stopped at any moment. */
export interface ChainFound {
  /** Event ids of the issues, the nearest first, by how many hops they lie back. */
  readonly hops: { readonly hop: number; readonly eventId: string; readonly by: string }[]
  readonly roots: { readonly who: string; readonly eventId: string; readonly hop: number }[]
  /** Where it went on in another account. */
  readonly crossings: string[]
  /** Sessions that nobody is on record for as having asked for them, and why. */
  readonly unknown: { readonly credential: TemporaryCredential; readonly why: string }[]
  /** Where else it stopped, and why: in sentences. */
  readonly stops: string[]
  /** Whom it was looking for last. */
  open: readonly TemporaryCredential[]
  /** Of the accused; '' while it is not known. */
  accountId: string
}

export function nothingFound(): ChainFound {
  return { hops: [], roots: [], crossings: [], unknown: [], stops: [], open: [], accountId: '' }
}

interface Step {
  readonly credential: TemporaryCredential
  /** Whom it was seen to ask for something, up to the accused. */
  readonly below: Step | null
}

interface Following {
  readonly heard: HeardRecords
  readonly asker: ChainAsker
  readonly found: ChainFound
}

/** Who asked for it is on no record that the event histories gave. */
export interface Pending {
  readonly step: Step
  readonly hop: number
}

/**
 * From those who asked for the first sessions back to who gave each of them its own, until it is a user, a service, a federated
 * identity, an account that is not read here, or nobody that is on record: those come back. `first`: issues of the accused's sessions,
 * the weightiest first, as account `accountId` has them.
 */
export async function followBack(
  first: readonly CloudTrailEvent[],
  accountId: string,
  following: Following,
): Promise<Pending[]> {
  const level: Step[] = []
  for (const issue of first.slice(0, MOST_WIDE)) level.push(...(await goBack(issue, accountId, null, 1, following)))
  const more = first.length - MOST_WIDE
  if (more > 0) following.found.stops.push(`${more} more sessions of the accused were not followed back.`)
  return walk(level, 2, new Set(), following)
}

/** Looks up who asked for these sessions of the accused, as far as nobody has told it; those of whom it is on no record come back. */
export async function findFirst(credentials: readonly TemporaryCredential[], following: Following): Promise<Pending[]> {
  const { found, heard, asker } = following
  const asked = credentials.slice(0, MOST_WIDE)
  found.open = asked
  await findIssues(asked, heard, asker)
  const unknown = asked.filter((credential) => heard.issueOf(credential) === null && !isTokenOfUser(credential))
  return unknown.map((credential) => ({ step: { credential, below: null }, hop: 1 }))
}

/** The same where other sources may know what the event histories did not; says where it is not known to the end. */
export async function followBackElsewhere(pending: readonly Pending[], following: Following): Promise<void> {
  const { found, heard, asker } = following
  found.open = pending.map(({ step }) => step.credential)
  for (const { step, hop } of pending.slice(0, MOST_ELSEWHERE)) {
    await findIssueElsewhere(step.credential, heard, asker)
    const issue = heard.issueOf(step.credential)
    if (issue === null) continue
    const level = await goBack(issue, step.credential.of.accountId, step, hop, following)
    for (const end of await walk(level, hop + 1, new Set(), following)) endWithout(end.step.credential, following)
  }
  for (const { step } of pending) if (heard.issueOf(step.credential) === null) endWithout(step.credential, following)
  found.open = []
}

async function walk(start: readonly Step[], from: number, seen: Set<string>, following: Following): Promise<Pending[]> {
  const { found, heard, asker } = following
  const pending: Pending[] = []
  let level = start
  for (let hop = from; level.length > 0; hop += 1) {
    const steps = newOnes(level, seen, found)
    if (hop > MOST_HOPS) {
      found.stops.push(
        ...steps.map(
          ({ credential }) => `The chain is followed ${MOST_HOPS} steps back: not beyond ${sessionIn(credential)}.`,
        ),
      )
      break
    }
    found.open = steps.map(({ credential }) => credential)
    await findIssues(found.open, heard, asker)
    const next: Step[] = []
    for (const step of steps) {
      const issue = heard.issueOf(step.credential)
      if (issue !== null) next.push(...(await goBack(issue, step.credential.of.accountId, step, hop, following)))
      else if (!isTokenOfUser(step.credential)) pending.push({ step, hop })
    }
    level = next
  }
  found.open = []
  return pending
}

/** Whose credentials asked for this one; none where it is a root, or where it stops. */
async function goBack(
  issue: CloudTrailEvent,
  accountId: string,
  below: Step | null,
  hop: number,
  following: Following,
): Promise<Step[]> {
  const { found } = following
  const { eventId } = issue
  const giver = giverOf(issue, accountId)
  found.hops.push({ hop, eventId, by: wordsOf(giver) })
  switch (giver.kind) {
    case 'session':
      return [{ credential: giver.credential, below }]
    case 'root':
      found.roots.push({ who: giver.who, eventId, hop })
      return giver.token === null ? [] : [{ credential: giver.token, below }]
    case 'abroad':
      return goAbroad(issue, giver, below, hop, following)
    default:
      return assertNever(giver, 'giver')
  }
}

/** The caller's account has the same call, with the caller's name. */
async function goAbroad(
  issue: CloudTrailEvent,
  { accountId, principalId }: Extract<Giver, { kind: 'abroad' }>,
  below: Step | null,
  hop: number,
  following: Following,
): Promise<Step[]> {
  const { found, heard, asker } = following
  const shared = issue.sharedEventId === undefined ? '' : ` sharedEventID ${cleanText(issue.sharedEventId)}`
  const where = `account ${cleanText(accountId)} (event ${cleanText(issue.eventId)},${shared})`
  if (heard.callersRecordOf(issue, accountId) === null && asker.isAtHand(accountId))
    await lookAbroad(issue, accountId, asker)
  const same = heard.callersRecordOf(issue, accountId)
  if (same !== null) {
    found.crossings.push(`It goes on in ${where}, whose records have it as event ${cleanText(same.eventId)}.`)
    return goBack(same, accountId, below, hop, following)
  }
  const missing = asker.isAtHand(accountId)
    ? asker.isSpent
      ? 'no request is left to look there'
      : 'its event history has no such record'
    : 'the records of that account are not read here: look there for AssumeRole with this sharedEventID'
  found.stops.push(`The chain goes on in ${where}, with ${cleanText(principalId) || 'somebody'}: ${missing}.`)
  return []
}

async function lookAbroad(issue: CloudTrailEvent, accountId: string, asker: ChainAsker): Promise<void> {
  const arn = issue.issued?.roleArn ?? ''
  const role = issue.requestParameters?.roleArn
  const named = typeof role === 'string' ? role : arn
  const atMs = Date.parse(issue.eventTime)
  await asker.ask(accountId, {
    principal: {
      type: 'role',
      arn: named,
      name: named.split('/').at(-1) ?? '',
      accountId: issue.accountId ?? '',
      uniqueId: null,
    },
    from: new Date(atMs - 30_000).toISOString(),
    to: new Date(atMs + 30_000).toISOString(),
    regions: [],
    accessKeyIds: [],
    maxRequests: 17,
    issuesOnly: true,
  })
}

/** Each session once. One that is met again below itself was never asked for by anybody: such records are forged or mixed up. */
function newOnes(level: readonly Step[], seen: Set<string>, found: ChainFound): Step[] {
  const fresh = level.filter((step) => {
    const id = idOf(step.credential)
    if (isBelow(id, step.below)) found.stops.push(`The chain leads round in a circle at ${sessionIn(step.credential)}.`)
    if (seen.has(id)) return false
    seen.add(id)
    return true
  })
  if (fresh.length > MOST_WIDE)
    found.stops.push(`${fresh.length - MOST_WIDE} more sessions of one step were not followed back.`)
  return fresh.slice(0, MOST_WIDE)
}

function isBelow(id: string, below: Step | null): boolean {
  for (let at = below; at !== null; at = at.below) if (idOf(at.credential) === id) return true
  return false
}

function idOf({ accessKeyId, principalId, issuedAt, of }: TemporaryCredential): string {
  return JSON.stringify([of.arn.toLowerCase(), accessKeyId, principalId, accessKeyId === '' ? issuedAt : null])
}

/** Some sessions say by their shape who gave them; of the others it is not known. */
function endWithout(credential: TemporaryCredential, { found, asker }: Following): void {
  const service = serviceBehind(credential, asker)
  if (service !== null) found.roots.push({ who: service, eventId: '', hop: 0 })
  else {
    const why = whyUnknown(credential, asker)
    found.unknown.push({ credential, why })
  }
}

function whyUnknown({ of }: TemporaryCredential, asker: ChainAsker): string {
  const answer = asker.answerAbout(of.accountId, of.arn)
  if (answer === null) {
    return asker.isSpent
      ? `no request was left after ${asker.requests}`
      : 'it was not looked up, there were so many roles'
  }
  switch (answer.status) {
    case 'failed':
      return `the event history could not be read (${answer.detail ?? 'it gave no answer'})`
    case 'truncated':
      return 'the event history has more sessions of the role than are looked at'
    case 'ok':
    case 'empty':
      return 'no record of it was found, neither in the event history nor elsewhere'
    default:
      return assertNever(answer.status, 'status')
  }
}

/**
 * A service-linked role is assumed by its service alone. A session's name is chosen by whoever asks for it: one that looks like an
 * instance is taken for EC2's only where the history was read in full and nobody asked for it.
 */
function serviceBehind({ of, principalId }: TemporaryCredential, asker: ChainAsker): string | null {
  const linked = /:role\/aws-service-role\/([\w.-]+)\//.exec(of.arn)?.[1]
  if (linked !== undefined) return linked
  const status = asker.answerAbout(of.accountId, of.arn)?.status
  const wasRead = status === 'ok' || status === 'empty'
  const sessionName = principalId.split(':')[1] ?? ''
  return wasRead && /^i-[0-9a-f]{8,}$/.test(sessionName) ? 'ec2.amazonaws.com' : null
}

export function sessionIn({ of, principalId, accessKeyId, issuedAt }: TemporaryCredential): string {
  const name = principalId.split(':')[1] ?? ''
  const parts = [accessKeyId, ...(issuedAt === null ? [] : [`issued ${issuedAt}`])].filter((part) => part !== '')
  return cleanText(`${of.arn}${name === '' ? '' : ` session ${name}`} (${parts.join(', ')})`.slice(0, MOST_CHARACTERS))
}

function wordsOf(giver: Giver): string {
  switch (giver.kind) {
    case 'root':
      return cleanText(giver.who.slice(0, MOST_CHARACTERS))
    case 'session':
      return cleanText(giver.credential.of.arn.slice(0, MOST_CHARACTERS))
    case 'abroad':
      return `account ${cleanText(giver.accountId)}`
    default:
      return assertNever(giver, 'giver')
  }
}
