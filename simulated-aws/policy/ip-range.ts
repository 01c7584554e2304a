import { BlockList, isIP } from 'node:net'

/**
 * Whether an address lies in a range (`203.0.113.0/24`, `2001:db8::/32`, or one address); undefined where either is
 * not one. An IPv4 address is in no IPv6 range, and the reverse.
 */
export function ipInRange(address: string, range: string): boolean | undefined {
  const [network = '', prefix, ...rest] = range.split('/')
  const family = isIP(network)
  const bits = family === 4 ? 32 : 128
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN
  if (family === 0 || isIP(address) === 0 || rest.length > 0 || !(length <= bits)) return undefined
  if (isIP(address) !== family) return false
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(network, length, kind)
  return list.check(address, kind)
}
