import type { Json } from '../../../domain/canonical-json.js'
import { fieldsOf } from '../../record/record-values.js'
import type { Act } from '../act.js'
import { textsUnder } from '../request-values.js'

const roleParameters = [
  'role',
  'roleArn',
  'executionRoleArn',
  'taskRoleArn',
  'serviceRole',
  'iamRole',
  'jobRole',
  'executionRole',
  'roleARN',
]

/**
 * The roles that a call hands to a machine, a function or a template, by name or ARN. An instance profile stands for the role in
 * it, which mostly has its name.
 */
export function passedRoles({ request, response, service, name }: Act): string[] {
  if (service === 'ec2') return profilesIn(request, 0)
  // New code names no role: it runs with the one that the function has, which the answer tells.
  return textsUnder(name === 'UpdateFunctionCode' ? response : request, ...roleParameters)
}

const maxDepth = 6

/** By name or ARN, in the request itself or wrapped (`AssociateIamInstanceProfileRequest.IamInstanceProfile.Name`). */
function profilesIn(value: Json | undefined, depth: number): string[] {
  const fields = fieldsOf(value)
  if (fields === undefined || depth > maxDepth) return []
  return Object.entries(fields).flatMap(([name, inner]) => {
    if (name.toLowerCase() !== 'iaminstanceprofile') return profilesIn(inner, depth + 1)
    return typeof inner === 'string' ? [inner] : textsUnder(inner, 'name', 'arn')
  })
}
