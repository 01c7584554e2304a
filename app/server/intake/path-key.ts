/**
 * What stands behind `/webhooks/{source}/` in the address of a request, as it was sent: percent escapes are undone, the query
 * is no part of it. undefined where nothing stands there, or what cannot be read.
 */
export function pathKey(source: string, url: string): string | undefined {
  const [path = ''] = url.split(/[?#]/)
  const prefix = `/webhooks/${source}/`
  if (!path.startsWith(prefix)) return undefined
  try {
    return decodeURIComponent(path.slice(prefix.length))
  } catch {
    return undefined // half an escape, which the router has refused before us
  }
}
