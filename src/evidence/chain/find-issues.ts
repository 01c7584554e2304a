import { isTokenOfUser, type TemporaryCredential } from '../sessions/giver-of.js'
import type { ChainAsker, ChainQuestion } from './chain-asker.js'
import type { HeardRecords } from './heard-records.js'

/** Roles of one step of the chain that are asked about; an attacker can make as many as they like. */
const MOST_ROLES = 10
/** Sessions of one role that are asked about one by one, where the records of all of them were too many. */
const MOST_SESSIONS = 5
const PAGES = 2
/** Of an account whose Regions are not known. */
const MOST_REGIONS = 17
const SLACK_MS = 30_000
const LONGEST_ROLE_MS = 12 * 3_600_000
const LONGEST_TOKEN_MS = 36 * 3_600_000

/**
 * Looks for the records of these credentials' issue, as far as nobody has told them yet; the weightiest first. All sessions of one role
 * take one lookup, in the Regions that are likeliest, then in the others. What is found is among the heard.
 */
export async function findIssues(
  credentials: readonly TemporaryCredential[],
  heard: HeardRecords,
  asker: ChainAsker,
): Promise<void> {
  const groups = new Map<string, TemporaryCredential[]>()
  for (const credential of credentials) {
    if (heard.issueOf(credential) !== null) continue
    const { accountId, arn } = credential.of
    const name = `${accountId} ${arn.toLowerCase()}`
    groups.set(name, [...(groups.get(name) ?? []), credential])
  }
  for (const group of [...groups.values()].slice(0, MOST_ROLES)) await findGroup(group, heard, asker)
}

async function findGroup(group: readonly TemporaryCredential[], heard: HeardRecords, asker: ChainAsker): Promise<void> {
  const open = () => group.filter((credential) => heard.issueOf(credential) === null).slice(0, MOST_SESSIONS)
  const [first] = group
  if (first === undefined) return
  const { accountId } = first.of
  const all = asker.regionsOf(accountId)
  const near = all.filter((region, at) => at === 0 || group.some((one) => one.region === region))
  const rest = all.filter((region) => !near.includes(region))
  for (const regions of near.length === 0 ? [[]] : [near, ...(rest.length === 0 ? [] : [rest])]) {
    if (open().length === 0) return
    const answer = await asker.ask(accountId, questionAbout(group, regions))
    if (group.length === 1 || answer?.status !== 'truncated') continue
    for (const one of open()) {
      if (heard.issueOf(one) === null) await asker.ask(accountId, questionAbout([one], regions))
    }
  }
}

/** The same of one of them, by what else has records of the account. */
export async function findIssueElsewhere(
  credential: TemporaryCredential,
  heard: HeardRecords,
  asker: ChainAsker,
): Promise<void> {
  if (heard.issueOf(credential) !== null) return
  await asker.askOthers(credential.of.accountId, questionAbout([credential], []))
}

/** Around the moments at which they were issued, as their own calls tell them; else as long before as they can live. */
function questionAbout(group: readonly TemporaryCredential[], regions: readonly string[]): ChainQuestion {
  const [first, ...others] = group.map(spanOf)
  const [of] = group.map((one) => one.of)
  if (first === undefined || of === undefined) throw new Error('A question is about somebody.')
  const fromMs = others.reduce((least, one) => Math.min(least, one.fromMs), first.fromMs)
  const toMs = others.reduce((most, one) => Math.max(most, one.toMs), first.toMs)
  return {
    principal: of,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    regions,
    accessKeyIds: [],
    maxRequests: PAGES * (regions.length || MOST_REGIONS),
    issuesOnly: true,
  }
}

function spanOf(credential: TemporaryCredential): { fromMs: number; toMs: number } {
  const { issuedAt, usedAt } = credential
  if (issuedAt !== null) return { fromMs: Date.parse(issuedAt) - SLACK_MS, toMs: Date.parse(issuedAt) + SLACK_MS }
  const longestMs = isTokenOfUser(credential) ? LONGEST_TOKEN_MS : LONGEST_ROLE_MS
  return { fromMs: Date.parse(usedAt) - longestMs, toMs: Date.parse(usedAt) + SLACK_MS }
}
