import { readTree } from '../../support/architecture/source-tree.js'

describe('the program', () => {
  it('alone tells V8 how to go about a command: no other code of the product does, which may run in a process that goes on', () => {
    const telling = /lean-(heap|compiler)\.js'|setFlagsFromString/
    const found = readTree().filter(({ path, text }) => telling.test(text) && !/^(test|bench)\//.test(path))
    expect(found.map(({ path }) => path).sort()).toEqual([
      'app/cli/program.ts',
      'integrations/trail-files/lean-compiler.ts',
      'integrations/trail-files/lean-heap.ts',
    ])
  })
})
