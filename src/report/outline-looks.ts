import type { IncidentReport } from './incident-report.js'
import type { Look } from './looks.js'
import { type Block, type Cell, list, number, paragraph, status, table, text, time } from './outline.js'
import { count } from './words.js'

/** The looks of the soak are all shown; of the watch, which may go on for weeks, those that told something. */
const FIRST_SHOWN = 20

const depthWords: Record<Look['depth'], string> = {
  policy: 'what we wrote',
  account: 'what we wrote, the account',
  full: 'what we wrote, the account, CloudTrail',
}

/** What each look saw, as it was known then; and what later ones amended. */
export function lookBlocks({ looks }: IncidentReport): Block[] {
  const shown = looks.filter((look, index) => isTelling(look, index, looks))
  const left = looks.length - shown.length
  const amended = looks.flatMap(({ readAt, amends }) => amends.map((what) => `Amended at ${readAt}: ${what}`))
  return [
    ...table('Looks at the block, each as it was known then', columns, shown.map(rowOf)),
    ...(left === 0 ? [] : [paragraph(`${count(left, 'further look')} of the watch saw nothing new.`)]),
    ...list('Amended later: what was said before stands above as it was said', amended),
  ]
}

const columns = [
  'When',
  'Looked at',
  'Policy',
  'Not as we left it',
  'Denied calls',
  'Got through',
  'Enforcement',
  'Simulator',
]

function rowOf(look: Look): Cell[] {
  const passed = look.succeeded + look.inWindow
  return [
    time(look.readAt),
    text(depthWords[look.depth]),
    status(look.policy, look.policy === 'held' ? 'good' : 'bad'),
    text(look.missing.join(', ') || '–'),
    look.eventsRead ? number(look.denied) : text('not read'),
    look.eventsRead ? number(passed) : text('not read'),
    status(look.enforcement, enforcementTones[look.enforcement]),
    text(simulatorWords(look.simulation)),
  ]
}

const enforcementTones = { observed: 'good', notObserved: 'open', violated: 'bad' } as const

function simulatorWords({ status: said, notDenied }: Look['simulation']): string {
  if (said === 'notAsked') return '–'
  return said === 'allowed' ? `not denied: ${notDenied.join(', ')}` : said
}

function isTelling(look: Look, index: number, looks: readonly Look[]): boolean {
  const before = looks[index - 1]
  if (index < FIRST_SHOWN || index === looks.length - 1 || before === undefined) return true
  if (look.amends.length > 0 || look.missing.length > 0) return true
  return look.policy !== before.policy || look.enforcement !== before.enforcement
}
