import ipaddr from 'ipaddr.js'

/** Whether only this machine can reach what listens on a host. A name that is no address is taken for reachable. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback'
}
