import type { TrustedRole } from './aws-access.js'
import type { AwsConnection } from './client-options.js'
import { InvestigationInbox } from './detective/investigation-inbox.js'
import { RequestPace } from './request-pace.js'
import { UNNAMED_SESSION } from './session-names.js'
import { lookingSessionPolicy } from './session-policies.js'
import { AssumedRole } from './sts/assumed-role.js'

export interface InboxOptions extends AwsConnection {
  /** The role that looks; without it the credentials as they are. */
  readonly investigateRole?: TrustedRole | undefined
  readonly region: string
  /** AWS's own limits are not published; two if not given. */
  readonly requestsPerSecond?: number
}

/** Detective's investigations, read as whoever looks into the account, in nobody's name. Nothing is sent yet. */
export function connectInbox({
  investigateRole,
  region,
  requestsPerSecond = 2,
  ...connection
}: InboxOptions): InvestigationInbox {
  const pace = new RequestPace(requestsPerSecond)
  if (investigateRole === undefined) return new InvestigationInbox({ connection, region, pace })
  const sessionPolicy = lookingSessionPolicy(connection.partition, null)
  const { roleArn, externalId } = investigateRole
  const role = new AssumedRole(connection, { roleArn, externalId, sessionName: UNNAMED_SESSION, sessionPolicy })
  return new InvestigationInbox({ connection: { ...connection, credentials: role.credentials }, region, pace })
}
