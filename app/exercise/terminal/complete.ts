import type { Exercise } from '../../../exercises/exercise-file.js'
import type { Board } from './board.js'
import { commandList, commandNamed } from './command-list.js'
import type { RolesPlayed } from './roles-played.js'

interface Known {
  readonly exercise: Exercise
  readonly board: Board
  readonly roles: RolesPlayed
}

/** What a line that is begun may become: whole lines. What is secret is completed for the facilitator alone. */
export function completions(line: string, known: Known): string[] {
  const [, word = '', space = '', rest = ''] = /^\s*(\S*)(\s*)([\s\S]*)$/.exec(line) ?? []
  if (space === '') return commandsLike(word, known)
  const command = commandNamed(word)
  if (command === null || /\s/.test(rest)) return []
  const options = argumentsOf(command.name, known)
  return options.filter((each) => each.startsWith(rest)).map((each) => `${word} ${each} `)
}

function commandsLike(word: string, { roles }: Known): string[] {
  return commandList
    .filter(({ name, group }) => name.startsWith(word.toLowerCase()) && (group !== 'lead' || roles.leads))
    .map(({ name, usage }) => (usage === name ? name : `${name} `))
}

function argumentsOf(command: string, { exercise, board, roles }: Known): string[] {
  switch (command) {
    case 'as':
      return [...roles.played, 'anybody']
    case 'restore':
      return ['false-alarm', 'compromise']
    case 'scope':
      return ['session', 'role']
    case 'owner':
      return ['ask', 'me', 'not-me']
    case 'help':
      return commandList.map(({ name }) => name)
    case 'answer':
      return board.matters
        .filter(({ to }) => to.some((role) => roles.played.includes(role)))
        .map(({ inject }) => inject)
    case 'inject':
      return roles.leads ? exercise.injects.filter(({ manual }) => manual === true).map(({ id }) => id) : []
    case 'reveal':
      return roles.leads ? (exercise.attack?.steps ?? []).filter(({ hidden }) => hidden).map(({ id }) => id) : []
    case 'judge':
      return roles.leads ? exercise.injects.filter(({ kind }) => kind === 'question').map(({ id }) => id) : []
    default:
      return []
  }
}
