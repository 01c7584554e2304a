import { keepCompilerLean } from '../../integrations/trail-files/lean-compiler.js'
import { keepHeapLean } from '../../integrations/trail-files/lean-heap.js'
import { endWhenNobodyReads } from './end-when-nobody-reads.js'
import { main } from './main.js'

/**
 * `main` in a process that is the command's alone. Here and nowhere else V8 is told how to go about a command: that holds for the whole
 * process, and whatever went on in it afterwards would take up to four times as long (as tests did that came after a command).
 */
export async function program(argv: readonly string[]): Promise<number> {
  endWhenNobodyReads(process.stdout)
  if (argv[2] === 'evidence') {
    keepHeapLean()
    keepCompilerLean()
  }
  return await main(argv)
}
