import { anEvent } from '../../../support/fixtures/gathered-events.js'
import { call, found, times } from './detection-case.js'

function told(n: number, attribute = 'userData') {
  return call('ec2 DescribeInstanceAttribute', { instanceId: `i-${n}`, attribute }, { readOnly: true })
}

function asked(n: number, attribute = 'userData') {
  return { ...told(n, attribute), errorCode: 'Client.UnauthorizedOperation' }
}

describe('user data that is asked for in vain', () => {
  const tried = times(12, (n) => asked(n))
  const gravity = (events: Parameters<typeof found>[1]) => found('ec2-user-data-tried', events)?.severity

  it('instance after instance, and little else, is an attempt of weight', () => {
    expect(found('ec2-user-data-tried', tried)).toMatchObject({ severity: 'medium', status: 'attempted' })
  })

  it.each([
    ['of few instances', tried.slice(0, 5), 'informational'],
    ['by who asks for much else', [...tried, ...times(20, () => anEvent())], undefined],
    ['where it is another attribute', times(12, (n) => asked(n, 'disableApiTermination')), undefined],
    ['where it was told', times(12, (n) => told(n)), undefined],
  ])('is less, or nothing, %s', (_title, events, severity) => {
    expect(gravity(events)).toBe(severity)
  })
})
