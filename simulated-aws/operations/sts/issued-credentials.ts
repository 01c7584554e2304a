import type { Session } from '../../account/entities.js'
import type { JsonObject } from '../../json.js'
import { lowerKeys, seconds } from '../../pipeline/record.js'

/** What the caller receives of new temporary credentials. */
export function credentialsShape(session: Session): JsonObject {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = session
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: seconds(expiration),
  }
}

/** What CloudTrail keeps of them: the token, as AWS's records do, and not the secret. */
export function recordedCredentials({ accessKeyId, sessionToken, expiration }: Session): JsonObject {
  return lowerKeys({ AccessKeyId: accessKeyId, SessionToken: sessionToken, Expiration: trailDate(expiration) })
}

/** STS writes the expiration into CloudTrail as "Oct 2, 2019, 11:12:29 PM". */
function trailDate(date: Date): string {
  const format = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat('en-US', format).format(date).replace(/[\u202f\u00a0]/g, ' ')
}
