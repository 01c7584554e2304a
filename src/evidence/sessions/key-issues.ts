import { entryOf, isBefore } from '../facts/tallies.js'
import type { Mint } from '../facts/trail-facts.js'

/** Records name seconds, and the session is issued a moment before or after its record says. */
export const issueToleranceMs = 2_000

/** The issues of one key id: key ids repeat, so they are told apart by session and moment. Nearly all keys are issued once. */
export class KeyIssues {
  readonly #mints: Mint[]
  /** These two are made when they are asked for. */
  #all: readonly (readonly Mint[])[] | null = null
  #byRole: IssuesByRole | null = null

  constructor(first: Mint) {
    this.#mints = [first]
  }

  /** Before anything is asked. */
  add(mint: Mint): void {
    this.#mints.push(mint)
  }

  /** Oldest first, and so are the records of each. */
  get all(): readonly (readonly Mint[])[] {
    this.#all ??= this.#mints.length === 1 ? [this.#mints] : issuesOf(this.#mints)
    return this.#all
  }

  /** The records until that moment of the latest issue that can be of this principal; null: there is none. */
  latest(principalId: string, untilMs: number): readonly Mint[] | null {
    const only = this.#mints.length === 1 ? this.#mints : this.all.length === 1 ? this.all[0] : undefined
    const record = only?.[0]
    if (only !== undefined && record !== undefined)
      return record.atMs <= untilMs && mayBeOf(record, principalId) ? recordsUntil(only, untilMs) : null
    if (!isRoleId(principalId)) return recordsUntil(lastUntil(this.all, untilMs), untilMs)
    this.#byRole ??= issuesByRole(this.all)
    const own = lastUntil(this.#byRole.ofRole.get(principalId) ?? [], untilMs)
    const others = lastUntil(this.#byRole.ofOthers, untilMs)
    const first = own?.[0]
    const second = others?.[0]
    const isOwnLater = first !== undefined && (second === undefined || isBefore(second, first))
    return recordsUntil(isOwnLater ? own : others, untilMs)
  }
}

function issuesOf(mints: readonly Mint[]): Mint[][] {
  const latest = new Map<string | null, Mint[]>()
  const all: Mint[][] = []
  for (const mint of [...mints].sort((a, b) => (isBefore(a, b) ? -1 : 1))) {
    const { assumedRoleId } = mint
    const same = latest.get(assumedRoleId)
    if (same?.[0] !== undefined && mint.atMs - same[0].atMs <= issueToleranceMs) {
      same.push(mint)
      continue
    }
    const issue = [mint]
    latest.set(assumedRoleId, issue)
    all.push(issue)
  }
  return all
}

interface IssuesByRole {
  readonly ofRole: ReadonlyMap<string, readonly (readonly Mint[])[]>
  /** Of whom another principal id is no contradiction. */
  readonly ofOthers: readonly (readonly Mint[])[]
}

function issuesByRole(all: readonly (readonly Mint[])[]): IssuesByRole {
  const ofRole = new Map<string, (readonly Mint[])[]>()
  const ofOthers: (readonly Mint[])[] = []
  for (const issue of all) {
    const id = issue[0]?.assumedRoleId ?? null
    if (isRoleId(id)) entryOf(ofRole, id, noIssues).push(issue)
    else ofOthers.push(issue)
  }
  return { ofRole, ofOthers }
}

function recordsUntil(issue: readonly Mint[] | null, untilMs: number): readonly Mint[] | null {
  if (issue === null || (issue.at(-1)?.atMs ?? untilMs) <= untilMs) return issue
  return issue.filter(({ atMs }) => atMs <= untilMs)
}

function lastUntil(issues: readonly (readonly Mint[])[], untilMs: number): readonly Mint[] | null {
  let low = 0
  let high = issues.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((issues[middle]?.[0]?.atMs ?? Infinity) <= untilMs) low = middle + 1
    else high = middle
  }
  return issues[low - 1] ?? null
}

/** Whether a credential that a record hands out can be the one of this principal. */
export function mayBeOf({ assumedRoleId }: Mint, principalId: string): boolean {
  return !isRoleId(principalId) || !isRoleId(assumedRoleId) || assumedRoleId === principalId
}

/** AWS's own examples have ids that do not fit: only two role ids contradict each other. */
function isRoleId(id: string | null): id is string {
  return id?.startsWith('AROA') === true
}

function noIssues(): (readonly Mint[])[] {
  return []
}
