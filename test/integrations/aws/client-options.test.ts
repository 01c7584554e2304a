import { STSClient } from '@aws-sdk/client-sts'
import { clientOptions, homeRegion } from '../../../integrations/aws/client-options.js'

describe('how clients reach AWS', () => {
  it.each([
    ['aws', 'us-east-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ] as const)('IAM of %s signs in %s', (partition, region) => {
    expect(homeRegion(partition)).toBe(region)
    expect(clientOptions({ partition }, 'read').region).toBe(region)
  })

  it('without endpoint and credentials the settings of the SDK hold', () => {
    const options = clientOptions({ partition: 'aws', endpoint: null }, 'read')
    expect(options).not.toHaveProperty('endpoint')
    expect(options).not.toHaveProperty('credentials')
  })

  it('a write is sent once, a read again', () => {
    expect(clientOptions({ partition: 'aws' }, 'write').maxAttempts).toBe(1)
    expect(clientOptions({ partition: 'aws' }, 'read').maxAttempts).toBeGreaterThan(1)
  })

  it('no request waits for ever', () => {
    const { requestHandler } = clientOptions({ partition: 'aws' }, 'write')
    expect(requestHandler).toEqual({ connectionTimeout: 3000, requestTimeout: 10_000, throwOnRequestTimeout: true })
  })

  it('an evidence source that answers after 35 s is waited for, over connections of its own', () => {
    const shared = new STSClient({ region: 'us-east-1' }).config.requestHandler
    const { requestHandler } = clientOptions({ partition: 'aws', requestHandler: shared }, 'slow')
    expect(requestHandler).toEqual({ connectionTimeout: 3000, requestTimeout: 60_000, throwOnRequestTimeout: true })
  })
})
