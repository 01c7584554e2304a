import { AnywherePacesByRegion } from '../../../../integrations/aws/rolesanywhere/anywhere-paces.js'
import { anywhereEndpoint } from '../../../../integrations/aws/rolesanywhere/endpoint.js'

const own = { AWS_ENDPOINT_URL_ROLESANYWHERE: 'http://127.0.0.1:1', AWS_ENDPOINT_URL: 'http://127.0.0.1:2' }

describe('where Roles Anywhere answers', () => {
  it.each([
    ['the endpoint of the account before all', 'http://127.0.0.1:9', own, 'http://127.0.0.1:9/'],
    ["the service's own variable before the general one", null, own, 'http://127.0.0.1:1/'],
    ['the general one', null, { AWS_ENDPOINT_URL: 'http://127.0.0.1:2' }, 'http://127.0.0.1:2/'],
    [
      'neither where they are to be ignored',
      null,
      { ...own, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      'https://rolesanywhere.eu-west-1.amazonaws.com/',
    ],
    ['AWS in the Region', null, {}, 'https://rolesanywhere.eu-west-1.amazonaws.com/'],
  ])('%s', (_rule, endpoint, environment, expected) => {
    expect(anywhereEndpoint({ partition: 'aws', endpoint }, 'eu-west-1', environment).href).toBe(expected)
  })

  it('has a name of its own in China', () => {
    expect(anywhereEndpoint({ partition: 'aws-cn' }, 'cn-north-1', {}).host).toBe(
      'rolesanywhere.cn-north-1.amazonaws.com.cn',
    )
  })
})

describe('the pace', () => {
  it('is one request a second of each family and Region, whoever asks; the families do not wait for each other', async () => {
    const waits: number[] = []
    const paces = new AnywherePacesByRegion(undefined, {
      nowMs: () => 0,
      wait: async (delayMs) => void waits.push(delayMs),
    })
    const here = paces.of('us-east-1')
    await Promise.all([
      here.profiles.turn(),
      here.trustAnchors.turn(),
      here.profiles.turn(),
      paces.of('us-east-1').profiles.turn(),
    ])
    expect(waits).toEqual([1_000, 2_000])
    await paces.of('eu-west-1').profiles.turn()
    expect(waits).toHaveLength(2)
  })
})
