import type { CallOutcome } from './outcome-of.js'
import { countOkFailed, mergeOkFailed } from './tallies.js'
import type { CallVolume } from './trail-facts.js'

const minuteMs = 60_000
/** Each divides the next, so that slots fold without a rest. */
const slotSizesMs = [1, 5, 15, 60, 360, 1440, 10_080].map((minutes) => minutes * minuteMs)
export const maxSlots = 512

export function emptyVolume(): CallVolume {
  return { slotMs: minuteMs, slots: new Map() }
}

/**
 * Counts a call in its interval. The interval is always the smallest that needs at most `maxSlots` slots: it never shrinks
 * when calls are added, so the result does not hang on their order.
 */
export function countInVolume(volume: CallVolume, atMs: number, outcome: CallOutcome): void {
  countOkFailed(volume.slots, Math.floor(atMs / volume.slotMs), outcome)
  if (volume.slots.size > maxSlots) widen(volume)
}

/** Adds `from`, which stays as it is, to `into`. */
export function mergeVolume(into: CallVolume, from: CallVolume): void {
  if (into.slotMs < from.slotMs) foldInto(into, from.slotMs)
  mergeOkFailed(into.slots, into.slotMs === from.slotMs ? from.slots : folded(from, into.slotMs))
  if (into.slots.size > maxSlots) widen(into)
}

function widen(volume: CallVolume): void {
  for (const slotMs of slotSizesMs) {
    if (volume.slots.size <= maxSlots) return
    if (slotMs > volume.slotMs) foldInto(volume, slotMs)
  }
}

function foldInto(volume: CallVolume, slotMs: number): void {
  volume.slots = folded(volume, slotMs)
  volume.slotMs = slotMs
}

function folded(volume: CallVolume, slotMs: number): CallVolume['slots'] {
  const slots: CallVolume['slots'] = new Map()
  const ratio = slotMs / volume.slotMs
  for (const [slot, calls] of volume.slots) mergeOkFailed(slots, new Map([[Math.floor(slot / ratio), calls]]))
  return slots
}
