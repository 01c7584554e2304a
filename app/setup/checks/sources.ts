import type { Config } from '../../config.js'
import { type CheckLine, green, yellow } from '../check-line.js'
import { EXAMPLE_URL, listSources } from '../source-list.js'

const name = 'sources'

/** A line for each way in by which findings come, with the address for its sender, and one for those that are closed. */
export function checkSources({ sources, server }: Pick<Config, 'sources' | 'server'>): CheckLine[] {
  const listed = listSources(sources, server.publicUrl ?? EXAMPLE_URL)
  const open = listed.filter(({ isServed }) => isServed)
  if (open.length === 0) {
    const cure = 'Name one under sources; `tourniquet sources` lists them, and what to set up at the sender.'
    return [yellow(name, 'none is served: no finding ever comes in', cure)]
  }
  const closed = listed.filter(({ isServed }) => !isServed).map((each) => each.name)
  const how = '`tourniquet sources NAME` says how to set one up'
  return [
    ...open.map(({ name: source, url, inForce }) => green(name, `${source}: ${url} (${inForce})`)),
    ...(closed.length === 0 ? [] : [green(name, `not served: ${closed.join(', ')} (${how})`)]),
    ...aboutAddress(server.publicUrl),
  ]
}

function aboutAddress(publicUrl: string | null): CheckLine[] {
  const isPlain = publicUrl?.startsWith('http:') && !/^http:\/\/(127\.|localhost\b|\[::1\])/.test(publicUrl)
  if (!isPlain) return []
  return [
    yellow(name, `${publicUrl} is plain HTTP: secrets can be read on the way`, 'Put a proxy that ends TLS in front.'),
  ]
}
