import type { Network } from './indicator-input.js'

/**
 * Owners of networks from which machines call, or behind which people of any place sit: clouds, rented servers, VPNs and
 * security gateways. Where such an address "is" says nothing about a traveller.
 */
const owners = new RegExp(
  [
    'amazon|aws\\b|google cloud|google llc|microsoft|azure|oracle (cloud|corp)|ibm cloud|softlayer|alibaba|aliyun|tencent',
    'digital ?ocean|linode|akamai|vultr|choopa|constant company|the constant|ovh|hetzner|scaleway|online s\\.?a\\.?s|contabo|leaseweb',
    'ionos|1&1|godaddy|hostinger|hostwinds|namecheap|rackspace|upcloud|kamatera|servers\\.com|equinix|packet host',
    'm247|datacamp|cdn77|psychz|quadranet|colocrossing|hosthatch|frantech|ponynet|path\\.net|stark industries',
    'cloudflare|fastly|zscaler|netskope|palo alto|prisma access|cato networks|menlo security|iboss|forcepoint',
    'mullvad|31173|nordvpn|tefincom|packethub|expressvpn|proton|private internet access|surfshark|ipvanish|windscribe|tor exit',
    '(\\w*hosting|data ?cent(er|re)s?|\\w*cloud|colo(cation)?|vps|vpn|proxy|servers?)\\b',
  ]
    .map((names) => `\\b(${names})`)
    .join('|'),
  'i',
)

export function isHostingNetwork({ organisation, isHosting }: Network): boolean {
  return isHosting || owners.test(organisation.slice(0, 256))
}
