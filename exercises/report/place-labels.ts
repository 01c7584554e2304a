/** A text beside a mark, in a row of its lane in which it covers no other. */
export interface PlacedLabel {
  readonly x: number
  readonly row: number
  readonly text: string
  /** Of the mark. */
  readonly side: 'left' | 'right'
}

/** Of the 11 px text of the drawing. */
export const LETTER_WIDTH = 6.2
const GAP = 10
const MOST_LETTERS = 36

/** How wide a label is drawn; long ones are cut. */
export function cutLabel(text: string, most = MOST_LETTERS): string {
  const letters = [...text]
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}

/**
 * Puts marks of one lane into as few rows as it takes for no label to cover the next one; each is in the order of x. Past `most`
 * rows a mark has no label (its title still tells), and stands in the row that is free first.
 */
export function placeLabels(
  marks: readonly { readonly x: number; readonly text: string }[],
  { most, endX }: { readonly most: number; readonly endX: number },
): PlacedLabel[] {
  const freeFrom: number[] = []
  return marks.map(({ x, text }) => {
    const label = cutLabel(text)
    const width = [...label].length * LETTER_WIDTH + GAP + 8
    const side = x + width <= endX ? 'right' : 'left'
    const from = side === 'right' ? x : x - width
    const free = freeFrom.findIndex((taken) => taken <= from)
    const row = free !== -1 ? free : freeFrom.length < most ? freeFrom.length : -1
    if (row === -1) return { x, row: freeFrom.indexOf(Math.min(...freeFrom)), text: '', side }
    freeFrom[row] = side === 'right' ? x + width : x + GAP
    return { x, row, text: label, side }
  })
}
