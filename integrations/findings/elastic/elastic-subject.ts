import type { FindingSubject } from '../../../src/domain/finding.js'
import { profileSubject } from '../shared/profile-subject.js'
import { valuesAt } from '../shared/values-at.js'

const TRAIL = 'aws.cloudtrail'

/**
 * The Roles Anywhere profile that an alert is about, as its rule "AWS IAM Roles Anywhere Profile Creation" has it. The integration
 * keeps request and answer as texts as Java writes maps, `{name=build, roleArns=[arn:…]}`; newer ones beside it as fields.
 * https://www.elastic.co/docs/reference/integrations/aws/cloudtrail
 */
export function elasticSubject(document: unknown): FindingSubject | undefined {
  const at = (...paths: readonly string[]) => [...new Set(paths.flatMap((path) => valuesAt(document, path)))]
  const asked = [`${TRAIL}.request_parameters`, `${TRAIL}.flattened.request_parameters`]
  const answered = [`${TRAIL}.response_elements`, `${TRAIL}.flattened.response_elements`].map(
    (path) => `${path}.profile`,
  )
  const fields = (name: string, inRequest = true) =>
    at(...[...(inRequest ? asked : []), ...answered].map((path) => `${path}.${name}`))
  return profileSubject({
    eventSources: at('event.provider'),
    eventNames: at('event.action'),
    requests: at(`${TRAIL}.request_parameters`),
    responses: at(`${TRAIL}.response_elements`),
    names: fields('name'),
    ids: fields('profileId'),
    arns: fields('profileArn', false),
    roleArns: fields('roleArns'),
  })
}
