import { Command } from 'commander'
import { describeMachine, type MachineDescription } from '../../src/engine/describe-machine.js'
import { drawAscii } from '../drawing/draw-ascii.js'
import { drawMermaid } from '../drawing/draw-mermaid.js'
import { allPlaybooks, newestPlaybooks, type Playbook } from '../playbooks.js'

/** `playbook list|show|graph`: the spec, drawn from the machine that runs. */
export function playbookCommand(): Command {
  const playbook = new Command('playbook').description('the playbooks: the spec, drawn from the machine that runs')
  playbook
    .command('list')
    .description('every playbook and version')
    .action(() => {
      const width = Math.max(...allPlaybooks.map(({ name }) => name.length))
      for (const { name, version } of allPlaybooks) print(`${name.padEnd(width)}  version ${version}`)
    })
  playbook
    .command('show [name]')
    .description('the states, what each orders, and where it leads, as text')
    .action((name: string | undefined) => print(drawAscii(describe(name))))
  playbook
    .command('graph [name]')
    .description('a drawing: ASCII unless told otherwise')
    .option('--ascii', 'for a terminal (default)')
    .option('--mermaid', 'Mermaid flowchart text')
    .option('--svg', 'an SVG picture')
    .action(async (name: string | undefined, options: { mermaid?: boolean; svg?: boolean }) => {
      const description = describe(name)
      // Its layout engine is heavy, and nothing else needs it.
      if (options.svg === true) print((await import('../drawing/draw-svg.js')).drawSvg(description))
      else print(options.mermaid === true ? drawMermaid(description) : drawAscii(description))
    })
  return playbook
}

function describe(name: string | undefined): MachineDescription {
  const playbook = find(name)
  return describeMachine(playbook.name, playbook.machine)
}

function find(name: string | undefined): Playbook {
  const [first] = allPlaybooks
  const found = name === undefined ? first : newestPlaybooks.find((playbook) => playbook.name === name)
  if (found === undefined) throw new Error(`There is no playbook "${name}". \`tourniquet playbook list\` names them.`)
  return found
}

function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}
