import type { CallSum } from './call-sum.js'
import { countUp, mergeOkFailed } from './tallies.js'
import type { CallVolume } from './trail-facts.js'

const minuteMs = 60_000
/** Each divides the next, so that slots fold without a rest. */
const slotSizesMs = [1, 5, 15, 60, 360, 1440, 10_080].map((minutes) => minutes * minuteMs)
export const maxSlots = 512

export function emptyVolume(): CallVolume {
  return { slotMs: minuteMs, slots: new Map() }
}

/**
 * Counts calls in their intervals. The interval is always the smallest that needs at most `maxSlots` slots: it never shrinks
 * when calls are added, so the result does not hang on their order.
 */
export function countInVolume(volume: CallVolume, calls: Pick<CallSum, 'ok' | 'failed' | 'atMs' | 'isOk'>): void {
  const length = calls.ok + calls.failed
  for (let place = 0; place < length; ) {
    const slot = Math.floor(calls.atMs(place) / volume.slotMs)
    let [ok, failed] = [0, 0]
    for (; place < length && Math.floor(calls.atMs(place) / volume.slotMs) === slot; place += 1) {
      if (calls.isOk(place)) ok += 1
      else failed += 1
    }
    countUp(volume.slots, slot, ok, failed)
    if (volume.slots.size > maxSlots) widen(volume)
  }
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
  for (const [slot, { ok, failed }] of volume.slots) countUp(slots, Math.floor(slot / ratio), ok, failed)
  return slots
}
