/** The fields of a record that counting asks about, and those that may ask for more than counting. */
export const field = {
  none: 0,
  eventID: 1,
  eventTime: 2,
  eventSource: 3,
  eventName: 4,
  userIdentity: 5,
  awsRegion: 6,
  sourceIPAddress: 7,
  userAgent: 8,
  errorCode: 9,
  errorMessage: 10,
  readOnly: 11,
  recipientAccountId: 12,
  requestParameters: 13,
  responseElements: 14,
  additionalEventData: 15,
} as const

const slots = 1_024
const names = Object.keys(field).map((name) => Buffer.from(name))
const bySlot = new Uint8Array(slots)
for (const [number, name] of names.entries()) {
  if (number === field.none) continue
  const slot = slotOf(name, 0, name.length)
  if (bySlot[slot] !== 0) throw new Error(`${name} shares its place with ${names[bySlot[slot] ?? 0]}.`)
  bySlot[slot] = number
}

/** Which of them the name is that stands from `from` up to `end`; `field.none` for all others. */
export function fieldAt(content: Uint8Array, from: number, end: number): number {
  const length = end - from
  const number = bySlot[slotOf(content, from, length)] ?? 0
  const name = names[number]
  if (number === 0 || name === undefined || name.length !== length) return field.none
  for (let at = 0; at < length; at += 1) if (name[at] !== content[from + at]) return field.none
  return number
}

/** No two of the names agree in their fourth and sixth letter and their length. */
function slotOf(name: Uint8Array, from: number, length: number): number {
  return ((name[from + 3] ?? 0) + 7 * (name[from + 5] ?? 0) + length) & (slots - 1)
}
