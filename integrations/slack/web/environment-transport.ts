import type { WebClientOptions } from '@slack/web-api'
import { type Dispatcher, EnvHttpProxyAgent, fetch } from 'undici'

type Fetch = NonNullable<WebClientOptions['fetch']>

/** The way out through the proxy that the environment names. */
export interface SlackTransport {
  /** For @slack/web-api and Bolt's `clientOptions.fetch`. */
  readonly fetch: Fetch
  /** For Bolt's SocketModeReceiver. */
  readonly dispatcher: Dispatcher
  /** Breaks what is still on its way. */
  close(): Promise<void>
}

/**
 * HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in small letters too, which win. null: no proxy is named, and Node's own way serves.
 * Node's fetch and Bolt 5 do not look at them, and Node's `setGlobalProxyFromEnv` needs Node 24. undici is what Node's fetch
 * is made of, and comes with @slack/socket-mode.
 */
export function environmentTransport(environment: Readonly<Record<string, string | undefined>>): SlackTransport | null {
  const named = (name: string) => environment[name.toLowerCase()] || environment[name] || ''
  const [httpProxy, httpsProxy, noProxy] = [named('HTTP_PROXY'), named('HTTPS_PROXY'), named('NO_PROXY')]
  if (httpProxy === '' && httpsProxy === '') return null
  // HTTP/2 has no upgrade to a web socket, which Socket Mode needs.
  const dispatcher = new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy, allowH2: false })
  return {
    dispatcher,
    fetch: async (url, init = {}) => {
      const { body, ...rest } = init
      // Only files are sent as forms; this one's type would be Node's, not the package's.
      if (body !== undefined && typeof body !== 'string') throw new TypeError('Slack is sent text alone.')
      return await fetch(url, { ...rest, ...(body === undefined ? {} : { body }), dispatcher })
    },
    close: () => dispatcher.destroy(),
  }
}
