import { sessionTree, type TreeNode } from '../../../app/evidence/session-tree.js'
import { sessionsOf } from '../../../src/evidence/sessions/sessions-of.js'
import {
  account,
  anAssumption,
  anEvent,
  aSessionOf,
  at,
  aUser,
  factsOf,
} from '../../support/fixtures/gathered-events.js'

const session = (role: string, accessKeyId: string) => aSessionOf({ role, session: 'hop', accessKeyId })

function outline(nodes: readonly TreeNode[], depth = 0): string[] {
  return nodes.flatMap((node) => [
    `${' '.repeat(depth)}${node.who.replace(`arn:aws:iam::${account}:`, '')}${node.use === '' ? '' : ` (${node.use})`}`,
    ...outline(node.children, depth + 1),
  ])
}

function treeOf(events: Parameters<typeof factsOf>[0], proposed: string[] = []) {
  return sessionTree(sessionsOf(factsOf(events)), new Set(proposed))
}

describe('the session tree', () => {
  it('has each credential below the one that it was obtained with', () => {
    const { roots } = treeOf([
      anAssumption({ by: aUser('ana'), role: 'r1', session: 'hop', key: 'ASIA1' }),
      anAssumption({ by: session('r1', 'ASIA1'), role: 'r2', session: 'hop', key: 'ASIA2', eventTime: at(9.1) }),
      anEvent({ actor: session('r2', 'ASIA2'), eventTime: at(9.2), errorCode: 'AccessDenied' }),
    ])
    expect(outline(roots)).toEqual([
      'user/ana',
      ' user/ana (1 call)',
      '  role/r1, session hop (1 call)',
      '   role/r2, session hop (1 call, 1 failed)',
    ])
  })

  it('folds what is alike and led nowhere, and counts it', () => {
    const assumptions = Array.from({ length: 7 }, (_, i) =>
      anAssumption({ by: aUser('ana'), role: 'r1', session: `s${i}`, key: `ASIA${i}` }),
    )
    expect(outline(treeOf(assumptions).roots)).toContain('  7 × role/r1 (not used)')
  })

  it('folds none that holds what stands out, however many are alike', () => {
    const assumptions = Array.from({ length: 9 }, (_, i) =>
      anAssumption({ by: aUser('ana'), role: 'r1', session: `s${i}`, key: `ASIA${i}` }),
    )
    const deed = anEvent({
      actor: aSessionOf({ role: 'r1', session: 's4', accessKeyId: 'ASIA4' }),
      eventTime: at(9.2),
    })
    const all = sessionsOf(factsOf([...assumptions, deed]))
    const lines = outline(sessionTree(all, new Set(), new Set([deed.eventId])).roots)
    expect(lines).toContain('  role/r1, session s4 (1 call)')
    expect(lines).toContain('  8 × role/r1 (not used)')
    expect(outline(sessionTree(all, new Set(), new Set(['another'])).roots)).toContain('  9 × role/r1 (1 call)')
  })

  it('shows those that are proposed first, and says how many sessions were left out', () => {
    const users = Array.from({ length: 80 }, (_, i) => anEvent({ actor: aUser(`u${i}`) }))
    const { roots, hidden } = treeOf([...users, ...users.slice(1)], [`user:${account}:u0`])
    expect(roots[0]).toMatchObject({ isProposed: true, who: `arn:aws:iam::${account}:user/u0` })
    expect(roots.length + hidden).toBe(80)
  })

  it('ends a chain of thousands after thirty lines, and counts what is below', () => {
    const hops = Array.from({ length: 3_000 }, (_, n) =>
      anAssumption({
        by: n === 0 ? aUser('ana') : session(`r${n}`, `ASIA${n}`),
        role: `r${n + 1}`,
        session: 'hop',
        key: `ASIA${n + 1}`,
        eventTime: at(9 + n / 1000),
      }),
    )
    const lines = outline(treeOf(hops).roots)
    expect(lines).toHaveLength(33)
    expect(lines.at(-1)?.trim()).toBe('2970 further credentials below (2969 calls)')
  })
})
