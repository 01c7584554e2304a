import { isHostingNetwork } from '../../../../src/evidence/indicators/hosting-network.js'
import { plainAddress, sourceKindOf } from '../../../../src/evidence/indicators/source-kind.js'

const isHosting = (organisation: string) => isHostingNetwork({ organisation, asn: null, isHosting: false })

describe('a network of machines', () => {
  it.each([
    'AMAZON-02',
    'AWS',
    'DIGITALOCEAN-ASN',
    'OVH SAS',
    'Hetzner Online GmbH',
    'M247 Europe SRL',
    'Mullvad VPN AB',
    'ACME Web Hosting',
    'GOOGLE-CLOUD-PLATFORM',
    'Cloudflare, Inc.',
    'Example Datacenters',
  ])('is %s', (organisation) => expect(isHosting(organisation)).toBe(true))

  it.each([
    'KPN B.V.',
    'Colombia Telecomunicaciones',
    'Comcast Cable',
    'Awsome Telecom',
    'Google Fiber Inc.',
    'Deutsche Telekom AG',
    'Vodafone',
    'Proximus',
    'University of Coloane',
    '',
  ])('is not %s', (organisation) => expect(isHosting(organisation)).toBe(false))

  it('is what the data calls one, whatever its name', () => {
    expect(isHostingNetwork({ organisation: 'KPN B.V.', asn: null, isHosting: true })).toBe(true)
  })
})

describe('what stands as the source of a call', () => {
  it.each([
    ['198.51.100.7', 'public'],
    ['2001:db8::1', 'public'],
    ['::ffff:10.0.0.1', 'private'],
    ['192.168.1.4', 'private'],
    ['172.31.0.9', 'private'],
    ['100.64.0.1', 'private'],
    ['fe80::1', 'private'],
    ['AWS Internal', 'service'],
    ['cloudformation.amazonaws.com', 'service'],
    ['ec2.amazonaws.com.cn', 'service'],
    ['notamazonaws.com', 'other'],
    ['amazonaws.com.evil.example', 'other'],
    ['10.1', 'other'],
    ['0x7f.1', 'other'],
    ['1.2.3.4.5', 'other'],
    ['', 'other'],
  ])('%s is %s', (source, kind) => expect(sourceKindOf(source)).toBe(kind))

  it('has one spelling', () => {
    expect(['2001:DB8:0:0::1', '::ffff:198.51.100.7', '198.51.100.7', '01.2.3.4'].map(plainAddress)).toEqual([
      '2001:db8::1',
      '198.51.100.7',
      '198.51.100.7',
      null,
    ])
  })
})
