import { account } from '../../../support/fixtures/gathered-events.js'
import { call, found } from './detection-case.js'

/** As IAM answers: the record of a denied call has no parameters. */
function denied(name: string, resource: string) {
  const { requestParameters: _, ...event } = call(name)
  const action = name.replace(' ', ':')
  const user = `arn:aws:iam::${account}:user/ana`
  const errorMessage = `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`
  return { ...event, errorCode: 'AccessDenied', errorMessage }
}

describe('a denied call to IAM is about whom its message names', () => {
  it.each([
    ['by name', 'user eve'],
    ['by ARN', `arn:aws:iam::${account}:user/staff/eve`],
    ['by the ARN of another partition', `arn:aws-us-gov:iam::${account}:user/eve`],
  ])('%s', (_title, resource) => {
    expect(found('iam-user-created', [denied('iam CreateUser', resource)])?.what).toBe(
      'user would have been created: eve',
    )
    expect(found('iam-access-key-created', [denied('iam CreateAccessKey', resource)])).toMatchObject({
      severity: 'low',
      what: 'access key asked for eve',
      why: expect.arrayContaining(['for another user']),
    })
  })

  it('and is one’s own where that is the caller', () => {
    expect(found('iam-access-key-created', [denied('iam CreateAccessKey', 'user ana')])).toMatchObject({
      severity: 'informational',
      what: 'access key asked for ana',
    })
  })

  it('and about nobody where it names nobody', () => {
    const [none, star] = ['arn:aws:iam::111122223333:policy/x', '*'].map((resource) =>
      found('iam-user-created', [denied('iam CreateUser', resource)]),
    )
    expect([none?.what, star?.what]).toEqual(Array(2).fill('a user would have been created'))
  })
})
