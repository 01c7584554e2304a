import { type PatternPart, plainText, type TextPattern } from './text-pattern.js'

const DASHES: ReadonlySet<string> = new Set(['-', '/', '\u2013', '\u2014', '\u2015'])

/** One spelling for texts that Sigma takes for equal. Lower case alone spells a sigma by its place in the word. */
export function folded(text: string): string {
  const lower = text.toLowerCase()
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower
}

/** The pattern for texts that are folded already. */
export function foldedPattern(pattern: TextPattern): TextPattern {
  return pattern.map((part): PatternPart => (part.kind === 'text' ? { ...part, text: folded(part.text) } : part))
}

/**
 * A test of whole texts against a pattern, letter by letter; fold both for one without regard to case. Takes at most time
 * in proportion to pattern times text: a star is never tried again once the piece after it was found.
 */
export function compilePattern(parts: TextPattern): (text: string) => boolean {
  const plain = plainText(parts)
  if (plain !== null) return (text) => text === plain
  const [first, second, third] = parts
  if (parts.length === 1 && first?.kind === 'any') return () => true
  if (parts.length === 2 && first?.kind === 'text' && second?.kind === 'any')
    return (text) => text.startsWith(first.text)
  if (parts.length === 2 && first?.kind === 'any' && second?.kind === 'text')
    return (text) => text.endsWith(second.text)
  if (parts.length === 3 && first?.kind === 'any' && second?.kind === 'text' && third?.kind === 'any')
    return (text) => text.includes(second.text)
  return compilePieces(parts)
}

/** A piece: parts without a star. The first stands at the start, the last at the end, the others in order between. */
function compilePieces(parts: TextPattern): (text: string) => boolean {
  const pieces = piecesOf(parts)
  const last = pieces.length - 1
  return (text) => {
    let at = 0
    for (const [index, piece] of pieces.entries()) {
      const end =
        index === 0 ? endOf(piece, text, 0) : index === last ? endAtEnd(piece, text, at) : found(piece, text, at)
      if (end === null) return false
      at = end
    }
    return at === text.length
  }
}

function piecesOf(parts: TextPattern): readonly TextPattern[] {
  const pieces: PatternPart[][] = [[]]
  for (const part of parts) {
    if (part.kind === 'any') pieces.push([])
    else pieces.at(-1)?.push(part)
  }
  return pieces
}

/** Where a piece that begins at `start` ends; null where it does not stand there. */
function endOf(piece: TextPattern, text: string, start: number): number | null {
  let at = start
  for (const part of piece) {
    const length = lengthAt(part, text, at)
    if (length === null) return null
    at += length
  }
  return at
}

function lengthAt(part: PatternPart, text: string, at: number): number | null {
  if (part.kind === 'text') return text.startsWith(part.text, at) ? part.text.length : null
  if (part.kind === 'dash') return DASHES.has(text.charAt(at)) ? 1 : null
  const point = text.codePointAt(at)
  if (point === undefined) return null
  return point > 0xffff ? 2 : 1
}

function found(piece: TextPattern, text: string, from: number): number | null {
  const [first] = piece
  for (let start = from; start <= text.length; start += 1) {
    if (first?.kind === 'text') start = text.indexOf(first.text, start)
    if (start === -1) return null
    const end = endOf(piece, text, start)
    if (end !== null) return end
  }
  return null
}

function endAtEnd(piece: TextPattern, text: string, from: number): number | null {
  // A `?` takes one or two code units, so where the piece must start is found from its end.
  let start = text.length
  for (const part of piece.toReversed()) {
    start -= part.kind === 'text' ? part.text.length : part.kind === 'dash' ? 1 : lengthBefore(text, start)
  }
  if (start < from) return null
  return endOf(piece, text, start) === text.length ? text.length : null
}

function lengthBefore(text: string, at: number): number {
  const point = at >= 2 ? text.codePointAt(at - 2) : undefined
  return point !== undefined && point > 0xffff ? 2 : 1
}
