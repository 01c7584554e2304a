import type { Session } from '../../src/evidence/sessions/session.js'

/** One line of the tree: an actor at the top, below it credentials and what was obtained with them. */
export interface TreeNode {
  /** Who: `role ci, session build-4711`. */
  readonly who: string
  /** How it came to be: `AssumeRole 12:00:05`. */
  readonly how: string
  readonly accessKeyId: string
  /** What was done with it: `29 calls, 29 failed`. */
  readonly use: string
  readonly from: string
  readonly isProposed: boolean
  /** That it belongs under the line above is told by circumstances: no record joins the two. */
  readonly isInferred: boolean
  readonly eventIds: readonly string[]
  readonly children: readonly TreeNode[]
}

/** So many alike in a row are one line. */
const mostAlike = 3
const mostNodes = 60
/** Records can be forged to be a chain of thousands. */
const mostDepth = 30
/** Of one kind, so many that hold what stands out have a line of their own. */
const mostTelling = 12

/** A role that was handed to code or a machine: which credential did it (`Session.id`), and how. */
export interface GivenRole {
  readonly by: string
  readonly how: string
}

/**
 * Sessions as a tree by who obtained what, those with proposed entities first, then the busiest. Alike ones without
 * descendants are folded, unless they hold one of the telling records; beyond `mostNodes` lines `hidden` counts sessions left out.
 */
export function sessionTree(
  sessions: readonly Session[],
  proposedKeys: ReadonlySet<string>,
  tellingIds: ReadonlySet<string> = new Set(),
  handOvers: ReadonlyMap<string, GivenRole> = new Map(),
): { readonly roots: readonly TreeNode[]; readonly hidden: number } {
  const shown = new Set(sessions.map(({ id }) => id))
  const parentOf = ({ id, parentId }: Session) => {
    const by = handOvers.get(id)?.by
    return parentId ?? (by !== undefined && shown.has(by) ? by : '')
  }
  const children = groupedBy(sessions, parentOf)
  const tops = groupedBy(children.get('') ?? [], topOf)
  const grower = new Grower(children, proposedKeys, tellingIds, handOvers)
  const roots = [...tops].map(([, group]) => grower.top(group)).sort(weightiestFirst)
  const kept: Grown[] = []
  let nodes = 0
  let hidden = 0
  for (const root of roots) {
    if (nodes + root.lines <= mostNodes || kept.length === 0) {
      kept.push(root)
      nodes += root.lines
    } else hidden += root.sessions
  }
  return { roots: kept.map(({ node }) => node), hidden }
}

/** Whose hand it was: who asked for the credential, else whose credential it is. */
function topOf({ parentKey, parent, principalKey }: Session): string {
  return parentKey ?? parent ?? principalKey
}

interface Grown {
  readonly node: TreeNode
  readonly lines: number
  readonly sessions: number
  readonly calls: number
  readonly hasProposed: boolean
  readonly isTelling: boolean
}

class Grower {
  readonly #children: ReadonlyMap<string, readonly Session[]>
  readonly #proposed: ReadonlySet<string>
  readonly #telling: ReadonlySet<string>
  readonly #handOvers: ReadonlyMap<string, GivenRole>

  constructor(
    children: ReadonlyMap<string, readonly Session[]>,
    proposed: ReadonlySet<string>,
    telling: ReadonlySet<string>,
    handOvers: ReadonlyMap<string, GivenRole>,
  ) {
    this.#handOvers = handOvers
    this.#children = children
    this.#proposed = proposed
    this.#telling = telling
  }

  top(group: readonly Session[]): Grown {
    const [first] = group
    const key = first === undefined ? '' : topOf(first)
    const own = group.find(({ principalKey }) => principalKey === key)
    const grown = this.#below(group, new Set())
    const node = {
      who: own?.principal ?? first?.parent ?? key,
      how: '',
      accessKeyId: '',
      use: '',
      from: '',
      isProposed: this.#proposed.has(key),
      isInferred: false,
      eventIds: [],
      children: grown.map(({ node }) => node),
    }
    return summed(node, grown, this.#proposed.has(key), 0, 0)
  }

  #below(sessions: readonly Session[], above: ReadonlySet<string>): Grown[] {
    const alike = groupedBy(sessions, (session) => this.#likeness(session))
    return [...alike.values()]
      .flatMap((group) => {
        if (group.length <= mostAlike) return group.map((each) => this.#grow(each, above))
        const shown = new Set(group.filter((each) => this.#isTelling(each)).slice(0, mostTelling))
        const folded = group.filter((each) => !shown.has(each))
        return [
          ...[...shown].map((each) => this.#grow(each, above)),
          ...(folded.length > 1 ? [this.#folded(folded)] : folded.map((each) => this.#grow(each, above))),
        ]
      })
      .sort(weightiestFirst)
  }

  #isTelling({ eventIds }: Session): boolean {
    return eventIds.some((id) => this.#telling.has(id))
  }

  /** Records that lead round in a circle end where it closes. */
  #grow(session: Session, above: ReadonlySet<string>): Grown {
    const below = above.has(session.id) ? [] : (this.#children.get(session.id) ?? [])
    const isTooDeep = above.size >= mostDepth && below.length > 0
    const grown = isTooDeep ? [this.#further(below)] : this.#below(below, new Set([...above, session.id]))
    const isProposed = this.#proposed.has(session.principalKey)
    const given = session.parentId === null ? this.#handOvers.get(session.id) : undefined
    const node = { ...nodeOf(session, given), isProposed, children: grown.map(({ node }) => node) }
    return { ...summed(node, grown, isProposed, session.calls, 1), isTelling: this.#isTelling(session) }
  }

  /** All below, each once, as one line. */
  #further(below: readonly Session[]): Grown {
    const all = new Set(below)
    // A set that grows while it is walked.
    for (const { id } of all) for (const child of this.#children.get(id) ?? []) all.add(child)
    const group = [...all]
    const calls = group.reduce((sum, session) => sum + session.calls, 0)
    const errors = group.reduce((sum, session) => sum + session.errors, 0)
    const isProposed = group.some(({ principalKey }) => this.#proposed.has(principalKey))
    const who = `${group.length} further ${group.length === 1 ? 'credential' : 'credentials'} below`
    const nothing = { how: '', accessKeyId: '', from: '', isInferred: false, eventIds: [], children: [] }
    return summed({ ...nothing, who, use: useText(calls, errors), isProposed }, [], isProposed, calls, group.length)
  }

  #folded(group: readonly Session[]): Grown {
    const [first] = group
    const calls = group.reduce((sum, session) => sum + session.calls, 0)
    const errors = group.reduce((sum, session) => sum + session.errors, 0)
    const isProposed = first !== undefined && this.#proposed.has(first.principalKey)
    const node = {
      who: `${group.length} × ${first?.principal ?? ''}`,
      how: first === undefined ? '' : (first.issuedBy ?? sessionWords[first.kind]),
      accessKeyId: '',
      use: useText(calls, errors),
      from: placesText([...new Set(group.flatMap(({ sourceIps }) => sourceIps))]),
      isProposed,
      isInferred: first !== undefined && this.#isInferred(first),
      eventIds: group.flatMap(({ issuedEventId }) => issuedEventId ?? []).slice(0, 10),
      children: [],
    }
    return summed(node, [], isProposed, calls, group.length)
  }

  #likeness(session: Session): string {
    const { id, principalKey, parentKey, issuedBy, kind } = session
    const isLeaf = (this.#children.get(id) ?? []).length === 0
    return isLeaf ? JSON.stringify([principalKey, parentKey, issuedBy, kind, this.#isInferred(session)]) : id
  }

  #isInferred({ id, parentId, isParentInferred }: Session): boolean {
    return isParentInferred || (parentId === null && this.#handOvers.has(id))
  }
}

function summed(node: TreeNode, below: readonly Grown[], isProposed: boolean, calls: number, sessions: number): Grown {
  return {
    node,
    lines: 1 + below.reduce((sum, { lines }) => sum + lines, 0),
    sessions: sessions + below.reduce((sum, each) => sum + each.sessions, 0),
    calls: calls + below.reduce((sum, each) => sum + each.calls, 0),
    hasProposed: isProposed || below.some(({ hasProposed }) => hasProposed),
    isTelling: false,
  }
}

function nodeOf(session: Session, given: GivenRole | undefined): TreeNode {
  const { principal, sessionName, kind, issuedBy, issuedAt, isParentInferred, accessKeyId, calls, errors } = session
  const at = issuedAt === null ? '' : ` ${issuedAt.slice(11, 19)}`
  const isInferred = isParentInferred || given !== undefined
  return {
    who: sessionName === '' ? principal : `${principal}, session ${sessionName}`,
    how: `${issuedBy ?? sessionWords[kind]}${at}${given === undefined ? '' : `, role handed over by ${given.how}`}${isInferred ? ' (inferred)' : ''}`,
    accessKeyId,
    use: useText(calls, errors),
    from: placesText(session.sourceIps),
    isProposed: false,
    isInferred,
    eventIds: session.eventIds.slice(0, 3),
    children: [],
  }
}

export const sessionWords: Readonly<Record<Session['kind'], string>> = {
  longTermKey: 'access key',
  role: 'role session',
  instanceProfile: 'instance profile',
  service: 'by a service',
  saml: 'SAML',
  webIdentity: 'web identity',
  identityCenter: 'Identity Center',
  rolesAnywhere: 'Roles Anywhere',
  sessionToken: 'session token',
  federationToken: 'federation token',
  console: 'console',
  userSession: 'session, issue not seen',
  root: 'AssumeRoot',
  other: 'session',
}

function useText(calls: number, errors: number): string {
  if (calls === 0) return 'not used'
  return `${calls} ${calls === 1 ? 'call' : 'calls'}${errors > 0 ? `, ${errors} failed` : ''}`
}

function placesText(ips: readonly string[]): string {
  return ips.slice(0, 2).join(', ') + (ips.length > 2 ? ` and ${ips.length - 2} more` : '')
}

function weightiestFirst(a: Grown, b: Grown): number {
  return (
    Number(b.hasProposed) - Number(a.hasProposed) ||
    Number(b.isTelling) - Number(a.isTelling) ||
    b.calls - a.calls ||
    (a.node.who + a.node.accessKeyId < b.node.who + b.node.accessKeyId ? -1 : 1)
  )
}

function groupedBy(sessions: readonly Session[], keyOf: (session: Session) => string): Map<string, Session[]> {
  const groups = new Map<string, Session[]>()
  for (const session of sessions) {
    const group = groups.get(keyOf(session))
    if (group === undefined) groups.set(keyOf(session), [session])
    else group.push(session)
  }
  return groups
}
