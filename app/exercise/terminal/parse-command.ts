import { blockScopeSchema } from '../../../src/domain/block-scope.js'
import { restoreAsSchema } from '../../../src/domain/plan.js'
import type { Command, NoCommand } from './command.js'
import { type CommandUsage, commandNamed } from './command-list.js'

/** As long as a text of the exercise may be. */
const MOST_CHARS = 5_000

/** Reads a line that somebody typed. Every line is a command or an error that says what to type; an empty one is nothing. */
export function parseCommand(line: string): Command | NoCommand {
  const text = line.trim()
  if (text === '') return { does: 'nothing' }
  if (text.length > MOST_CHARS) return { error: 'tooLong', says: `That is longer than ${MOST_CHARS} characters.` }
  if (/^\d{1,2}$/.test(text)) return { does: 'choose', number: Number(text) }
  const [word, rest] = split(text.startsWith('?') ? `ask ${text.slice(1)}` : text)
  const command = commandNamed(word)
  if (command === null) {
    return {
      error: 'unknown',
      says: `"${word}" is no command: \`help\` lists them. To say something: ask, note, answer.`,
    }
  }
  return read(command, rest)
}

function read(command: CommandUsage, rest: string): Command | NoCommand {
  switch (command.name) {
    case 'answer':
    case 'wait':
    case 'escalate':
      return { does: 'answer', inject: null, choice: command.name === 'answer' ? null : command.name, text: rest }
    case 'ask':
      return { does: 'ask', text: rest }
    case 'freeze':
    case 'unfreeze':
      return { does: command.name, reason: rest }
    case 'block': {
      const [arn, reason] = split(rest)
      return arn === '' ? missing(command) : { does: 'block', arn, reason }
    }
    case 'help':
      return { does: 'help', about: rest === '' ? null : rest }
    case 'as':
      return asWhom(command, rest)
    case 'inject':
    case 'reveal':
    case 'judge':
      return readLead(command, rest)
    case 'scale':
      return readScale(command, rest)
    case 'pause':
    case 'go':
    case 'ff':
    case 'faster':
    case 'slower':
    case 'quit':
      return { does: command.name }
    default:
      return readOnIncident(command, rest)
  }
}

function asWhom(command: CommandUsage, rest: string): Command | NoCommand {
  if (rest === '') return missing(command)
  return { does: 'as', role: /^(anybody|anyone|all)$/i.test(rest) ? null : rest }
}

/** `@2` before the rest says which incident is meant. */
function readOnIncident(command: CommandUsage, given: string): Command | NoCommand {
  const [, number, after] = /^@(\d{1,2})(?:\s+([\s\S]*))?$/.exec(given) ?? []
  const incident = number === undefined ? null : Number(number)
  const rest = number === undefined ? given : (after ?? '').trim()
  switch (command.name) {
    case 'approve':
    case 'deny':
    case 'retry':
    case 'close':
    case 'vouch':
      return { does: command.name, incident, reason: rest }
    case 'note':
      return { does: 'note', incident, text: rest }
    case 'evidence':
    case 'plan':
    case 'status':
    case 'who':
    case 'briefing':
      return { does: command.name, incident }
    case 'restore': {
      const [word, reason] = split(rest)
      const as = restoreAsSchema.safeParse(word.toLowerCase()).data
      return as === undefined ? missing(command) : { does: 'restore', incident, as, reason }
    }
    case 'scope': {
      const [word, reason] = split(rest)
      const scope = blockScopeSchema.safeParse(word.toLowerCase()).data
      return scope === undefined ? missing(command) : { does: 'scope', incident, scope, reason }
    }
    case 'name': {
      const [arn, reason] = split(rest)
      return arn === '' ? missing(command) : { does: 'name', incident, arn, reason }
    }
    case 'owner':
      return readOwner(command, incident, rest)
    default:
      throw new Error(`The command ${command.name} cannot be read.`)
  }
}

function readOwner(command: CommandUsage, incident: number | null, rest: string): Command | NoCommand {
  const [word, owner] = split(rest)
  switch (word.toLowerCase()) {
    case 'ask':
      return { does: 'ownerAsk', incident, owner: owner === '' ? null : owner }
    case 'me':
      return { does: 'ownerSays', incident, wasMe: true }
    case 'not-me':
      return { does: 'ownerSays', incident, wasMe: false }
    default:
      return missing(command)
  }
}

function readLead(command: CommandUsage, rest: string): Command | NoCommand {
  const [id, more] = split(rest)
  if (id === '') return missing(command)
  if (command.name === 'inject') return { does: 'inject', inject: id }
  if (command.name === 'reveal') return { does: 'reveal', step: id }
  const [, point, made] = /^(\d{1,2})\s+(yes|no)$/i.exec(more) ?? []
  if (point === undefined || made === undefined || Number(point) < 1) return missing(command)
  return { does: 'judge', inject: id, point: Number(point) - 1, made: made.toLowerCase() === 'yes' }
}

function readScale(command: CommandUsage, rest: string): Command | NoCommand {
  const scale = Number(rest.replace(/^x/i, ''))
  if (rest === '') return missing(command)
  if (scale >= 1 && scale <= 1_000) return { does: 'scale', scale }
  return { error: 'malformed', says: 'A number from 1 to 1000 is wanted: `scale 10`. To stop the clock: `pause`.' }
}

function missing({ usage }: CommandUsage): NoCommand {
  return { error: 'missing', says: `Type it as: ${usage}` }
}

function split(text: string): [string, string] {
  const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? []
  return [first, rest]
}
