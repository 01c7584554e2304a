import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMaxMindFile } from '../../../integrations/geo/max-mind-file.js'
import { MaxMindFileError } from '../../../integrations/geo/max-mind-file-error.js'
import { openMaxMindGeo } from '../../../integrations/geo/max-mind-geo.js'
import { asnRecord, cityRecord } from '../../support/geo/city-record.js'
import { mmdbBytes } from '../../support/geo/mmdb-bytes.js'

const folder = mkdtempSync(join(tmpdir(), 'max-mind-'))
afterAll(() => rmSync(folder, { recursive: true }))

const networks = {
  '198.51.100.0/24': cityRecord('Amsterdam', 'NL', 52.37, 4.9),
  '198.51.100.128/25': cityRecord('Utrecht', 'NL', 52.09, 5.12),
  '2001:db8::/32': cityRecord('Lima', 'PE', -12.05, -77.04, 200),
}

function written(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const cityFile = () => written('city.mmdb', mmdbBytes({ type: 'GeoLite2-City', networks }))

describe('MaxMind files', () => {
  it.each([24, 28, 32] as const)(
    'answer with the narrowest network, whatever the size of records (%i bits)',
    async (recordSize) => {
      const geo = await openMaxMindGeo([
        written(`${recordSize}.mmdb`, mmdbBytes({ type: 'GeoLite2-City', networks, recordSize })),
      ])
      const cities = ['198.51.100.7', '198.51.100.129', '2001:db8:1::5', '198.51.101.1', '2001:db9::1']
      expect(cities.map((address) => geo.placeOf(address)?.city)).toEqual([
        'Amsterdam',
        'Utrecht',
        'Lima',
        undefined,
        undefined,
      ])
      expect(geo.placeOf('2001:db8::1')?.coordinates).toEqual({ latitude: -12.05, longitude: -77.04, accuracyKm: 200 })
      expect(geo.damage()).toBeNull()
    },
  )

  it('together tell the place and the owner of an address, in either order', async () => {
    const asn = written(
      'asn.mmdb',
      mmdbBytes({ type: 'GeoLite2-ASN', networks: { '198.51.100.0/24': asnRecord(64500, 'Example Net') } }),
    )
    for (const paths of [
      [cityFile(), asn],
      [asn, cityFile()],
    ]) {
      const geo = await openMaxMindGeo(paths)
      expect(geo.knows).toEqual({ places: true, coordinates: true, networks: true })
      expect(geo.placeOf('198.51.100.7')).toMatchObject({ city: 'Amsterdam', country: 'NL' })
      expect(geo.networkOf('198.51.100.7')).toEqual({ asn: 64500, organisation: 'Example Net', isHosting: false })
    }
  })

  it('of countries tell no coordinates', async () => {
    const path = written(
      'country.mmdb',
      mmdbBytes({ type: 'GeoLite2-Country', networks: { '198.51.100.0/24': { country: { iso_code: 'nl' } } } }),
    )
    const geo = await openMaxMindGeo([path])
    expect(geo.knows).toEqual({ places: true, coordinates: false, networks: false })
    expect(geo.placeOf('198.51.100.1')).toEqual({ country: 'NL', city: null, coordinates: null })
    expect(geo.networkOf('198.51.100.1')).toBeNull()
  })

  it('of businesses tell place, owner and hosting from one record', async () => {
    const record = {
      country: { iso_code: 'DE' },
      traits: { ...Object(asnRecord(64501, 'Rented')), user_type: 'hosting' },
    }
    const geo = await openMaxMindGeo([
      written('e.mmdb', mmdbBytes({ type: 'GeoIP2-Enterprise', networks: { '192.0.2.0/24': record } })),
    ])
    expect([geo.placeOf('192.0.2.1')?.country, geo.networkOf('192.0.2.1')]).toEqual([
      'DE',
      { asn: 64501, organisation: 'Rented', isHosting: true },
    ])
  })

  it('of IPv4 alone know nothing of IPv6', async () => {
    const geo = await openMaxMindGeo([
      written(
        'v4.mmdb',
        mmdbBytes({ type: 'X-City', ipVersion: 4, networks: { '32.0.0.0/8': cityRecord('Here', 'US', 1, 1) } }),
      ),
    ])
    expect([geo.placeOf('32.1.2.3')?.city, geo.placeOf('2001:db8::1')]).toEqual(['Here', null])
  })

  it('lose a field that has another type, not the record', async () => {
    const odd = { country: { iso_code: 'FR' }, city: 'Paris', location: { latitude: 'north', longitude: 2.35 } }
    const geo = await openMaxMindGeo([
      written('odd.mmdb', mmdbBytes({ type: 'X-City', networks: { '192.0.2.0/24': odd } })),
    ])
    expect(geo.placeOf('192.0.2.1')).toEqual({ country: 'FR', city: null, coordinates: null })
  })

  it.each([
    ['is missing', () => join(folder, 'nowhere.mmdb'), /ENOENT/],
    ['is empty', () => written('empty.mmdb', Buffer.alloc(0)), /damaged/],
    ['is text', () => written('text.mmdb', Buffer.from('a list of nothing in particular\n'.repeat(50))), /damaged/],
    ['is a folder', () => folder, /EISDIR/],
    [
      'lost its middle',
      () => written('cut.mmdb', withoutMiddle(mmdbBytes({ type: 'X-City', networks }))),
      /do not fit|damaged/,
    ],
    [
      'is of another kind',
      () => written('kind.mmdb', mmdbBytes({ type: 'GeoIP2-Connection-Type', networks })),
      /neither places nor/,
    ],
  ])('that %s is refused by name', async (_, path, reason) => {
    const refusal = openMaxMindGeo([path()])
    await expect(refusal).rejects.toBeInstanceOf(MaxMindFileError)
    await expect(refusal).rejects.toThrow(reason)
  })

  it('with one damaged record answer all others, and say what is damaged', async () => {
    const bytes = mmdbBytes({ type: 'X-City', networks })
    bytes.fill(0, bytes.indexOf('Amsterdam') - 20, bytes.indexOf('Amsterdam'))
    const file = await openMaxMindFile(written('record.mmdb', bytes))
    expect(file.damage()).toBeNull()
    expect([file.recordOf('198.51.100.7'), file.recordOf('198.51.100.200')?.city?.names?.en]).toEqual([null, 'Utrecht'])
    expect(file.damage()).toMatch(/damaged at 198\.51\.100\.7/)
  })

  it('cut at any length are refused, or answer without a throw', async () => {
    const bytes = mmdbBytes({ type: 'X-City', networks })
    for (let length = 1; length < bytes.length; length += 41) {
      const opened = await openMaxMindFile(written('any.mmdb', bytes.subarray(0, length))).catch(
        (error: unknown) => error,
      )
      if (opened instanceof MaxMindFileError) continue
      throw new Error(`a file of ${length} of ${bytes.length} bytes was opened`)
    }
  })
})

function withoutMiddle(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, 100), bytes.subarray(300)])
}
