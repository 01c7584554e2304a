import fc from 'fast-check'
import type { Logic } from '../../../../src/evidence/sigma/logic.js'
import { readCondition } from '../../../../src/evidence/sigma/read-condition.js'

/** A condition as it was made, independent of how the parser keeps it. */
type Tree =
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'not'; readonly of: Tree }
  | { readonly op: 'and' | 'or'; readonly left: Tree; readonly right: Tree }
  | { readonly op: 'some' | 'every'; readonly prefix: string }

const NAMES = ['sel_a', 'sel_b', 'filter_a', 'filter_b', 'keywords', '_hidden']
const prefixes = ['sel_', 'filter_', 'k', '']

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    fc.record({ op: fc.constant('name' as const), name: fc.constantFrom(...NAMES) }),
    fc.record({ op: fc.constantFrom('some' as const, 'every' as const), prefix: fc.constantFrom(...prefixes) }),
    fc.record({ op: fc.constant('not' as const), of: tie('tree') }),
    fc.record({ op: fc.constantFrom('and' as const, 'or' as const), left: tie('tree'), right: tie('tree') }),
  ),
}))

const STRENGTH = { or: 1, and: 2, not: 3 } as const

/** Writes only the brackets that precedence needs, so that a parser with another precedence answers otherwise. */
function written(node: Tree, around: number): string {
  switch (node.op) {
    case 'name':
      return node.name
    case 'some':
    case 'every': {
      const pattern = node.prefix === '' ? 'them' : `${node.prefix}*`
      return `${node.op === 'some' ? '1' : 'all'} of ${pattern}`
    }
    case 'not':
      return `not ${written(node.of, STRENGTH.not)}`
    case 'and':
    case 'or': {
      const own = STRENGTH[node.op]
      const text = `${written(node.left, own)} ${node.op} ${written(node.right, own)}`
      return own < around ? `(${text})` : text
    }
  }
}

function meant(node: Tree, holds: ReadonlySet<string>): boolean {
  switch (node.op) {
    case 'name':
      return holds.has(node.name)
    case 'not':
      return !meant(node.of, holds)
    case 'and':
      return meant(node.left, holds) && meant(node.right, holds)
    case 'or':
      return meant(node.left, holds) || meant(node.right, holds)
    case 'some':
      return NAMES.some((name) => name !== '_hidden' && name.startsWith(node.prefix) && holds.has(name))
    case 'every':
      return NAMES.every((name) => name === '_hidden' || !name.startsWith(node.prefix) || holds.has(name))
  }
}

function value(logic: Logic<string>, holds: ReadonlySet<string>): boolean {
  if (logic.kind === 'leaf') return holds.has(logic.leaf)
  if (logic.kind === 'not') return !value(logic.of, holds)
  return logic.kind === 'and'
    ? logic.of.every((each) => value(each, holds))
    : logic.of.some((each) => value(each, holds))
}

describe('a condition', () => {
  it('means what its tree means, whatever is true', () => {
    fc.assert(
      fc.property(tree, fc.subarray(NAMES), (node, holding) => {
        const holds = new Set(holding)
        const read = readCondition(written(node, 0), NAMES)
        expect(read).toMatchObject({ ok: true })
        expect(read.ok && value(read.logic, holds)).toBe(meant(node, holds))
      }),
      { numRuns: 500 },
    )
  })

  it('is a parse or a reason for any words, never a throw', () => {
    const word = fc.constantFrom(
      '(',
      ')',
      'and',
      'or',
      'not',
      'of',
      '1',
      'all',
      'them',
      'sel_*',
      '|',
      'count()',
      ...NAMES,
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const read = readCondition(words.join(' '), NAMES)
        expect(read.ok || read.reason !== '').toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['brackets', `${'('.repeat(5_000)}sel_a${')'.repeat(5_000)}`],
    ['negations', `${'not '.repeat(5_000)}sel_a`],
    ['negations within the bound of words', `${'not '.repeat(100)}sel_a`],
    ['operators', Array.from({ length: 5_000 }, () => 'sel_a').join(' or ')],
  ])('of thousands of %s is refused', (_, text) => {
    expect(readCondition(text, NAMES)).toMatchObject({ ok: false, construct: 'condition' })
  })

  it('that stands for too many identifiers is refused', () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `s${index}`)
    const text = Array.from({ length: 50 }, () => '1 of s*').join(' and ')
    expect(readCondition(text, names)).toMatchObject({ ok: false, reason: expect.stringContaining('20000') })
  })

  it('says what is wrong in words', () => {
    expect(readCondition('sel_a and nothing', NAMES)).toMatchObject({
      reason: 'the condition cannot be read: no search identifier is called "nothing"',
    })
  })
})
