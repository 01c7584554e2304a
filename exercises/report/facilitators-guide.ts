import { inWords } from '../../src/engine/in-words.js'
import { code, fact, list, number, paragraph, type Section, table, text } from '../../src/report/outline.js'
import type { Exercise } from '../exercise-file.js'
import { fillText } from '../placeholders.js'
import { agendaOf } from './guide-agenda.js'
import { injectSections } from './guide-injects.js'
import { guideMeaning } from './guide-meaning.js'
import { whenWords } from './guide-when.js'
import { metricLabels, unitOf } from './metric-words.js'
import { nameOf } from './people.js'
import { showMeasured } from './show-measured.js'
import { showSpan } from './show-span.js'

/** What a facilitator leads an exercise by. It gives everything away: players must not see it. */
export interface FacilitatorsGuide {
  readonly id: string
  readonly title: string
  readonly classification: string
  readonly minutes: number
  readonly sections: readonly Section[]
}

/** The guide, from the exercise file alone. Pure; texts are not escaped yet. */
export function facilitatorsGuide(exercise: Exercise): FacilitatorsGuide {
  const { id, title, classification, minutes } = exercise
  const sections = [
    about(exercise),
    howTo(exercise),
    { id: 'agenda', title: 'Agenda', blocks: table('Minutes', ['From', 'To', 'What'], agendaOf(exercise)) },
    roles(exercise),
    objectives(exercise),
    attack(exercise),
    ...injectSections(exercise),
    expectedPath(exercise),
    hotWash(exercise),
  ]
  return { id, title, classification, minutes, sections }
}

function about(exercise: Exercise): Section {
  const { id, mode, minutes, seed, playbook, limits, summary } = exercise
  const { contain, restore } = exercise.world.approvals
  const facts = [
    fact('Exercise', code(id)),
    fact(
      'Mode',
      text(
        mode === 'discuss'
          ? 'discussion: you ask, people talk, and the right question uncovers the attack'
          : 'rehearsal: the real playbook on a simulated account',
      ),
    ),
    fact('Takes', text(`${minutes} minutes, besides 5 for the briefing and 15 for the debrief`)),
    fact('Ends by itself after', text(showSpan(limits.maxDuration.ms))),
    fact('Playbook', code(playbook)),
    fact('Seed', number(seed)),
    fact('Approves a block', text(circle(exercise, contain))),
    fact('Approves a restore', text(circle(exercise, restore))),
    fact('IAM enforces a block after', text(showSpan(exercise.world.enforcementDelay.ms))),
    fact(
      'CloudTrail is late by',
      text(exercise.world.trailDelay.ms === 0 ? 'nothing' : showSpan(exercise.world.trailDelay.ms)),
    ),
  ]
  const secret = paragraph('This guide gives everything away. Do not show it to players before the end.')
  return { id: 'about', title: 'About', blocks: [secret, paragraph(summary), { kind: 'facts', facts }] }
}

type Approval = Exercise['world']['approvals']['contain']

/** `one of Kim and Lee; then Max` : how many it takes, of whom, and who is asked when they do not answer. */
function circle(exercise: Exercise, { approvers, quorum, escalateTo }: Approval): string {
  const named = (roles: readonly string[]) => roles.map((role) => nameOf(exercise, role)).join(', ')
  const all = approvers.length === quorum ? named(approvers) : `${quorum} of ${named(approvers)}`
  return escalateTo.length === 0 ? all : `${all}; when they let it expire, ${named(escalateTo)}`
}

/** What a facilitator has to know who never led one. */
function howTo({ id, mode, injects }: Exercise): Section {
  const byHand = injects.flatMap((inject) => (inject.manual === true ? [inject.id] : []))
  const items = [
    `In the terminal: tourniquet exercise run ${id}. The clock goes on by itself; pause stops it, and help lists what can be typed.`,
    `In Slack: tourniquet exercise run ${id} --slack CHANNEL --as ROLE=MEMBER, once for each role that somebody plays.`,
    byHand.length === 0
      ? 'Every inject comes by itself.'
      : `You play ${byHand.join(', ')}, when the talk is there; the others come by themselves.`,
    ...(mode === 'rehearse'
      ? [`To talk it through instead: --mode discuss. Nothing is sent or blocked then.`]
      : ['Answer what is asked, and nothing else: the right question brings a hidden step to light.']),
    'Answers are marked by keywords. Where somebody meant it in other words, overrule the mark: yours counts.',
    `Afterwards: tourniquet exercise report ${id}, and tourniquet exercise plan ${id} to name who does what until when.`,
  ]
  return { id: 'how-to', title: 'How to lead it', blocks: list('', items) }
}

function roles(exercise: Exercise): Section {
  const { operators, viewers, contain, restore } = exercise.world.approvals
  const rows = exercise.roles.map(({ id, name, does }) => {
    const may = [
      ...(contain.approvers.includes(id) ? ['approve a block'] : []),
      ...(restore.approvers.includes(id) ? ['approve a restore'] : []),
      ...(contain.escalateTo.includes(id) || restore.escalateTo.includes(id)
        ? ['decide when the first circle does not']
        : []),
      ...(operators.includes(id) ? ['operate'] : []),
      ...(viewers.includes(id) ? ['look'] : []),
    ]
    return [code(id), text(name), text(does), text(may.join(', ') || 'nothing in the product')]
  })
  return { id: 'roles', title: 'Roles', blocks: table('Who takes part', ['Role', 'Name', 'What for', 'May'], rows) }
}

function objectives(exercise: Exercise): Section {
  const rows = exercise.objectives.map(({ id, text: said, metric, target }) => {
    const aimed = typeof target === 'object' ? target.ms : target
    return [code(id), text(said), text(metricLabels[metric]), text(showMeasured(aimed, unitOf(metric)))]
  })
  return {
    id: 'objectives',
    title: 'Objectives',
    blocks: table('What it is to show', ['Objective', 'What', 'Measured by', 'Target'], rows),
  }
}

function attack(exercise: Exercise): Section {
  const found = exercise.attack
  if (found === undefined)
    return {
      id: 'attack',
      title: 'The attack',
      blocks: [paragraph('There is none: the right answer to the alarm is that it is false.')],
    }
  const { harmless, holds } = found
  const { role, session, user, sourceIp } = holds
  const who =
    role === undefined ? `user/${user ?? '?'}` : `role/${role}${session === undefined ? '' : `, session ${session}`}`
  const rows = found.steps.map((step) => {
    const { asking = [], evidence = [] } = step.revealedBy ?? {}
    const revealed = [
      ...(evidence.length === 0 ? [] : [`the evidence shows ${evidence.join(', ')}`]),
      ...(asking.length === 0 ? [] : [`somebody asks about ${asking.join(', ')}`]),
      ...exercise.injects.flatMap(({ id, reveals }) => (reveals.includes(step.id) ? [`inject ${id}`] : [])),
    ]
    return [
      code(step.id),
      text(step.does === null ? 'before T+00:00' : whenWords(step)),
      code(step.technique),
      text(fillText(step.text, guideMeaning(exercise))),
      text(step.hidden ? 'yes' : 'no'),
      text(revealed.join('; ') || '–'),
    ]
  })
  const story = found.story === undefined ? [] : [paragraph(found.story)]
  return {
    id: 'attack',
    title: harmless ? 'What looks like an attack' : 'The attack',
    blocks: [
      ...story,
      {
        kind: 'facts',
        facts: [
          fact(harmless ? 'The accused holds' : 'The attacker holds', code(who)),
          fact('Calls from', text(sourceIp ?? 'not given')),
        ],
      },
      ...table('Chain', ['Step', 'When', 'ATT&CK', 'What', 'Hidden', 'Becomes known when'], rows),
    ],
  }
}

function expectedPath({ expectedPath: path }: Exercise): Section {
  const blocks = path.length === 0 ? [paragraph('None is expected.')] : [paragraph(path.map(inWords).join(' → '))]
  return { id: 'path', title: 'Expected path', blocks }
}

/** Asked right after the end, while everybody is still there. */
function hotWash(exercise: Exercise): Section {
  const hidden = (exercise.attack?.steps ?? []).filter((step) => step.hidden)
  const items = [
    'In one sentence each: what happened here?',
    'What went well, and what would you do again?',
    'When did you know enough to decide, and what did you wait for?',
    ...exercise.objectives.map(({ text: said }) => `Did we reach this, and how do we know: ${said}?`),
    ...hidden.map(
      ({ technique, text: said }) =>
        `Who found out, and who could have: ${fillText(said, guideMeaning(exercise))} (${technique})`,
    ),
    ...exercise.injects.flatMap(({ kind, title }) =>
      kind === 'pressure' ? [`What made it hard to answer this: ${title}${/[?!.]$/.test(title) ? '' : '.'}`] : [],
    ),
    exercise.attack?.harmless === true
      ? 'What did the block, or the talk of it, cost whoever had done nothing wrong?'
      : 'What could the attacker still do when it was over?',
    'Which three things do we change, who does each, and until when?',
  ]
  return { id: 'hot-wash', title: 'Debrief (hot wash)', blocks: list('Ask', items) }
}
