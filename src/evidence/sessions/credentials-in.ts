import { copyOfKey, mergeKeyFacts } from '../facts/key-facts.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { KeyFacts, Mint, TrailFacts } from '../facts/trail-facts.js'
import { type Issue, MintIndex } from './mint-index.js'

/** One credential of the facts: the record of its issue, its use, or both. */
export interface Credential {
  readonly id: string
  readonly issue: Issue | null
  /** Where no record shows its issue: that of another credential of the same session, which the same caller asked for. */
  readonly besides: Issue | null
  /** In scope and baseline together; null where it was not used. */
  readonly use: KeyFacts | null
  /** In the scope alone. */
  readonly useInScope: KeyFacts | null
}

/** What the records of one key id and principal tell. */
interface Use {
  readonly name: string
  readonly all: KeyFacts
  readonly inScope: KeyFacts | null
}

interface IssuedUse extends Use {
  readonly issue: Issue | null
}

/** Every credential that was used or issued, each once; issues are those of these mints. Uses of one issue are one, also where some records lack the key id. */
export function credentialsIn(facts: TrailFacts, counting: Iterable<Mint>): Credential[] {
  const mints = new MintIndex(facts, counting)
  const used = new Map<string, IssuedUse[]>()
  usesByName(facts).forEach(({ name, all, inScope }) => {
    const issue = mints.of(all)
    const id = issue === null ? name : idOfIssue(issue)
    const use = { name, all, inScope, issue }
    const others = used.get(id)
    if (others === undefined) used.set(id, [use])
    else others.push(use)
  })
  const credentials: Credential[] = []
  used.forEach((uses, id) => {
    credentials.push(credentialOf(id, uses, mints))
  })
  mints.eachIssue((issue) => {
    const id = idOfIssue(issue)
    if (!used.has(id)) credentials.push({ id, issue, besides: null, use: null, useInScope: null })
  })
  return credentials
}

/** Of all its uses; the first by name says which issue it is. */
function credentialOf(id: string, uses: IssuedUse[], mints: MintIndex): Credential {
  if (uses.length > 1) uses.sort(byName)
  const first = uses[0]
  if (first === undefined) throw new RangeError('A credential has an issue or a use.')
  const { issue, all, inScope } = first
  const besides = issue === null ? mints.besides(all) : null
  if (uses.length === 1) return { id, issue, besides, use: all, useInScope: inScope }
  const useInScope = together(uses.flatMap((use) => use.inScope ?? []))
  return { id, issue, besides, use: together(uses.map((use) => use.all)), useInScope }
}

function byName(a: Use, b: Use): number {
  return compareTexts(a.name, b.name)
}

function idOfIssue({ mint, all }: Issue): string {
  return `${mint.accessKeyId} ${mint.assumedRoleId ?? ''} ${all[0]?.eventId ?? ''}`
}

function usesByName({ baseline, scope }: TrailFacts): Map<string, Use> {
  const byName = new Map<string, Use>()
  const nameOf = completeNames([baseline.keys, scope.keys])
  for (const { keys } of [baseline, scope]) {
    keys.forEach((key, said) => {
      const name = nameOf(said, key)
      const known = byName.get(name)
      const before = known?.inScope ?? null
      const inScope = keys === scope.keys ? joined(before, key) : before
      byName.set(name, { name, all: joined(known?.all ?? null, key), inScope })
    })
  }
  return byName
}

/** A record without the principal's id belongs to the one principal that has the key, where there is but one. */
function completeNames(windows: readonly ReadonlyMap<string, KeyFacts>[]): (name: string, key: KeyFacts) => string {
  const lost = new Set<string>()
  for (const keys of windows) {
    keys.forEach(({ accessKeyId, principalId }) => {
      if (principalId === '') lost.add(accessKeyId)
    })
  }
  if (lost.size === 0) return asTheyStand
  const principals = new Map<string, Set<string>>()
  for (const keys of windows) {
    keys.forEach(({ accessKeyId, principalId }) => {
      if (accessKeyId !== '' && principalId !== '' && lost.has(accessKeyId))
        entryOf(principals, accessKeyId, () => new Set<string>()).add(principalId)
    })
  }
  return (name, { accessKeyId, principalId }) => {
    const known = principalId === '' ? principals.get(accessKeyId) : undefined
    return known?.size === 1 ? `${accessKeyId} ${[...known].join('')}` : name
  }
}

function asTheyStand(name: string): string {
  return name
}

function joined(a: KeyFacts | null, b: KeyFacts): KeyFacts {
  return a === null ? b : (together([a, b]) ?? b)
}

/** All in one; what is alone is not copied: there may be a hundred thousand of them. */
function together(uses: readonly KeyFacts[]): KeyFacts | null {
  const [first] = uses
  if (first === undefined || uses.length === 1) return first ?? null
  const all = copyOfKey(uses.find(({ accessKeyId }) => accessKeyId !== '') ?? first)
  for (const use of uses) mergeKeyFacts(all, use)
  return all
}
