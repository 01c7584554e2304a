import ipaddr from 'ipaddr.js'

export type ParsedNetwork =
  | { readonly ok: true; readonly address: ipaddr.IPv4 | ipaddr.IPv6; readonly prefix: number }
  | { readonly ok: false; readonly reason: string }

/** `198.51.100.7`, `198.51.100.0/24`, `2001:db8::/32`; IPv4 inside of IPv6 is IPv4. No short, octal or hexadecimal forms. */
export function parseNetwork(text: string): ParsedNetwork {
  const [host = '', length, ...more] = text.split('/')
  const address = parseAddress(host)
  if (address === null || more.length > 0) return refused('it is neither an address nor a network')
  const bits = address instanceof ipaddr.IPv4 ? 32 : 128
  if (length === undefined) return mapped(address, bits)
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return refused(`the length of a network is 1 to ${bits}`)
  if (Number(length) === 0) return refused('the network is the whole internet')
  return mapped(address, Number(length))
}

function parseAddress(host: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) return ipaddr.IPv4.parse(host)
  return host.includes(':') && host.length <= 64 && ipaddr.IPv6.isValid(host) ? ipaddr.IPv6.parse(host) : null
}

function mapped(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): ParsedNetwork {
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && prefix > 96) {
    return { ok: true, address: address.toIPv4Address(), prefix: prefix - 96 }
  }
  return { ok: true, address, prefix }
}

function refused(reason: string): ParsedNetwork {
  return { ok: false, reason }
}
