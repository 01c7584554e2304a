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
  readonly eventIds: readonly string[]
  readonly children: readonly TreeNode[]
}

/** So many alike in a row are one line. */
const mostAlike = 3
const mostNodes = 60
/** Of one kind, so many that hold what stands out have a line of their own. */
const mostTelling = 12

/**
 * Sessions as a tree by who obtained what, those with proposed entities first, then the busiest. Alike ones without
 * descendants are folded, unless they hold one of the telling records; beyond `mostNodes` lines `hidden` counts sessions left out.
 */
export function sessionTree(
  sessions: readonly Session[],
  proposedKeys: ReadonlySet<string>,
  tellingIds: ReadonlySet<string> = new Set(),
): { readonly roots: readonly TreeNode[]; readonly hidden: number } {
  const children = groupedBy(sessions, ({ parentId }) => parentId ?? '')
  const tops = groupedBy(children.get('') ?? [], topOf)
  const grower = new Grower(children, proposedKeys, tellingIds)
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

  constructor(
    children: ReadonlyMap<string, readonly Session[]>,
    proposed: ReadonlySet<string>,
    telling: ReadonlySet<string>,
  ) {
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
    const grown = this.#below(below, new Set([...above, session.id]))
    const isProposed = this.#proposed.has(session.principalKey)
    const node = { ...nodeOf(session), isProposed, children: grown.map(({ node }) => node) }
    return { ...summed(node, grown, isProposed, session.calls, 1), isTelling: this.#isTelling(session) }
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
      eventIds: group.flatMap(({ issuedEventId }) => issuedEventId ?? []).slice(0, 10),
      children: [],
    }
    return summed(node, [], isProposed, calls, group.length)
  }

  #likeness({ id, principalKey, parentKey, issuedBy, kind }: Session): string {
    const isLeaf = (this.#children.get(id) ?? []).length === 0
    return isLeaf ? JSON.stringify([principalKey, parentKey, issuedBy, kind]) : id
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

function nodeOf(session: Session): TreeNode {
  const { principal, sessionName, kind, issuedBy, issuedAt, isParentInferred, accessKeyId, calls, errors } = session
  const at = issuedAt === null ? '' : ` ${issuedAt.slice(11, 19)}`
  return {
    who: sessionName === '' ? principal : `${principal}, session ${sessionName}`,
    how: `${issuedBy ?? sessionWords[kind]}${at}${isParentInferred ? ' (inferred)' : ''}`,
    accessKeyId,
    use: useText(calls, errors),
    from: placesText(session.sourceIps),
    isProposed: false,
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
