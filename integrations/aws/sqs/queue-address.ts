/** Where a queue is. */
export interface QueueAddress {
  readonly url: string
  /** null: the URL does not tell, as of a server that is not AWS. */
  readonly region: string | null
  /** Where requests go: null is AWS's own endpoint of the Region, or what AWS_ENDPOINT_URL says. */
  readonly endpoint: string | null
  readonly accountId: string | null
  readonly name: string
  readonly isFifo: boolean
}

const hosts = [
  /^sqs\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/,
  // As SQS named itself once, and some clients still do.
  /^([a-z0-9-]+)\.queue\.amazonaws\.com$/,
  /^sqs\.([a-z0-9-]+)\.api\.aws$/,
]
/** In a network without a way out; its own host is where requests must go. */
const privateHost = /\.sqs\.([a-z0-9-]+)\.vpce\.amazonaws\.com$/

/** Reads a queue's URL, `https://sqs.eu-west-1.amazonaws.com/111122223333/findings`. Throws TypeError for none. */
export function queueAddress(url: string): QueueAddress {
  const { hostname, origin, pathname } = new URL(url)
  const [, accountId, name] = /\/(\d{12})\/([^/]+)$/.exec(pathname) ?? []
  const region = hosts.flatMap((host) => host.exec(hostname)?.[1] ?? [])[0]
  const own = { url, name: name ?? pathname.slice(1), accountId: accountId ?? null, isFifo: url.endsWith('.fifo') }
  if (region !== undefined) return { ...own, region, endpoint: null }
  return { ...own, region: privateHost.exec(hostname)?.[1] ?? null, endpoint: origin }
}
