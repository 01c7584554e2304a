import type { Json } from '../../../src/domain/canonical-json.js'
import { inPascalCase, withPlace } from '../finding-case.js'
import { cases, type IntakeCase } from './intake-case.js'

type Change = IntakeCase['request']
const sent = (payload: Json) => ({ body: JSON.stringify(payload) })
const changed =
  (path: string, to: Json | undefined): Change =>
  (event) =>
    sent(withPlace(event, path, to))
const detailOf = (event: Json): Json =>
  typeof event === 'object' && event !== null && !Array.isArray(event) ? (event.detail ?? null) : null

/** What must not stand where, by its path in `detail`. */
const wrongValues: Readonly<Record<string, readonly (Json | undefined)[]>> = {
  accountId: [undefined, null, 7, '', '11112222333', '1111222233334', '11112222333a', ' 111122223333', '*', ['1'], {}],
  id: [undefined, null, 7, '', 'a b', 'a|b', 'a\nb', '*', 'x'.repeat(513), [], {}],
  type: [undefined, null, 7, '', 'a\nb', 'a\u0000b', 'é', 'x'.repeat(513), {}],
  severity: [undefined, null, '8', '', -1, 10.1, 1e308, true, [8], {}],
  updatedAt: [undefined, null, 7, '', 'today', '2026-03-01', '2026-02-30T00:00:00Z', '2026-03-01T10:00:00', '-1', {}],
  createdAt: [7, 'yesterday', '2026-13-01T00:00:00Z', {}],
  region: ['a/b', 'EU-WEST-1', '../x', 'x'.repeat(33), 7, {}],
  arn: [7, {}, []],
  partition: [7, {}, []],
  title: [7, {}, ['a']],
  'resource.accessKeyDetails': ['text', 7, true, ['a']],
  'resource.accessKeyDetails.accessKeyId': [7, {}, ['a'], true],
  'resource.accessKeyDetails.principalId': [7, {}, ['a'], true],
  'resource.accessKeyDetails.userType': [7, {}, ['a'], true],
  'resource.accessKeyDetails.userName': [7, {}, ['a'], true],
  service: ['text', 7, ['a']],
  'service.archived': ['true', 1, {}],
  'service.count': ['1', -1, 1.5, 1e308, {}],
  'service.eventFirstSeen': [7, 'never', {}],
  'service.eventLastSeen': [7, 'never', '2026-03-01T10:00:00', {}],
}

const unreadable = Object.entries(wrongValues).flatMap(([path, values]) =>
  cases(
    `${path} of another kind is refused`,
    422,
    'malformed',
    Object.fromEntries(values.map((to) => [shown(to), changed(`detail.${path}`, to)])),
  ),
)

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value)
  return text.length > 30 ? `${text.slice(0, 20)}... of ${text.length}` : text
}

const wholes = cases('a payload that is no finding is refused', 422, 'malformed', {
  null: { body: 'null' },
  true: { body: 'true' },
  'a number': { body: '1' },
  'a text': { body: '"aws.guardduty"' },
  'an empty list': { body: '[]' },
  'a list with a finding': (event) => sent([event]),
  'an empty list of findings': { body: '{"Findings":[]}' },
  'a detail that is text': (event) => sent(withPlace(event, 'detail', JSON.stringify(detailOf(event)))),
  'a detail that is null': changed('detail', null),
  'a detail that is a list': (event) => sent(withPlace(event, 'detail', [detailOf(event)])),
  'a source that is a number': changed('source', 7),
  'a detail-type that is a list': changed('detail-type', ['GuardDuty Finding']),
  'one account in each case': changed('detail.AccountId', '444455556666'),
  'one credential in each case': changed('detail.resource.AccessKeyDetails', { UserName: 'admin' }),
})

const foreign = cases('what is not ours is answered with the reason', 200, null, {
  'an event of another service': changed('source', 'aws.securityhub'),
  'an event of a made-up source': changed('source', 'aws.guardduty.evil'),
  'a source in capitals': changed('source', 'AWS.GUARDDUTY'),
  'another event of GuardDuty': changed('detail-type', 'GuardDuty Malware Protection Object Scan Result'),
  'a finding about a machine': changed('detail.resource', { resourceType: 'Instance', instanceDetails: {} }),
  'a finding about nothing': changed('detail.resource', undefined),
  'credentials that are all null': changed('detail.resource.accessKeyDetails', { userName: null, accessKeyId: null }),
  'an archived finding': changed('detail.service.archived', true),
  'a partition that is not served': changed('detail.partition', 'aws-iso'),
  'a partition that there is not': changed('detail.partition', 'aws-evil'),
  'another account': changed('detail.accountId', '444455556666'),
  'another account in PascalCase': (event) =>
    sent(withPlace(event, 'detail', inPascalCase(withPlace(detailOf(event), 'accountId', '444455556666')))),
  'another account, bare': (event) => sent(withPlace(detailOf(event), 'accountId', '444455556666')),
  'our account in another partition': (event) =>
    sent(withPlace(withPlace(event, 'detail.partition', 'aws-cn'), 'detail.arn', '')),
  'an empty object': { body: '{}' },
  'a subscription that wants to be confirmed': {
    body: '{"Type":"SubscriptionConfirmation","SubscribeURL":"http://192.0.2.1/","Token":"x"}',
  },
  'a bare finding of another product': (event) =>
    sent(withPlace(withPlace(detailOf(event), 'arn', 'arn:aws:inspector2:x'), 'service.serviceName', 'inspector')),
})

const shapes = cases('the finding is taken', 202, null, {
  bare: (event) => sent(detailOf(event)),
  'in PascalCase': (event) => sent(inPascalCase(detailOf(event))),
  'in an envelope, itself in PascalCase': (event) => sent(withPlace(event, 'detail', inPascalCase(detailOf(event)))),
  'as get-findings prints several': (event) => sent({ Findings: [inPascalCase(detailOf(event)), 7, detailOf(event)] }),
  'as get-findings prints it': (event) => sent({ Findings: [inPascalCase(detailOf(event))] }),
  "in an envelope of another account's bus": changed('account', '999988887777'),
  'in an envelope without an account': changed('account', undefined),
  'in an envelope that is cut down to its detail': (event) => sent({ detail: detailOf(event) }),
  'with a severity of nought': changed('detail.severity', 0),
  'without a title': changed('detail.title', null),
  'with an address that nobody fetches': changed('detail.resource.s3BucketDetails', [{ url: 'http://192.0.2.1/' }]),
})

export const findingCases: readonly IntakeCase[] = [...unreadable, ...wholes, ...foreign, ...shapes]
