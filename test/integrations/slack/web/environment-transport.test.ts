import { environmentTransport } from '../../../../integrations/slack/web/environment-transport.js'
import { slackWebApi } from '../../../../integrations/slack/web/slack-web-api.js'
import { type AnsweringServer, answeringServer, connectProxy, json } from './answering-server.js'

let slack: AnsweringServer
beforeAll(async () => {
  slack = await answeringServer((response) => json(response, { ok: true, ts: '17.1' }))
})
afterAll(() => slack.close())

const message = { channel: 'C1', text: 'x', blocks: [] }
const token = 'xoxb-0123456789'

async function throughEnvironment(environment: Record<string, string>, apiUrl: string) {
  const transport = environmentTransport(environment)
  if (transport === null) throw new Error('No proxy was found.')
  try {
    return await slackWebApi({ token, apiUrl, timeoutMs: 3_000, fetch: transport.fetch }).post(message)
  } finally {
    await transport.close()
  }
}

describe('the way to Slack', () => {
  it('is Node’s own where the environment names no proxy', () => {
    expect(environmentTransport({})).toBeNull()
    expect(environmentTransport({ HTTPS_PROXY: '', NO_PROXY: '*' })).toBeNull()
  })

  it.each(['HTTP_PROXY', 'http_proxy'])('goes through the tunnel of the proxy that %s names', async (name) => {
    const proxy = await connectProxy(slack.port)
    expect(await throughEnvironment({ [name]: proxy.url }, 'http://slack.test/api/')).toEqual({ ts: '17.1' })
    expect(proxy.asked).toEqual(['slack.test:80'])
    expect(slack.heard.at(-1)?.authorization).toBe(`Bearer ${token}`)
    await proxy.close()
  })

  it('goes through the proxy of HTTPS_PROXY for https, which learns the host and nothing else', async () => {
    const proxy = await connectProxy(null)
    const posting = throughEnvironment({ HTTPS_PROXY: proxy.url }, 'https://slack.test/api/')
    await expect(posting).rejects.toMatchObject({ code: 'network', retryAfterMs: 1_000 })
    expect(proxy.asked).toEqual(['slack.test:443'])
    await proxy.close()
  })

  it('goes past the proxy to the hosts that NO_PROXY names', async () => {
    const proxy = await connectProxy(slack.port)
    const environment = { HTTP_PROXY: proxy.url, NO_PROXY: 'example.org, 127.0.0.1' }
    expect(await throughEnvironment(environment, slack.url)).toEqual({ ts: '17.1' })
    expect(proxy.asked).toEqual([])
    await proxy.close()
  })

  it('fails like a network where the proxy is away', async () => {
    const posting = throughEnvironment({ HTTP_PROXY: 'http://127.0.0.1:9' }, 'http://slack.test/api/')
    await expect(posting).rejects.toMatchObject({ code: 'network' })
  })
})
