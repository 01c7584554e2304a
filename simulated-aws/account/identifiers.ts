import { createHash } from 'node:crypto'

/** The alphabet of AWS identifiers: base 32 without 0, 1, 8 and 9. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export type Random = (bytes: number) => Buffer

const lengths = { AIDA: 17, AROA: 17, AGPA: 17, AIPA: 17, ANPA: 17, AKIA: 16, ASIA: 16 } as const

/** AIDA: user, AROA: role, AGPA: group, AIPA: instance profile, ANPA: policy, AKIA and ASIA: long-term and temporary key. */
export type IdPrefix = keyof typeof lengths

function fromBytes(prefix: IdPrefix, bytes: Buffer): string {
  const letters = [...bytes.subarray(0, lengths[prefix])].map((byte) => alphabet.charAt(byte % 32))
  return prefix + letters.join('')
}

/** The same text always gives the same id: a seed describes one account, not a family of them. */
export function derivedId(prefix: IdPrefix, ...text: string[]): string {
  return fromBytes(
    prefix,
    createHash('sha256')
      .update(JSON.stringify([prefix, ...text]))
      .digest(),
  )
}

export function randomId(prefix: IdPrefix, random: Random): string {
  return fromBytes(prefix, random(32))
}

/** A UUID of version 4 from the account's own source of randomness, so that a seeded run can be repeated. */
export function randomUuid(random: Random): string {
  const bytes = random(16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The ARN of an account's behavior graph, the same for the same account. */
export function detectiveGraphArn(account: { partition: string; region: string; accountId: string }): string {
  const { partition, region, accountId } = account
  const id = createHash('sha256').update(`graph ${region} ${accountId}`).digest('hex').slice(0, 32)
  return `arn:${partition}:detective:${region}:${accountId}:graph:${id}`
}

/** A secret access key: 40 characters. */
export function derivedSecret(...text: string[]): string {
  return createHash('sha512')
    .update(JSON.stringify(['secret', ...text]))
    .digest('base64')
    .slice(0, 40)
}
