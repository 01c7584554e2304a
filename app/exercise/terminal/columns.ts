import { showExerciseTime } from '../../../exercises/duration.js'
import { terminalText } from '../../terminal-text.js'
import type { Paint, Tone } from './paint.js'
import { cut, widthOf, wrap } from './text-width.js'

/** One thing on the timeline. `text` is as it was given: from outside, perhaps. */
export interface TimelineRow {
  readonly atMs: number
  /** One word, at most nine letters. */
  readonly kind: string
  readonly text: string
  readonly tone: Tone
}

const MOST_CHARS = 6_000
const KIND_WIDTH = 9
/** ` T+00:05  APPROVAL   `. */
const INDENT = 21
/** Narrower than this the text goes below, and not beside. */
const NARROW = 60

/** ` T+00:05  FINDING    text`, wrapped to the width, with the text in its own column. Texts are made safe to print. */
export function rowLines({ atMs, kind, text, tone }: TimelineRow, width: number, paint: Paint): string[] {
  const title = `${showExerciseTime(atMs).padStart(8)}  ${kind.padEnd(KIND_WIDTH)}`
  const head = `${paint('dim', title.slice(0, 10))}${paint(tone === 'plain' ? 'strong' : tone, title.slice(10))}`
  const isNarrow = width < NARROW
  const indent = isNarrow ? 4 : Math.max(INDENT, widthOf(title) + 2)
  const lines = paragraphs(text).flatMap((each) => wrap(each, width - indent - 1))
  const painted = lines.map((line) => (tone === 'dim' ? paint('dim', line) : line))
  if (isNarrow) return [head.trimEnd(), ...painted.map((line) => `${' '.repeat(indent)}${line}`)]
  return painted.map((line, index) => (index === 0 ? `${head}  ${line}` : `${' '.repeat(indent)}${line}`))
}

/** A title and what belongs to it, as ` title  text`: for cards and lists. */
export function pairLines(
  pairs: readonly (readonly [title: string, text: string])[],
  width: number,
  paint: Paint,
  indent = INDENT - KIND_WIDTH,
): string[] {
  const longest = Math.min(18, Math.max(0, ...pairs.map(([title]) => widthOf(terminalText(title, 60)))))
  return pairs.flatMap(([title, text]) => {
    const lines = paragraphs(text).flatMap((each) => wrap(each, width - indent - longest - 3))
    return lines.map((line, index) => {
      const name = index === 0 ? cut(terminalText(title, 60), longest) : ''
      return `${' '.repeat(indent)}${paint(/^[A-Z]+$/.test(name) ? 'warning' : 'dim', name)}${' '.repeat(Math.max(0, longest - widthOf(name)))}  ${line}`
    })
  })
}

/** Each line of a text made safe; none is empty of a line. */
function paragraphs(text: string): string[] {
  const lines = text.split(/\r\n|\n/).map((line) => terminalText(line.replaceAll('\t', ' '), MOST_CHARS).trim())
  const filled = lines.filter((line) => line !== '')
  return filled.length === 0 ? [''] : filled
}
