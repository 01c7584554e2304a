import ipaddr from 'ipaddr.js'

/** What a record may hold; numbers are written as doubles where they are no whole ones. */
export type MmdbValue = string | number | boolean | readonly MmdbValue[] | { readonly [name: string]: MmdbValue }

export interface MmdbOptions {
  readonly type: string
  /** Networks with their records; a narrower one wins over a wider one. */
  readonly networks: Readonly<Record<string, MmdbValue>>
  readonly ipVersion?: 4 | 6
  readonly recordSize?: 24 | 28 | 32
}

type Child = { readonly node: TreeNode } | { readonly data: MmdbValue } | null
interface TreeNode {
  readonly children: [Child, Child]
}

/** A whole file in MaxMind's format, version 2.0. https://maxmind.github.io/MaxMind-DB/ */
export function mmdbBytes({ type, networks, ipVersion = 6, recordSize = 24 }: MmdbOptions): Buffer {
  const root: TreeNode = { children: [null, null] }
  const sorted = Object.entries(networks).map(([network, data]) => ({ bits: bitsOf(network, ipVersion), data }))
  for (const { bits, data } of sorted.sort((a, b) => a.bits.length - b.bits.length)) insert(root, bits, data)
  const nodes = nodesBelow(root)
  const numbers = new Map(nodes.map((node, number) => [node, number]))
  const data: Buffer[] = []
  let dataLength = 0
  const pointerTo = (child: Child): number => {
    if (child === null) return nodes.length
    if ('node' in child) return numbers.get(child.node) ?? 0
    const bytes = encode(child.data)
    data.push(bytes)
    dataLength += bytes.length
    return nodes.length + 16 + dataLength - bytes.length
  }
  const tree = nodes.map(({ children: [left, right] }) => nodeBytes(pointerTo(left), pointerTo(right), recordSize))
  const metadata = metadataOf({ type, ipVersion, recordSize, nodeCount: nodes.length })
  return Buffer.concat([...tree, Buffer.alloc(16), ...data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), metadata])
}

function bitsOf(network: string, ipVersion: 4 | 6): number[] {
  const [address, prefix] = ipaddr.parseCIDR(
    network.includes('/') ? network : `${network}/${network.includes(':') ? 128 : 32}`,
  )
  const bits = address.toByteArray().flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1))
  const lead = address.kind() === 'ipv4' && ipVersion === 6 ? Array<number>(96).fill(0) : []
  return [...lead, ...bits.slice(0, prefix)]
}

function insert(root: TreeNode, bits: readonly number[], data: MmdbValue): void {
  let node = root
  for (const [at, bit] of bits.entries()) {
    const side = bit === 0 ? 0 : 1
    if (at === bits.length - 1) {
      node.children[side] = { data }
      return
    }
    const child = node.children[side]
    const next: TreeNode = child !== null && 'node' in child ? child.node : { children: [child, child] }
    node.children[side] = { node: next }
    node = next
  }
}

function nodesBelow(root: TreeNode): TreeNode[] {
  const nodes = [root]
  for (const node of nodes)
    for (const child of node.children) if (child !== null && 'node' in child) nodes.push(child.node)
  return nodes
}

function nodeBytes(left: number, right: number, recordSize: 24 | 28 | 32): Buffer {
  const bytes = Buffer.alloc(recordSize / 4)
  if (recordSize === 28) {
    bytes.writeUIntBE(left & 0xffffff, 0, 3)
    bytes.writeUInt8(((left >> 24) << 4) | (right >> 24), 3)
    bytes.writeUIntBE(right & 0xffffff, 4, 3)
  } else {
    bytes.writeUIntBE(left, 0, recordSize / 8)
    bytes.writeUIntBE(right, recordSize / 8, recordSize / 8)
  }
  return bytes
}

interface Metadata {
  readonly type: string
  readonly ipVersion: number
  readonly recordSize: number
  readonly nodeCount: number
}

function metadataOf({ type, ipVersion, recordSize, nodeCount }: Metadata): Buffer {
  return encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_767_225_600,
    database_type: type,
    description: { en: 'made by a test' },
    ip_version: ipVersion,
    languages: ['en'],
    node_count: nodeCount,
    record_size: recordSize,
  })
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value)
    return Buffer.concat([control(2, text.length), text])
  }
  if (typeof value === 'boolean') return control(14, value ? 1 : 0)
  if (typeof value === 'number') return encodeNumber(value)
  if (isList(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value)
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([name, each]) => [encode(name), encode(each)])])
}

function isList(value: MmdbValue): value is readonly MmdbValue[] {
  return Array.isArray(value)
}

function encodeNumber(value: number): Buffer {
  if (Number.isInteger(value) && value >= 0) {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(6, 4), bytes])
  }
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return Buffer.concat([control(3, 8), bytes])
}

/** Types beyond 7 stand in a byte of their own; sizes from 29 on, too. */
function control(type: number, size: number): Buffer {
  const short = size < 29 ? size : size < 285 ? 29 : 30
  const first = type <= 7 ? [(type << 5) | short] : [short, type - 7]
  const rest = size < 29 ? [] : size < 285 ? [size - 29] : [(size - 285) >> 8, (size - 285) & 0xff]
  return Buffer.from([...first, ...rest])
}
