import { assertNever } from '../../src/domain/assert-never.js'
import { inWords } from '../../src/engine/in-words.js'
import {
  type Block,
  code,
  type Fact,
  fact,
  number,
  paragraph,
  type Section,
  table,
  text,
} from '../../src/report/outline.js'
import type { Exercise } from '../exercise-file.js'
import { fillText } from '../placeholders.js'
import { mostPoints, passMark } from '../rubric.js'
import { describeFault } from '../run/describe-fault.js'
import type { Inject, InjectOf } from '../schema/injects.js'
import { expectedWords } from './gaps-of-injects.js'
import { guideMeaning } from './guide-meaning.js'
import { whenWords } from './guide-when.js'
import { nameOf } from './people.js'
import { showSpan } from './show-span.js'

/** All injects at a glance, and a section for each, in the order of the file. */
export function injectSections(exercise: Exercise): Section[] {
  const rows = exercise.injects.map((inject) => [
    code(inject.id),
    text(inWords(inject.kind)),
    text(inject.title),
    text(whenWords(inject)),
  ])
  const all = table('All injects', ['Inject', 'Kind', 'What', 'When'], rows)
  return [
    { id: 'injects', title: 'Injects', blocks: all },
    ...exercise.injects.map((inject) => injectSection(exercise, inject)),
  ]
}

function injectSection(exercise: Exercise, inject: Inject): Section {
  const shown = (value: string) => fillText(value, guideMeaning(exercise))
  const facts: Fact[] = [
    fact('Kind', text(inWords(inject.kind))),
    fact('When', text(whenWords(inject))),
    ...ofKind(exercise, inject),
    ...(inject.reveals.length === 0 ? [] : [fact('Brings to light', code(inject.reveals.join(', ')))]),
  ]
  return {
    id: `inject-${inject.id}`,
    title: `Inject ${inject.id}: ${inject.title}`,
    blocks: [
      { kind: 'facts', facts },
      ...(inject.text === undefined ? [] : paragraphs(shown(inject.text))),
      ...(inject.notes === undefined ? [] : [paragraph('Look for:'), ...paragraphs(shown(inject.notes))]),
      ...(inject.kind === 'question' ? rubric(inject) : []),
    ],
  }
}

function ofKind(exercise: Exercise, inject: Inject): Fact[] {
  switch (inject.kind) {
    case 'finding':
      return [
        fact('Source', text(inject.source)),
        ...(inject.make === undefined
          ? []
          : [...typeOf(inject.make.type), fact('Severity', number(inject.make.severity))]),
        ...(inject.forged ? [fact('Forged', text('yes: AWS itself has no such finding'))] : []),
        ...expected(exercise, inject),
      ]
    case 'evidence': {
      const calls = (inject.calls ?? []).map(({ service, action }) => `${service}:${action}`)
      return [
        ...(calls.length === 0 ? [] : [fact('CloudTrail then shows', code(calls.join(', ')))]),
        ...to(exercise, inject.to),
        ...expected(exercise, inject),
      ]
    }
    case 'chat':
    case 'pressure':
      return [fact('From', text(inject.from)), ...to(exercise, inject.to), ...expected(exercise, inject)]
    case 'fault':
      return [
        fact('Fault', text(describeFault(inject.fault, (role) => nameOf(exercise, role)))),
        ...expected(exercise, inject),
      ]
    case 'question':
      return [
        ...to(exercise, inject.to),
        fact('Time to answer', text(showSpan(inject.within.ms))),
        fact('Met with', text(`${passMark(inject)} of ${mostPoints(inject.rubric ?? [])} points`)),
      ]
    default:
      return assertNever(inject, 'inject')
  }
}

function to(exercise: Exercise, roles: readonly string[] | undefined): Fact[] {
  return [fact('To', text(roles === undefined ? 'everybody' : roles.map((role) => nameOf(exercise, role)).join(', ')))]
}

function expected(exercise: Exercise, { expect }: Exclude<Inject, { kind: 'question' }>): Fact[] {
  return expect === undefined ? [] : [fact('Met by', text(expectedWords(exercise, expect)))]
}

function rubric({ rubric: points = [] }: InjectOf<'question'>): Block[] {
  const rows = points.map(({ point, weight, keywords, not = [] }) => [
    text(point),
    number(weight),
    text(keywords.join(', ')),
    text(not.join(', ') || '–'),
  ])
  return table(
    'Rubric: what a good answer says',
    ['Point', 'Points', 'Keywords that make it', 'Words that unmake it'],
    rows,
  )
}

/** Blank lines part paragraphs. */
function paragraphs(value: string): Block[] {
  return value.split(/\n\s*\n/).map((part) => paragraph(part.trim()))
}

/** undefined: the one that the source has for all. */
function typeOf(type: string | undefined): Fact[] {
  return type === undefined ? [] : [fact('Type', code(type))]
}
