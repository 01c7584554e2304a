import ipaddr from 'ipaddr.js'

/**
 * What stands as `sourceIPAddress`: an address of the internet, one inside of a network (a VPC endpoint, a NAT, loopback), an
 * AWS service (`AWS Internal`, `cloudformation.amazonaws.com`), or anything else.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export type SourceKind = 'public' | 'private' | 'service' | 'other'

const service = /^AWS Internal$|(^|\.)amazonaws\.com(\.cn)?$|^(\S+\.)?aws\.internal$/i

/** Of documentation, benchmarks and the like: they are nobody's network, so whoever uses them in a test means "public". */
const inside = new Set([
  'private',
  'uniqueLocal',
  'loopback',
  'linkLocal',
  'carrierGradeNat',
  'unspecified',
  'broadcast',
])

export function sourceKindOf(source: string): SourceKind {
  if (service.test(source)) return 'service'
  const address = plainAddress(source)
  if (address === null) return 'other'
  return inside.has(ipaddr.parse(address).range()) ? 'private' : 'public'
}

/** The address in its one usual spelling, IPv4 in IPv6 as IPv4; null for what is none. No octal, hexadecimal or short forms. */
export function plainAddress(text: string): string | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return text
  if (!text.includes(':') || text.length > 64 || !ipaddr.IPv6.isValid(text)) return null
  return ipaddr.process(text.split('%')[0] ?? text).toString()
}
