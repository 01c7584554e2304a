import { once } from 'node:events'
import { readTree } from '../../support/architecture/source-tree.js'
import { startCli } from '../../support/run-cli.js'

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

  it('ends without a word where whoever reads what it prints has had enough, as before `| head`', async () => {
    const child = await startCli(['evidence', '--help'])
    child.stdout.destroy()
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    const [code] = await once(child, 'close')
    expect([code, said]).toEqual([141, ''])
  })
})
