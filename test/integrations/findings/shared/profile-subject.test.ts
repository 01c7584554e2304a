import { parseElastic } from '../../../../integrations/findings/elastic/parse-elastic.js'
import { parseSplunk } from '../../../../integrations/findings/splunk/parse-splunk.js'

const id = 'ac4e09d1-a150-4924-bb76-23b00fa7c34a'
const arn = `arn:aws:rolesanywhere:us-east-1:111122223333:profile/${id}`
const role = 'arn:aws:iam::111122223333:role/ci-deploy'
const whole = { kind: 'rolesAnywhereProfile', name: 'build agents', id, arn, roleArns: [role] }

const javaRequest = `{name=build agents, roleArns=[${role}], durationSeconds=3600, enabled=true}`
const javaResponse = `{profile={createdAt=2026-11-22T12:00:00.431264Z, createdBy=arn:aws:iam::111122223333:user/dana, durationSeconds=3600, enabled=true, name=build agents, profileArn=${arn}, profileId=${id}, roleArns=[${role}], updatedAt=2026-11-22T12:00:00Z}}`
const request = { name: 'build agents', roleArns: [role], enabled: true }
const response = { profile: { name: 'build agents', profileArn: arn, profileId: id, roleArns: [role] } }

function elastic(trail: object, event: object = {}) {
  const user_identity = {
    type: 'IAMUser',
    arn: 'arn:aws:iam::111122223333:user/dana',
    access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  }
  const parsed = parseElastic({
    '@timestamp': '2026-11-22T12:00:30.000Z',
    'kibana.alert.uuid': 'a7b1c2d3e4f5',
    'kibana.alert.rule.rule_id': '1d4ca9c0-ff1e-11ee-91cc-f661ea17fbce',
    event: { provider: 'rolesanywhere.amazonaws.com', action: 'CreateProfile', ...event },
    aws: { cloudtrail: { user_identity, ...trail } },
  })
  if (!parsed.accepted) throw new Error(parsed.reason)
  return parsed.findings[0]
}

describe('the profile of an alert of Elastic', () => {
  it.each([
    ['texts as Java writes maps', { request_parameters: javaRequest, response_elements: javaResponse }],
    ['JSON texts', { request_parameters: JSON.stringify(request), response_elements: JSON.stringify(response) }],
    ['fields', { flattened: { request_parameters: request, response_elements: response } }],
    ['the answer alone', { response_elements: javaResponse }],
  ])('is the subject, and whoever made it the principal: %s', (_form, trail) => {
    const finding = elastic(trail)
    expect(finding?.subject).toEqual(whole)
    expect(finding?.principal).toMatchObject({ type: 'user', name: 'dana' })
  })

  it('without an answer has its name and its roles, and no ARN that would have to be made up', () => {
    expect(elastic({ request_parameters: javaRequest })?.subject).toEqual({ ...whole, id: null, arn: null })
  })

  it.each([
    ['another service', { request_parameters: javaRequest }, { provider: 'iam.amazonaws.com' }],
    ['another call', { request_parameters: javaRequest }, { action: 'DeleteProfile' }],
    ['a trust anchor', { request_parameters: '{name=x}' }, { action: 'CreateTrustAnchor' }],
  ])('is no subject for %s', (_what, trail, event) => {
    expect(elastic(trail, event)?.subject).toBeUndefined()
  })

  it('is not told by whoever wrote its session policy: what is said in two ways is not said', () => {
    const other = arn.replace('ac4e', 'ffff')
    const policy = JSON.stringify({
      Statement: [{ Condition: { StringEquals: { 'aws:x': `, profileArn=${other},` } } }],
    })
    const trail = { response_elements: javaResponse.replace('profile={', `profile={sessionPolicy=${policy}, `) }
    expect(elastic(trail)?.subject).toMatchObject({ arn: null, name: 'build agents' })
  })
})

describe("the profile of Splunk's row", () => {
  const row = {
    _time: '2026-11-22T12:00:00.000+00:00',
    eventSource: 'rolesanywhere.amazonaws.com',
    eventName: 'CreateProfile',
    'userIdentity.type': 'IAMUser',
    'userIdentity.arn': 'arn:aws:iam::111122223333:user/dana',
  }
  const splunk = (more: object) => {
    const parsed = parseSplunk({
      sid: 'scheduler_at_1772359290_42',
      search_name: 'Roles Anywhere',
      result: { ...row, ...more },
    })
    if (!parsed.accepted) throw new Error(parsed.reason)
    return parsed.finding.subject
  }

  it.each([
    [
      'flat fields',
      {
        'requestParameters.name': 'build agents',
        'requestParameters.roleArns{}': [role],
        'responseElements.profile.profileArn': arn,
        'responseElements.profile.profileId': id,
      },
    ],
    ['the whole record', { _raw: JSON.stringify({ requestParameters: request, responseElements: response }) }],
  ])('is the subject: %s', (_form, more) => {
    expect(splunk(more)).toEqual(whole)
  })
})
