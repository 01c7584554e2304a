import { pairLines } from './columns.js'
import { type CommandUsage, commandList, commandNamed } from './command-list.js'
import type { Paint } from './paint.js'

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
      ...shown.filter((each) => each.group === group).flatMap((each) => usageLines(each, width, paint)),
    ]),
    ...(one === null
      ? [`   ${paint('dim', 'A number picks what is offered. Two letters of a command will do; Tab completes.')}`]
      : []),
  ]
}

function usageLines({ usage, help, also }: CommandUsage, width: number, paint: Paint): string[] {
  const words = also.length === 0 ? '' : ` (or ${also.join(', ')})`
  return pairLines(
    [[usage.length > 18 ? '' : usage, `${usage.length > 18 ? `${usage}: ` : ''}${help}${words}`]],
    width,
    paint,
    5,
  )
}
