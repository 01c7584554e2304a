const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const ASCII = /^[\x20-\x7e]*$/
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u
const NO_WIDTH = /^[\p{M}\u200b-\u200d]+$/u

/** How many columns of a terminal a text takes. Of text without control characters: as `terminalText` leaves it. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length
  return parts(text).reduce((sum, part) => sum + widthOfPart(part), 0)
}

/** A text that takes no more than this many columns; what is cut off is seen to be. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  return width < 1 ? '' : `${head(text, width - 1, 0)}…`
}

/** The lines of a text, each at most this wide, broken at spaces, and within a word only where it is longer than a line. */
export function wrap(text: string, width: number): string[] {
  const most = Math.max(2, width)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const joined = line === '' ? word : `${line} ${word}`
    if (widthOf(joined) <= most) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    while (widthOf(line) > most) {
      const first = head(line, most, 1)
      lines.push(first)
      line = line.slice(first.length)
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}

/** As much of the beginning as fits, and at least so many characters. */
function head(text: string, width: number, least: 0 | 1): string {
  let taken = ''
  let columns = 0
  for (const part of parts(text)) {
    columns += widthOfPart(part)
    if (columns > width && (taken !== '' || least === 0)) break
    taken += part
  }
  return taken
}

function parts(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment)
}

function widthOfPart(part: string): number {
  if (NO_WIDTH.test(part)) return 0
  return WIDE.test(part) ? 2 : 1
}
