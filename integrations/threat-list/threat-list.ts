import ipaddr from 'ipaddr.js'
import type { FlaggedAddresses } from '../../src/evidence/indicators/indicator-input.js'

/** Networks of one length, by their first address as a number. */
type Networks<Address> = Map<Address, string>
/** The narrowest first. */
type ByLength<Address> = (readonly [length: number, networks: Networks<Address>])[]

/**
 * Addresses and networks with a reason each. An address is asked for once for every length of network that the list has, so
 * that a hundred thousand entries answer as fast as ten. The narrowest network that has the address gives the reason; where a
 * network stands twice, its first reason stays.
 */
export class ThreatList implements FlaggedAddresses {
  readonly #v4: ByLength<number> = []
  readonly #v6: ByLength<bigint> = []
  #entries = 0

  /** Different networks. */
  get entries(): number {
    return this.#entries
  }

  /** Bits of the address behind the prefix do not count. */
  add(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number, reason: string): void {
    if (address instanceof ipaddr.IPv4) this.#addTo(this.#v4, prefix, v4Network(v4Number(address), prefix), reason)
    else this.#addTo(this.#v6, prefix, v6Network(v6Number(address), prefix), reason)
  }

  reasonOf(text: string): string | null {
    if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !(text.includes(':') && ipaddr.IPv6.isValid(text))) return null
    const address = ipaddr.process(text)
    if (address instanceof ipaddr.IPv4) {
      const number = v4Number(address)
      return narrowest(this.#v4, (prefix) => v4Network(number, prefix))
    }
    const number = v6Number(address)
    return narrowest(this.#v6, (prefix) => v6Network(number, prefix))
  }

  #addTo<Address>(all: ByLength<Address>, prefix: number, network: Address, reason: string): void {
    let networks = all.find(([length]) => length === prefix)?.[1]
    if (networks === undefined) {
      networks = new Map()
      all.push([prefix, networks])
      all.sort(([a], [b]) => b - a)
    }
    if (networks.has(network)) return
    networks.set(network, reason)
    this.#entries += 1
  }
}

function narrowest<Address>(all: ByLength<Address>, networkOf: (prefix: number) => Address): string | null {
  for (const [length, networks] of all) {
    const reason = networks.get(networkOf(length))
    if (reason !== undefined) return reason
  }
  return null
}

function v4Number(address: ipaddr.IPv4): number {
  return address.toByteArray().reduce((number, byte) => number * 256 + byte, 0)
}

function v4Network(number: number, prefix: number): number {
  const size = 2 ** (32 - prefix)
  return Math.floor(number / size) * size
}

function v6Number(address: ipaddr.IPv6): bigint {
  return address.toByteArray().reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
}

function v6Network(number: bigint, prefix: number): bigint {
  const shift = BigInt(128 - prefix)
  return (number >> shift) << shift
}
