import { findValueCycles, resolveImport } from '../support/architecture/import-graph.js'
import { listImports } from '../support/architecture/import-list.js'
import { parseSource } from '../support/architecture/source-file.js'
import { judge } from '../support/architecture/source-tree.js'

function importsOf(text: string): string[] {
  const source = parseSource({ path: 'src/a.ts', text })
  if (!('root' in source)) throw new Error(source.message)
  return listImports(source).map(({ specifier, line, typeOnly, names }) => {
    const taken = names.map((one) => (one.typeOnly ? `type ${one.name}` : one.name)).join(' ')
    return `${line} ${typeOnly ? 'type' : 'value'} ${specifier} [${taken}]`
  })
}

describe('listing the imports of a file', () => {
  it.each([
    ["import { b, c as d } from './b.js'", '1 value ./b.js [b c]'],
    ["import a, * as ns from 'x'", '1 value x [default *]'],
    ["import './side.js'", '1 value ./side.js []'],
    ["import type { B } from './b.js'", '1 type ./b.js [type B]'],
    ["export { b as c } from './b.js'", '1 value ./b.js [b]'],
    ["export type { B } from './b.js'", '1 type ./b.js [type B]'],
    ["export * from './b.js'", '1 value ./b.js [*]'],
    ["export * as b from './b.js'", '1 value ./b.js [*]'],
    ["export type * from './b.js'", '1 type ./b.js [type *]'],
    ["const b = await import('./b.js')", '1 value ./b.js [*]'],
    ['const b = await import(name)', '1 value null [*]'],
    ["const b = require('./b.js')", '1 value ./b.js [*]'],
    ["import b = require('./b.js')", '1 value ./b.js [*]'],
    ["type B = import('./b.js').B", '1 type ./b.js [type *]'],
  ])('reads %s', (text, expected) => {
    expect(importsOf(text)).toEqual([expected])
  })

  it('counts an import of nothing but inline types as a value, since the module is loaded all the same', () => {
    expect(importsOf("import { type B } from './b.js'")).toEqual(['1 value ./b.js [type B]'])
  })

  it('gives the right line after letters of more than one byte, comments and line breaks', () => {
    expect(importsOf("/** é漢 */\n\nconst é = '漢'\n\nimport {\n  b,\n} from './b.js'\n")).toEqual([
      '5 value ./b.js [b]',
    ])
  })

  it('finds no import in text that only looks like one', () => {
    expect(importsOf("// import './a.js'\nconst s = \"import './b.js'\"\nexport const b = 1")).toEqual([])
  })
})

describe('resolving an import', () => {
  it('names the TypeScript file behind the .js of a relative import, and no file for a package', () => {
    expect(resolveImport('src/engine/a.ts', '../domain/b.js')).toBe('src/domain/b.ts')
    expect(resolveImport('src/engine/a.ts', './case.json')).toBe('src/engine/case.json')
    expect(resolveImport('app/a.ts', '../../b.js')).toBe('../b.ts')
    expect(resolveImport('src/engine/a.ts', 'xstate')).toBeNull()
    expect(resolveImport('src/engine/a.ts', 'node:fs')).toBeNull()
  })
})

describe('circles of imports', () => {
  it('are named from end to end, at the import that closes them', () => {
    const files = {
      'src/domain/a.ts': "import { b } from './b.js'",
      'src/domain/b.ts': "import { c } from './c.js'",
      'src/domain/c.ts': "export const c = 1\nexport { a } from './a.js'",
    }
    expect(judge(findValueCycles, files)).toEqual([
      'src/domain/c.ts:2: closes a circle of value imports: ' +
        'src/domain/a.ts -> src/domain/b.ts -> src/domain/c.ts -> src/domain/a.ts',
    ])
  })

  it('include a file that imports itself and one that is loaded late with import()', () => {
    expect(judge(findValueCycles, { 'app/a.ts': "import './a.js'" })).toHaveLength(1)
    const late = { 'app/a.ts': "import './b.js'", 'app/b.ts': "void import('./a.js')" }
    expect(judge(findValueCycles, late)).toHaveLength(1)
  })

  it('are no circles where a link is a type, or where two paths merely lead to the same file', () => {
    const typed = { 'app/a.ts': "import { b } from './b.js'", 'app/b.ts': "import type { A } from './a.js'" }
    expect(judge(findValueCycles, typed)).toEqual([])
    const diamond = {
      'app/a.ts': "import './b.js'\nimport './c.js'",
      'app/b.ts': "import './d.js'",
      'app/c.ts': "import './d.js'",
      'app/d.ts': '',
    }
    expect(judge(findValueCycles, diamond)).toEqual([])
  })

  it('are found behind files that were already visited', () => {
    const files = {
      'app/a.ts': "import './b.js'",
      'app/b.ts': '',
      'app/c.ts': "import './b.js'\nimport './d.js'",
      'app/d.ts': "import './c.js'",
    }
    expect(judge(findValueCycles, files)).toHaveLength(1)
  })
})
