import type { EntityRef, Principal } from '../src/domain/principal.js'
import { ifReadable } from './read-entity.js'
import type { IncidentTools } from './worker-tools.js'

/**
 * What a person is told where IAM has nobody of the name. Users and groups can be renamed and keep their unique id: where the
 * finding has it, the name of now is told. Nothing is guessed: the name is the person's to give.
 */
export async function noSuchEntity(
  { aws }: IncidentTools,
  { type, name }: EntityRef,
  { uniqueId }: Pick<Principal, 'uniqueId'>,
): Promise<string> {
  const missing = `Account ${aws.accountId} has no ${type} named ${name}.`
  const inventory = uniqueId === undefined ? null : await ifReadable(aws.iam.inventory())
  const found = inventory?.value?.find((entity) => entity.uniqueId === uniqueId)
  if (found === undefined) return `${missing} Name the principal that is meant.`
  return `${missing} ${uniqueId} is called ${found.name} now, ${found.arn}: name it, if that is who is meant.`
}
