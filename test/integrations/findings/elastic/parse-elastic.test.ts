import { readFileSync } from 'node:fs'
import { editedAll } from '../../../support/findings/edited.js'
import { elasticAlert, elasticBody } from '../../../support/findings/examples.js'
import { accused, CI_DEPLOY, judged, outcome, taken } from '../../../support/findings/judged.js'

const ROLE = 'arn:aws:iam::111122223333:role/ci-deploy'
const SESSION = 'arn:aws:sts::111122223333:assumed-role/ci-deploy/build-4711'
const alertOf = (places: Readonly<Record<string, unknown>>) => editedAll(elasticAlert, places)
const of = (places: Readonly<Record<string, unknown>>) => accused('elastic', alertOf(places))
const unresolved = (reason: RegExp) => ({ type: 'unresolved', name: '', reason: expect.stringMatching(reason) })
const identity = 'aws.cloudtrail.user_identity'

/** `{a.b: 1}` as `{a: {b: 1}}`. */
function nested(flat: Readonly<Record<string, unknown>>): unknown {
  return editedAll(
    {},
    Object.fromEntries(Object.entries(flat).map(([key, value]) => [key.replaceAll('.', ' > '), value])),
  )
}

describe('an alert of Elastic', () => {
  it('accuses who made the call, not whom it was about', () => {
    expect(taken('elastic', elasticBody)).toEqual({
      source: 'elastic',
      sourceId: 'a7b1c2d3e4f5',
      type: '1d4ca9c0-ff1e-11ee-91cc-f661ea17fbce',
      title: 'AWS IAM Roles Anywhere Profile Creation',
      severity: 7.3,
      sample: false,
      trusted: true,
      accountId: '111122223333',
      region: 'eu-west-1',
      firstSeenAt: '2026-03-01T10:01:30.120Z',
      lastSeenAt: '2026-03-01T10:01:30.120Z',
      updatedAt: '2026-03-01T10:01:30.120Z',
      count: 1,
      principal: { ...CI_DEPLOY, arn: ROLE },
    })
  })

  it.each([
    ['flat', elasticAlert],
    ['nested', nested(elasticAlert)],
    ['a hit of a search', { _index: '.alerts', _id: 'x', _source: elasticAlert }],
    [
      'a hit with fields in lists',
      { _id: 'x', fields: Object.fromEntries(Object.entries(elasticAlert).map(([key, value]) => [key, [value]])) },
    ],
    [
      "a search's answer",
      { took: 1, hits: { total: { value: 1 }, hits: [{ _id: 'x', _source: nested(elasticAlert) }] } },
    ],
    ['in a list', [elasticAlert]],
    ['mixed', { ...elasticAlert, aws: { cloudtrail: { 'user_identity.type': 'AssumedRole' } } }],
  ])('may be %s', (_how, payload) => {
    expect(accused('elastic', payload)).toEqual({ ...CI_DEPLOY, arn: ROLE })
  })

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      'an issuer that is another role',
      { [`${identity}.session_context.session_issuer.arn`]: 'arn:aws:iam::111122223333:role/other' },
      /"other"/,
    ],
    [
      'a nested place that differs',
      { aws: { cloudtrail: { user_identity: { arn: 'arn:aws:iam::111122223333:user/eve' } } } },
      /"user"/,
    ],
    [
      'a nested type that differs',
      { aws: { cloudtrail: { user_identity: { type: 'IAMUser' } } } },
      /several user types/,
    ],
    ['a wildcard', { [`${identity}.arn`]: 'arn:aws:iam::111122223333:role/*' }, /wildcard/],
    ['a line break', { [`${identity}.arn`]: 'arn:aws:iam::111122223333:role/a\nb' }, /no ARN has/],
    [
      'another unique id',
      { 'user.id': ['AROAIOSFODNN7EXAMPLE:x', 'AIDAIOSFODNN7EXAMPLE'] },
      /says type|not a session name|unique id/,
    ],
  ])('with %s leaves it to a person', (_which, places, reason) => {
    expect(of(places)).toMatchObject(unresolved(reason))
  })

  it('without an ARN has the name of a user where its type says so', () => {
    const places = {
      [`${identity}.arn`]: undefined,
      [`${identity}.session_context.session_issuer.arn`]: undefined,
      'user.id': undefined,
    }
    const user = {
      ...places,
      [`${identity}.type`]: 'IAMUser',
      'user.name': 'alice',
      [`${identity}.account_id`]: '111122223333',
    }
    expect(of(user)).toMatchObject({ type: 'user', name: 'alice' })
    expect(of({ ...user, [`${identity}.type`]: 'AssumedRole' })).toMatchObject({ type: 'unresolved' })
  })

  it('with only a key is asked about in the account where it was recorded', () => {
    const key = {
      [`${identity}.access_key_id`]: 'ASIAIOSFODNN7EXAMPLE',
      'kibana.alert.uuid': 'x',
      '@timestamp': '2026-03-01T10:01:30Z',
      'cloud.account.id': '111122223333',
    }
    expect(accused('elastic', key)).toMatchObject({
      ...unresolved(/No clue names the account/),
      accountId: '111122223333',
    })
  })

  it.each([
    [
      'of other data',
      {
        '@timestamp': '2026-03-01T10:01:30Z',
        'kibana.alert.uuid': 'x',
        'user.name': 'root',
        'user.id': '0',
        'host.name': 'web',
      },
      /no caller of AWS/,
    ],
    ['that is closed', { ...elasticAlert, 'kibana.alert.workflow_status': 'closed' }, /closed/],
    ['that is nothing', { hello: 'world' }, /no caller of AWS/],
  ])('%s is not ours', (_which, payload, reason) => {
    expect(outcome('elastic', payload)).toMatch(/^notOurs: /)
    expect(outcome('elastic', payload)).toMatch(reason)
  })

  it('is one of several in a body, each by itself', () => {
    const other = editedAll(elasticAlert, {
      'kibana.alert.uuid': 'b',
      [`${identity}.arn`]: SESSION.replace('4711', '4712'),
      'user.id': undefined,
    })
    const foreign = { 'kibana.alert.uuid': 'c', 'host.name': 'web' }
    expect(judged('elastic', { ...elasticBody, alerts: [elasticAlert, foreign, other] })).toMatchObject({
      findings: [{ sourceId: 'a7b1c2d3e4f5' }, { sourceId: 'b' }],
      skipped: [{ kind: 'notOurs' }],
    })
  })

  it("without a rule of its own has the body's", () => {
    const bare = editedAll(elasticBody, {
      'alerts > 0 > kibana.alert.rule.name': undefined,
      'alerts > 0 > kibana.alert.rule.rule_id': undefined,
    })
    expect(taken('elastic', bare)).toMatchObject({ type: elasticBody.rule.id, title: elasticBody.rule.name })
  })
})

describe("the connector's body that is shipped", () => {
  const template = readFileSync(
    new URL('../../../../integrations/findings/elastic/webhook-body.mustache', import.meta.url),
    'utf8',
  )

  /** Kibana renders an object as JSON and joins a list with commas; double braces escape for JSON. */
  const rendered = (alerts: readonly unknown[], name: string) =>
    template
      .replace('{{{context.alerts}}}', () => alerts.map((one) => JSON.stringify(one)).join(','))
      .replace('{{date}}', '2026-03-01T10:02:00.000Z')
      .replace('{{rule.id}}', elasticBody.rule.id)
      .replace('{{rule.name}}', () => JSON.stringify(name).slice(1, -1))

  it.each([[[elasticAlert]], [[elasticAlert, { ...elasticAlert, 'kibana.alert.uuid': 'b' }]]])(
    'is read as Kibana fills it in',
    (alerts) => {
      expect(rendered(alerts, 'x')).not.toContain('{{')
      expect(outcome('elastic', JSON.parse(rendered(alerts, 'a "quoted" rule')))).toBe(
        alerts.map(() => 'role/ci-deploy').join(', '),
      )
    },
  )
})
