import type { MoveCommand } from './to-move.js'

/** What somebody is asked for whose command lacks its reason or text, and the command that it then is. */
export interface MissingText {
  readonly label: string
  readonly complete: (text: string) => MoveCommand
}

/** null: the command lacks nothing. Everything that people decide goes on the record with a reason. */
export function missingText(command: MoveCommand): MissingText | null {
  switch (command.does) {
    case 'ask':
      return command.text === '' ? { label: 'ask what? ', complete: (text) => ({ ...command, text }) } : null
    case 'note':
      return command.text === '' ? { label: 'note what? ', complete: (text) => ({ ...command, text }) } : null
    case 'answer': {
      const { text, inject, choice } = command
      const what = [choice ?? 'answer', ...(inject === null ? [] : [inject])].join(' ')
      return text === '' ? { label: `${what}, in words? `, complete: (said) => ({ ...command, text: said }) } : null
    }
    case 'ownerAsk':
    case 'ownerSays':
    case 'inject':
    case 'judge':
    case 'reveal':
      return null
    default:
      return command.reason === ''
        ? { label: `${command.does}, why? (nothing: do not) `, complete: (reason) => ({ ...command, reason }) }
        : null
  }
}
