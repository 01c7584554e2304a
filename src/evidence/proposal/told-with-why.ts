import type { Detection } from '../detections/detection.js'
import { abbreviated } from './abbreviated.js'

const namedWhys = 2

/** The detection as reasons tell it: what it was about in a few items, and what its severity rests on where that adds to it. */
export function toldWithWhy(detection: Detection): Detection {
  const { what, why } = detection
  const adding = why.filter((each) => !what.includes(each)).slice(0, namedWhys)
  const about = abbreviated(what)
  const notes = adding.map((each) => abbreviated(each)).join(', ')
  if (notes === '') return { ...detection, what: about }
  return { ...detection, what: about === '' ? notes : `${about} (${notes})` }
}
