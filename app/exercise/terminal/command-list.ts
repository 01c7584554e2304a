/** A command as people type it. */
export interface CommandUsage {
  readonly name: string
  /** Other words for it. */
  readonly also: readonly string[]
  readonly usage: string
  readonly help: string
  readonly group: 'decide' | 'look' | 'talk' | 'act' | 'time' | 'lead'
}

const of = (
  group: CommandUsage['group'],
  name: string,
  usage: string,
  help: string,
  also: readonly string[] = [],
): CommandUsage => ({ group, name, usage, help, also })

/** Every command, in the order in which help shows them. */
export const commandList: readonly CommandUsage[] = [
  of('decide', 'approve', 'approve REASON', 'approve what is asked: the block, or the restore', ['yes']),
  of('decide', 'deny', 'deny REASON', 'do not', ['no']),
  of('decide', 'wait', 'wait TEXT', 'answer whoever presses you that you will wait'),
  of('decide', 'escalate', 'escalate TEXT', 'answer that somebody higher up is to decide'),
  of('decide', 'answer', 'answer [ID] TEXT', 'answer the question or the person before you'),
  of('look', 'evidence', 'evidence', 'what the product found: who, what, from where, and what is in doubt', ['e']),
  of('look', 'plan', 'plan', 'what would be written to whom, and what it would not stop', ['card']),
  of('look', 'status', 'status', 'where everything stands, and what is expected of you', ['s']),
  of('look', 'who', 'who', 'who takes part, who plays whom, and who may decide', ['roles']),
  of('look', 'briefing', 'briefing', 'what this is about, and its objectives'),
  of('talk', 'ask', 'ask TEXT', 'ask the facilitator: the right question brings things to light', ['?']),
  of('talk', 'note', 'note TEXT', 'put what you know on the timeline of the incident'),
  of(
    'talk',
    'owner',
    'owner ask [ROLE] | owner me | owner not-me',
    'ask the owner whether it was them; answer as the owner',
  ),
  of('act', 'restore', 'restore false-alarm|compromise REASON', 'ask for the block to be taken off'),
  of('act', 'scope', 'scope session|role REASON', 'want one session denied, or the whole role'),
  of('act', 'name', 'name ARN REASON', 'say whom an incident is about that names nobody'),
  of('act', 'vouch', 'vouch REASON', 'say that a finding is true which AWS does not confirm'),
  of('act', 'block', 'block ARN REASON', 'ask for a block that no finding asked for'),
  of('act', 'retry', 'retry REASON', 'let an incident that waits for a person go on'),
  of('act', 'close', 'close REASON', 'end an incident of which nothing stands'),
  of('act', 'freeze', 'freeze REASON', 'stop every write to IAM'),
  of('act', 'unfreeze', 'unfreeze REASON', 'let them go on'),
  of('time', 'pause', 'pause', 'stop the clock of the exercise', ['p']),
  of('time', 'go', 'go', 'let it run again', ['resume']),
  of('time', 'ff', 'ff', 'at once to the next thing that happens', ['next', 'n']),
  of('time', 'scale', 'scale N', 'so many times a real clock, 1 to 1000'),
  of('time', 'faster', 'faster', 'twice as fast', ['+']),
  of('time', 'slower', 'slower', 'half as fast', ['-']),
  of('lead', 'inject', 'inject ID', 'play an inject (facilitator)'),
  of('lead', 'reveal', 'reveal STEP', 'tell a hidden step of the attack (facilitator)'),
  of('lead', 'judge', 'judge ID POINT yes|no', 'whether the last answer made a point of its rubric (facilitator)'),
  of('time', 'as', 'as ROLE | as anybody', 'speak as one of your roles from now on'),
  of('time', 'help', 'help [COMMAND]', 'this list', ['h']),
  of('time', 'quit', 'quit', 'end the exercise here: its report is written', ['exit', 'q']),
]

/** The command that a word stands for, also where it is only begun and means one alone. */
export function commandNamed(word: string): CommandUsage | null {
  const typed = word.toLowerCase()
  const exact = commandList.find(({ name, also }) => name === typed || also.includes(typed))
  if (exact !== undefined) return exact
  const begun = typed.length < 2 ? [] : commandList.filter(({ name }) => name.startsWith(typed))
  return begun.length === 1 ? (begun[0] ?? null) : null
}
