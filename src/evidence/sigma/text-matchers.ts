import { assertNever } from '../../domain/assert-never.js'
import { base64Offsets, bytesOf, type WideEncoding } from './encoded-texts.js'
import type { Matcher } from './field-test.js'
import type { TextStep } from './modifiers.js'
import type { RuleNotes } from './rule-notes.js'
import { opened, plainText, type TextPattern, textPattern, withWindowsDashes } from './text-pattern.js'

/** Values are matched in time proportional to their length times the text's. */
const MAX_CHARACTERS = 10_000

interface Draft {
  readonly pattern: TextPattern
  /** Set by `utf16*` for the base64 step that must follow. */
  readonly encoding: WideEncoding | null
}

/** The patterns that a text of a rule stands for after the steps of its modifiers, in the order they are written. */
export function textMatchers(
  text: string,
  steps: readonly TextStep[],
  cased: boolean,
  line: number,
  notes: RuleNotes,
): readonly Matcher[] | null {
  if (text.length > MAX_CHARACTERS)
    return notes.refuse(line, 'value', `a value is longer than ${MAX_CHARACTERS} characters`)
  let drafts: readonly Draft[] = [{ pattern: textPattern(text), encoding: null }]
  for (const step of steps) {
    const next: Draft[] = []
    for (const draft of drafts) {
      const results = afterStep(draft, step)
      if (typeof results === 'string') return notes.refuse(line, `modifier ${step}`, results)
      next.push(...results)
    }
    drafts = next
  }
  const wide = drafts.find((draft) => draft.encoding !== null)?.encoding
  if (wide) return notes.refuse(line, `modifier ${wide}`, `${wide} needs base64 or base64offset after it`)
  return drafts.map(({ pattern }) => ({ kind: 'pattern', pattern, cased }))
}

/** The reason in words where the step cannot be taken. */
function afterStep(draft: Draft, step: TextStep): readonly Draft[] | string {
  const { pattern, encoding } = draft
  if (encoding !== null && step !== 'base64' && step !== 'base64offset')
    return `${encoding} is followed by ${step}, where only base64 or base64offset can stand`
  switch (step) {
    case 'contains':
      return [{ ...draft, pattern: opened(pattern, { before: true, after: true }) }]
    case 'startswith':
      return [{ ...draft, pattern: opened(pattern, { before: false, after: true }) }]
    case 'endswith':
      return [{ ...draft, pattern: opened(pattern, { before: true, after: false }) }]
    case 'windash':
      return [{ ...draft, pattern: withWindowsDashes(pattern) }]
    case 'utf16':
    case 'utf16le':
    case 'utf16be':
    case 'wide':
      return plainText(pattern) === null ? wildcardsIn(step) : [{ pattern, encoding: step }]
    case 'base64':
    case 'base64offset':
      return encodedDrafts(draft, step)
    default:
      return assertNever(step, 'modifier')
  }
}

function encodedDrafts({ pattern, encoding }: Draft, step: 'base64' | 'base64offset'): readonly Draft[] | string {
  const plain = plainText(pattern)
  if (plain === null) return wildcardsIn(step)
  const bytes = bytesOf(plain, encoding ?? 'utf8')
  const texts = step === 'base64' ? [bytes.toString('base64')] : base64Offsets(bytes)
  if (texts.includes('')) return `${step} has too short a value: nothing of it is the same at every offset`
  return texts.map((text) => ({ pattern: [{ kind: 'text', text }], encoding: null }))
}

function wildcardsIn(step: TextStep): string {
  return `a value with wildcards (or dashes that windash varies) cannot be encoded by ${step}`
}
