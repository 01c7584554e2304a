import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { parseThreatList } from '../../../integrations/threat-list/parse-threat-list.js'
import { readThreatLists } from '../../../integrations/threat-list/read-threat-lists.js'
import { ThreatList } from '../../../integrations/threat-list/threat-list.js'
import { ThreatListError } from '../../../integrations/threat-list/threat-list-error.js'

function listOf(text: string) {
  const list = new ThreatList()
  const bad = parseThreatList(text, 'bad.txt', list)
  return { list, bad, reasonOf: (address: string) => list.reasonOf(address) }
}

describe('a list of addresses', () => {
  it('has addresses and networks of both families, with the reasons that stand beside them', () => {
    const { reasonOf, bad } = listOf(
      [
        '# a comment',
        '; another',
        '// and another',
        '',
        '198.51.100.7',
        '203.0.113.0/24 scanner of ports',
        '192.0.2.0/25 ; SBL1',
        '2001:db8::/32,"stolen keys, sold"',
        '192.0.2.200\t# Tor exit',
        '"192.0.2.201","quoted"',
      ].join('\r\n'),
    )
    expect(bad).toEqual([])
    const asked = ['198.51.100.7', '203.0.113.255', '192.0.2.127', '2001:db8:ffff::1', '192.0.2.200', '192.0.2.201']
    expect(asked.map(reasonOf)).toEqual([
      'on the list bad.txt',
      'scanner of ports',
      'SBL1',
      'stolen keys, sold',
      'Tor exit',
      'quoted',
    ])
    expect(['198.51.100.8', '203.0.114.0', '192.0.2.128', '2001:db9::', 'AWS Internal', '', '1'].map(reasonOf)).toEqual(
      Array(7).fill(null),
    )
  })

  it('may name its columns, in any order', () => {
    const { reasonOf, bad } = listOf(
      'first_seen,ip,country,description\n2026-01-01,198.51.100.7,NL,"bot, ""bad"""\n2026-01-01,198.51.100.8,NL,\n',
    )
    expect(bad).toEqual([])
    expect(['198.51.100.7', '198.51.100.8'].map(reasonOf)).toEqual(['bot, "bad"', 'on the list bad.txt'])
  })

  it('names each line that is no address by its number, and keeps the others', () => {
    const { bad, list } = listOf(
      '198.51.100.7\nexample.com\n\n10.1/16\n010.0.0.1\n1.2.3.4/33\n0.0.0.0/0 everything\n::/0\n2001:db8::1/129\n1.2.3.4/8/8\n198.51.100.9',
    )
    expect(bad.map(({ line }) => line)).toEqual([2, 4, 5, 6, 7, 8, 9, 10])
    expect(bad[4]).toEqual({ file: 'bad.txt', line: 7, reason: 'the network is the whole internet' })
    expect(list.entries).toBe(2)
  })

  it('takes IPv4 in IPv6 for IPv4, and counts a network once', () => {
    const { reasonOf, list } = listOf('::ffff:198.51.100.0/120 mapped\n198.51.100.77/24 again')
    expect([reasonOf('198.51.100.9'), reasonOf('::ffff:198.51.100.9'), list.entries]).toEqual(['mapped', 'mapped', 1])
  })

  it('gives the reason of the narrowest network', () => {
    const { reasonOf } = listOf('198.51.0.0/16 wide\n198.51.100.0/24 narrow')
    expect(['198.51.100.1', '198.51.99.1'].map(reasonOf)).toEqual(['narrow', 'wide'])
  })

  it('finds what a look at every entry finds', () => {
    const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 })).map(([ip, length]) => `${ip}/${length}`)
    const v6 = fc.tuple(fc.ipV6(), fc.integer({ min: 1, max: 128 })).map(([ip, length]) => `${ip}/${length}`)
    fc.assert(
      fc.property(
        fc.array(fc.oneof(v4, v6), { maxLength: 20 }),
        fc.oneof(fc.ipV4(), fc.ipV6()),
        (networks, address) => {
          const plain = networks.some((network) => {
            const [a, b] = [ipaddr.process(address), ipaddr.parseCIDR(network)]
            return a.kind() === b[0].kind() && a.match(b)
          })
          const mapped = [address, ...networks].some((text) => /ffff:/i.test(text))
          if (!mapped) expect(listOf(networks.join('\n')).reasonOf(address) !== null).toBe(plain)
        },
      ),
      { numRuns: 100 },
    )
  })

  // A look at every entry takes minutes.
  it('of a hundred thousand entries answers a thousand questions at once', () => {
    const entries = Array.from(
      { length: 100_000 },
      (_, at) => `${20 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}.0/${24 + (at % 9)}`,
    )
    const { reasonOf, list } = listOf(entries.join('\n'))
    const begin = performance.now()
    for (let at = 0; at < 1000; at++) reasonOf(`20.${at & 255}.7.0`)
    expect(performance.now() - begin).toBeLessThan(2000)
    expect(list.entries).toBe(100_000)
  })

  it('bounds what a line says', () => {
    expect(listOf(`198.51.100.7 ${'x'.repeat(5000)}`).reasonOf('198.51.100.7')).toHaveLength(256)
  })
})

describe('reading lists', () => {
  const folder = mkdtempSync(join(tmpdir(), 'threat-list-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const written = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }

  it('joins them, and says of each bad line in which it is', async () => {
    const { list, badLines } = await readThreatLists([
      written('a.txt', '198.51.100.7\nx\n'),
      written('b.csv', 'ip\n203.0.113.1\n'),
    ])
    expect([list.entries, badLines]).toEqual([
      2,
      [{ file: 'a.txt', line: 2, reason: 'it is neither an address nor a network' }],
    ])
  })

  it('takes an empty one for what it is', async () => {
    expect((await readThreatLists([written('none.txt', '# nothing today\n')])).list.entries).toBe(0)
  })

  it.each([
    ['missing', () => join(folder, 'nowhere.txt'), /ENOENT/],
    [
      'something else',
      () => written('names.txt', 'example.com\nexample.org\n'),
      /no line of it is an address \(line 1/,
    ],
    ['not text', () => written('binary.txt', Buffer.from([0xff, 0xfe, 0x00])), /not valid/],
  ])('refuses one that is %s', async (_, path, reason) => {
    const refusal = readThreatLists([path()])
    await expect(refusal).rejects.toBeInstanceOf(ThreatListError)
    await expect(refusal).rejects.toThrow(reason)
  })
})
