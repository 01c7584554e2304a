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

interface Uses {
  readonly all: KeyFacts
  readonly inScope: KeyFacts | null
}

/** Every credential that was used or issued, each once, in the order of ids; issues are those of these mints. Uses of one issue are one, also where some records lack the key id. */
export function credentialsIn(facts: TrailFacts, counting: Iterable<Mint>): Credential[] {
  const mints = new MintIndex(facts, counting)
  const used = new Map<string, Used>()
  for (const [name, { all, inScope }] of [...usesByName(facts)].sort(byName)) {
    const issue = mints.of(all)
    const id = issue === null ? name : idOfIssue(issue)
    const known = entryOf(used, id, () => ({ issue, besides: issue === null ? mints.besides(all) : null, ...noUses() }))
    known.all.push(all)
    if (inScope !== null) known.inScope.push(inScope)
  }
  const credentials = [...used].map(([id, { issue, besides, all, inScope }]) => {
    return { id, issue, besides, use: together(all), useInScope: together(inScope) }
  })
  for (const issue of mints.issues()) {
    const id = idOfIssue(issue)
    if (!used.has(id)) credentials.push({ id, issue, besides: null, use: null, useInScope: null })
  }
  return credentials.sort((a, b) => compareTexts(a.id, b.id))
}

interface Used extends Pick<Credential, 'issue' | 'besides'> {
  readonly all: KeyFacts[]
  readonly inScope: KeyFacts[]
}

function noUses(): Pick<Used, 'all' | 'inScope'> {
  return { all: [], inScope: [] }
}

function byName(a: readonly [string, Uses], b: readonly [string, Uses]): number {
  return compareTexts(a[0], b[0])
}

function idOfIssue({ mint, all }: Issue): string {
  return `${mint.accessKeyId} ${mint.assumedRoleId ?? ''} ${all[0]?.eventId ?? ''}`
}

function usesByName({ baseline, scope }: TrailFacts): Map<string, Uses> {
  const byName = new Map<string, Uses>()
  const nameOf = completeNames([...baseline.keys.values(), ...scope.keys.values()])
  for (const window of [baseline, scope]) {
    for (const [said, key] of window.keys) {
      const name = nameOf(said, key)
      const known = byName.get(name)
      const inScope = window === scope ? joined(known?.inScope ?? null, key) : (known?.inScope ?? null)
      byName.set(name, { all: joined(known?.all ?? null, key), inScope })
    }
  }
  return byName
}

/** A record without the principal's id belongs to the one principal that has the key, where there is but one. */
function completeNames(keys: readonly KeyFacts[]): (name: string, key: KeyFacts) => string {
  const lost = new Set<string>()
  for (const { accessKeyId, principalId } of keys) if (principalId === '') lost.add(accessKeyId)
  const principals = new Map<string, Set<string>>()
  for (const { accessKeyId, principalId } of keys) {
    if (accessKeyId !== '' && principalId !== '' && lost.has(accessKeyId))
      entryOf(principals, accessKeyId, () => new Set<string>()).add(principalId)
  }
  return (name, { accessKeyId, principalId }) => {
    const known = principalId === '' ? principals.get(accessKeyId) : undefined
    return known?.size === 1 ? `${accessKeyId} ${[...known].join('')}` : name
  }
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
