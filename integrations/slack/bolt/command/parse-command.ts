import { parseArn } from '../../../../src/domain/arn.js'
import { cleanText } from '../../../../src/domain/clean-text.js'
import { quoteText } from '../../../../src/domain/quote-text.js'
import { reasonProblem } from '../visible-text.js'
import { isIncidentId } from './incident-id.js'
import { nearestWord } from './nearest-word.js'

export const verbs = ['status', 'list', 'show', 'block', 'restore', 'vouch', 'name', 'exercise', 'help'] as const
type Verb = (typeof verbs)[number]

/** What is about one incident; what else it takes is asked for in a form. */
type AboutIncident = 'show' | 'restore' | 'vouch' | 'name'

/** What somebody wants of an exercise; what is missing is asked for in a form. */
type ExerciseAct =
  | { readonly kind: 'overview' }
  | { readonly kind: 'form'; readonly form: 'ask' | 'lead' }
  | { readonly kind: 'ask'; readonly text: string }
  | { readonly kind: 'end'; readonly reason: string }

/** What somebody typed after `/tourniquet`. */
export type Command =
  | { readonly verb: 'status' | 'list' | 'help' }
  | { readonly verb: 'exercise'; readonly act: ExerciseAct }
  | { readonly verb: AboutIncident; readonly incidentId: string }
  /** Everything is there. */
  | { readonly verb: 'block'; readonly arn: string; readonly reason: string }
  /** What is missing is asked for in a form. */
  | { readonly verb: 'blockForm'; readonly arn: string }
  /** It cannot be done; `problem` says why and what to type. */
  | { readonly verb: 'wrong'; readonly problem: string }

/** What people type before they have read the help. */
const otherWords: Readonly<Record<string, Verb>> = {
  '': 'help',
  '?': 'help',
  '-h': 'help',
  '--help': 'help',
  usage: 'help',
  ls: 'list',
  incidents: 'list',
  info: 'show',
  contain: 'block',
  unblock: 'restore',
}

/**
 * Reads the text of `/tourniquet`. Verbs in any case, one alone on its line; ids may stand in backticks, as Slack shows them.
 * Nothing is guessed: what is near a verb is asked back.
 */
export function parseCommand(text: string): Command {
  const [word = '', ...rest] = unescaped(cleanText(text)).trim().split(/\s+/)
  const verb = verbOf(word.toLowerCase())
  switch (verb) {
    case 'status':
    case 'list':
    case 'help':
      if (rest.length === 0 || verb === 'help') return { verb }
      return wrong(`\`${verb}\` stands alone: ${quoteText(rest.join(' '))} is too much. Type \`/tourniquet ${verb}\`.`)
    case 'exercise':
      return exercise(rest)
    case 'show':
    case 'restore':
    case 'vouch':
    case 'name':
      return aboutIncident(verb, rest)
    case 'block':
      return block(rest)
    case null:
      return unknown(word)
  }
}

function verbOf(word: string): Verb | null {
  return verbs.find((verb) => verb === word) ?? (Object.hasOwn(otherWords, word) ? otherWords[word] : undefined) ?? null
}

function aboutIncident(verb: AboutIncident, [given, ...more]: readonly string[]): Command {
  const usage = `Type \`/tourniquet ${verb} inc_…\`; \`/tourniquet list\` has the ids.`
  if (given === undefined) return wrong(`Which incident? ${usage}`)
  if (more.length > 0) return wrong(`One incident at a time. ${usage}`)
  const incidentId = bare(given).toLowerCase()
  return isIncidentId(incidentId) ? { verb, incidentId } : wrong(`${quoteText(given)} is no incident's id. ${usage}`)
}

function block([given, ...words]: readonly string[]): Command {
  if (given === undefined) return { verb: 'blockForm', arn: '' }
  const arn = bare(given)
  const usage = 'Type `/tourniquet block arn:aws:iam::111122223333:role/name why it is to be blocked`.'
  const parsed = parseArn(arn)
  if (!parsed.ok) return wrong(`${parsed.reason}. ${usage}`)
  if (words.length === 0) return { verb: 'blockForm', arn }
  const reason = words.join(' ')
  const problem = reasonProblem(reason)
  return problem === null ? { verb: 'block', arn, reason } : wrong(`${problem} ${usage}`)
}

function exercise([word, ...rest]: readonly string[]): Command {
  const text = rest.join(' ')
  switch (word?.toLowerCase()) {
    case undefined:
      return { verb: 'exercise', act: { kind: 'overview' } }
    case 'ask':
      return { verb: 'exercise', act: text === '' ? { kind: 'form', form: 'ask' } : { kind: 'ask', text } }
    case 'lead':
      return { verb: 'exercise', act: { kind: 'form', form: 'lead' } }
    case 'end':
      return { verb: 'exercise', act: { kind: 'end', reason: text === '' ? 'ended in Slack' : text } }
    default:
      return wrong(
        `${quoteText(word ?? '')} is nothing that an exercise has. Type \`/tourniquet exercise\`, or \`ask\`, \`lead\` or \`end\` after it.`,
      )
  }
}

function unknown(word: string): Command {
  const near = nearestWord(word.toLowerCase(), verbs)
  const meant = near === null ? '' : ` Did you mean \`/tourniquet ${near}\`?`
  return wrong(`There is no ${quoteText(word)}.${meant} \`/tourniquet help\` lists what there is.`)
}

function wrong(problem: string): Command {
  return { verb: 'wrong', problem }
}

/** Slack shows ids in backticks, and people copy them so. */
function bare(word: string): string {
  return word.replace(/^[`"'‘’“”]+|[`"'‘’“”,]+$/g, '')
}

/** Slack escapes three characters in what people type: https://docs.slack.dev/messaging/formatting-message-text */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
