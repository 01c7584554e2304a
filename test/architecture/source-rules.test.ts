import { formatBreach } from '../support/architecture/source-file.js'
import { findLongFiles, findPoorNames, SOURCE_RULES } from '../support/architecture/source-rules.js'
import { judge, parseTree, readTree } from '../support/architecture/source-tree.js'

const files = readTree()
const { sources } = parseTree(files)

describe('the tree of this project', () => {
  it.each(Object.entries(SOURCE_RULES))('keeps the rule: %s', (_title, rule) => {
    expect(rule(sources).map(formatBreach)).toEqual([])
  })

  it('keeps the rule: no file over 300 lines', () => {
    expect(findLongFiles(files).map(formatBreach)).toEqual([])
  })

  it('keeps the rule: names are kebab-case and say what is inside', () => {
    expect(findPoorNames(files).map(formatBreach)).toEqual([])
  })
})

/** What all rules on code say about one file, without its path. */
function say(path: string, text: string): string[] {
  const found = Object.values(SOURCE_RULES).flatMap((rule) => judge(rule, { [path]: text }))
  return found.map((line) => line.replace(`${path}:`, ''))
}

describe('the outside world', () => {
  it.each([
    ['process.env.HOME', 'process.env'],
    ["process.env['HOME']", 'process.env'],
    ['const { env } = process', 'process'],
    ['Date.now()', 'Date.now'],
    ['const now = Date.now', 'Date.now'],
    ['new Date()', 'Date without arguments'],
    ['new Date', 'Date without arguments'],
    ['Date()', 'Date without arguments'],
    ['performance.now()', 'performance.now'],
    ['Math.random()', 'Math.random'],
    ['crypto.randomUUID()', 'crypto.randomUUID'],
    ["fetch('https://example.com')", 'fetch'],
    ['const call = (get = fetch) => get', 'fetch'],
    ["globalThis.fetch('x')", 'globalThis.fetch'],
    ["import { randomUUID } from 'node:crypto'", 'randomUUID'],
    ["import { createHash, randomBytes as r } from 'crypto'", 'randomBytes'],
    ["import * as crypto from 'node:crypto'", 'import what you need from node:crypto by name'],
  ])('is not reached by %s from the ground, playbooks, workers, exercises or console', (code, what) => {
    for (const place of ['src/domain', 'playbooks', 'workers', 'exercises', 'console']) {
      expect(say(`${place}/a.ts`, `// first line\n${code}`)).toEqual([expect.stringMatching(`^2: ${what}`)])
    }
  })

  it.each(['integrations/postgres', 'app', 'simulated-aws', 'scripts', 'bench', 'test'])('is open to %s', (place) => {
    expect(say(`${place}/a.ts`, "Date.now(); fetch('x'); process.env.HOME; crypto.randomUUID()")).toEqual([])
  })

  it('is not reached by what only bears its name: parameters, ports, conversions and types', () => {
    const handedIn = `
      import { createHash } from 'node:crypto'
      type Get = typeof fetch
      export function ask(fetch: Get, process: { env: string }, clock: Clock) {
        return [fetch(process.env), clock.now(), new Date(clock.now()), new Date(0), Math.max(1, 2), createHash('sha256')]
      }`
    expect(say('src/domain/a.ts', handedIn)).toEqual([])
  })
})

describe('the length of a function', () => {
  const body = (lines: number): string => Array.from({ length: lines }, () => '  work()').join('\n')

  it.each([
    ['function f() {\nBODY\n}'],
    ['const f = () => {\nBODY\n}'],
    ['const f = function () {\nBODY\n}'],
    ['class C { m() {\nBODY\n} }'],
    ['class C { #m() {\nBODY\n} }'],
    ['class C { constructor() {\nBODY\n} }'],
    ['const o = { m() {\nBODY\n} }'],
    ['const o = { get m() {\nBODY\n} }'],
  ])('is at most 80 lines, braces included: %s', (shape) => {
    expect(say('src/domain/a.ts', `\n${shape.replace('BODY', body(78))}`)).toEqual([])
    expect(say('src/domain/a.ts', `\n${shape.replace('BODY', body(79))}`)).toEqual([
      '2: a function of 81 lines (80 at most)',
    ])
  })

  it('does not count the body of describe, but each test inside it', () => {
    expect(say('test/a.test.ts', `describe('a', () => {\n${body(200)}\n})`)).toEqual([])
    expect(say('test/a.test.ts', `describe.each([1])('a', () => {\n${body(200)}\n})`)).toEqual([])
    expect(say('test/a.test.ts', `describe('a', () => {\nit('b', () => {\n${body(90)}\n})\n})`)).toHaveLength(1)
  })
})

describe('types and exports', () => {
  it.each([
    ['export const a: any = 1'],
    ['export const a = x as any'],
    ['export const a = <any>x'],
    ['type A = Record<string, any>'],
    ['function f(x: any[]) { return x }'],
  ])('%s is refused outside adapters', (code) => {
    expect(say('src/domain/a.ts', `\n${code}`)).toContain('2: `any` here')
    expect(say('test/a.ts', `\n${code}`)).toContain('2: `any` here')
    expect(say('integrations/postgres/a.ts', `\n${code}`)).toEqual([])
    expect(say('simulated-aws/a.ts', `\n${code}`)).toEqual([])
  })

  it.each([['export default 1'], ['export default class {}'], ['const a = 1; export { a as default }']])(
    '%s is refused: exports are named',
    (code) => {
      expect(say('integrations/slack/a.ts', `\n${code}`)).toEqual(['2: exports are named, never default'])
    },
  )

  it('assertions are refused where every type is checked, but for `as const` and the types of a machine', () => {
    for (const code of [
      'f(x as Finding)',
      'f(<Finding>x)',
      'f(x as unknown as Finding)',
      'f({ a } as Finding)',
      'f(x!)',
    ]) {
      expect(say('workers/a.ts', `\n${code}`)[0]).toMatch(/^2: .* silences the compiler/)
      expect(say('integrations/slack/a.ts', `\n${code}`)).toEqual([])
    }
    expect(say('playbooks/a.ts', 'f({ a } as Finding)')).toHaveLength(1)
    expect(say('src/engine/a.ts', 'f({} as Finding)')).toHaveLength(1)
    expect(say('playbooks/a.ts', "setup({ types: { context: {} as Context } }); const modes = ['a'] as const")).toEqual(
      [],
    )
  })

  it('ports hold types alone', () => {
    const types =
      "import type { A } from './domain/a.js'\nexport type B = A\nexport interface C { b: B }\nexport type { A }"
    expect(say('src/ports.ts', types)).toEqual([])
    for (const value of [
      'export const a = 1',
      'export class E extends Error {}',
      "import { a } from './domain/a.js'",
    ]) {
      expect(say('src/ports.ts', `${types}\n${value}`)).toEqual([expect.stringMatching('^5: ports declare types only')])
    }
  })
})

describe('deleting an entity', () => {
  it.each([
    ["import { DeleteRoleCommand } from '@aws-sdk/client-iam'"],
    ['send(new DeleteUserCommand({}))'],
    ['let input: DeleteGroupCommandInput'],
    ['iam.deleteRole({})'],
  ])('%s is refused everywhere but in tests and the simulated account', (code) => {
    for (const place of ['integrations/aws/iam', 'app', 'workers', 'src/engine']) {
      expect(say(`${place}/a.ts`, `\n${code}`)).toEqual([expect.stringMatching('^2: \\w+ must not exist here')])
    }
    expect(say('simulated-aws/a.ts', code)).toEqual([])
    expect(say('test/a.ts', code)).toEqual([])
  })

  it('is told apart from taking our policy off, and from naming the event in a list', () => {
    const code = "send(new DeleteRolePolicyCommand({})); const tampering = ['DeleteRole']; iam.deleteRolePolicy({})"
    expect(say('integrations/aws/iam/a.ts', code)).toEqual([])
  })
})

describe('files', () => {
  const lines = (count: number): string => 'a\n'.repeat(count)

  it('have at most 300 lines', () => {
    expect(findLongFiles([{ path: 'src/a.ts', text: lines(300) }])).toEqual([])
    const [breach] = findLongFiles([{ path: 'integrations/postgres/a.sql', text: lines(301) }])
    expect(breach).toMatchObject({ path: 'integrations/postgres/a.sql', line: 301 })
  })

  it.each([['src/domain/utils.ts'], ['src/utils/a.ts'], ['app/date-helpers.ts'], ['workers/queue-manager.ts']])(
    '%s says nothing of what is inside',
    (path) => {
      expect(findPoorNames([{ path, text: '' }])).toEqual([expect.objectContaining({ path, line: 1 })])
    },
  )

  it.each([['src/domain/Finding.ts'], ['src/domain/find_ing.ts'], ['src/domain/finding.js']])(
    '%s is not named as files are here',
    (path) => {
      expect(findPoorNames([{ path, text: '' }])).toHaveLength(1)
    },
  )

  it('with good names pass', () => {
    const good = ['src/domain/assert-never.ts', 'test/src/domain/finding.test.ts', 'scripts/build.mjs', 'src/ports.ts']
    expect(findPoorNames(good.map((path) => ({ path, text: '' })))).toEqual([])
  })

  it('that do not parse are a breach, not a file without breaches', () => {
    expect(say('src/domain/a.ts', 'const = 1')[0]).toContain('1: does not parse')
  })
})
