import { pairLines } from './columns.js'
import { type CommandUsage, commandList, commandNamed } from './command-list.js'
import type { Paint } from './paint.js'
import { wrap } from './text-width.js'

const titles: Readonly<Record<CommandUsage['group'], string>> = {
  decide: 'When you are asked',
  look: 'To look',
  talk: 'To talk',
  act: 'To act',
  time: 'The game itself',
  lead: 'For the facilitator',
}

/** Every command by what it is for, or one of them. */
export function helpLines(about: string | null, leads: boolean, width: number, paint: Paint): string[] {
  const one = about === null ? null : commandNamed(about)
  const shown = commandList.filter((each) => (one === null ? each.group !== 'lead' || leads : each === one))
  const groups = [...new Set(shown.map(({ group }) => group))]
  return [
    ...groups.flatMap((group) => [
      `   ${paint('strong', titles[group])}`,
      ...pairLines(shown.filter((each) => each.group === group).map(usagePair), width, paint, 5),
    ]),
    ...(one === null ? wrap(HOW, width - 4).map((line) => `   ${paint('dim', line)}`) : []),
  ]
}

const HOW =
  'A number picks what is offered. The beginning of a command will do where it means one alone, and Tab completes it.'
/** What is longer does not stand beside its explanation. */
const LONGEST_TITLE = 16

function usagePair({ name, usage, help, also }: CommandUsage): readonly [string, string] {
  const words = also.length === 0 ? '' : ` (or ${also.join(', ')})`
  return usage.length <= LONGEST_TITLE ? [usage, `${help}${words}`] : [name, `${help}${words}\n${usage}`]
}
