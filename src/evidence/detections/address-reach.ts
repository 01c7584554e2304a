/** Networks that nobody calls from over the internet: RFC 1918, 6598, 3927, loopback, and IPv6's likewise. */
const privateNetwork =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd][0-9a-f]{2}:|fe80:)/i

/** Private addresses are those behind an endpoint of a VPC; null for services, which stand in records by name. */
export function addressReach(address: string): 'public' | 'private' | null {
  if (!/^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]+)$/i.test(address)) return null
  return privateNetwork.test(address) ? 'private' : 'public'
}
