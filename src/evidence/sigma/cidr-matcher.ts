import ipaddr from 'ipaddr.js'
import type { Matcher } from './field-test.js'

/**
 * A network of IPv4 or IPv6 addresses; one address alone is the network of itself. IPv4 addresses written as IPv6
 * (`::ffff:192.0.2.1`) belong to IPv4 networks. null where the text is neither.
 */
export function cidrMatcher(text: string): Matcher | null {
  const network = networkOf(text)
  if (network === null) return null
  const [base, bits] = network
  return {
    kind: 'cidr',
    contains: (address) => {
      // CloudTrail also writes service names and "AWS Internal" where an address stands.
      if (!isAddress(address)) return false
      const parsed = ipaddr.process(address)
      return parsed.kind() === base.kind() && parsed.match(base, bits)
    },
  }
}

function networkOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!isAddress(text)) return null
  const address = ipaddr.process(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** ipaddr.js also takes `1`, `0x7f.1` and `010.0.0.1` for addresses. */
function isAddress(text: string): boolean {
  return ipaddr.IPv6.isValid(text) || ipaddr.IPv4.isValidFourPartDecimal(text)
}
