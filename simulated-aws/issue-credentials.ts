import { type Account, findRole, findUser } from './account/account.js'
import type { Session, User } from './account/entities.js'
import { issueFederatedSession, issueSession, issueUserSession } from './account/sessions.js'
import type { JsonObject } from './json.js'
import { parsePolicyDocument } from './policy/evaluate.js'

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

export type FederationOptions = {
  /** The session policy. Absent: everything, within what the user may do. */
  policy?: string | JsonObject
  durationSeconds?: number
  /** The session is one of the console, which may call IAM. Default: false. */
  console?: boolean
}

const twelveHours = 43_200
const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

/** Credentials that nobody was asked for, and that no record tells of: stolen ones. */
export function issueFor(account: Account) {
  return {
    issueCredentials: (roleName: string, sessionName: string, durationSeconds?: number): Credentials => {
      const role = findRole(account, roleName)
      if (role === undefined) throw new Error(`The simulated account has no role ${roleName}.`)
      const lifetime = durationSeconds ?? role.maxSessionDurationSeconds
      return credentialsOf(issueSession(account, { role, sessionName, durationSeconds: lifetime }))
    },
    issueSessionToken: (userName: string, durationSeconds = twelveHours): Credentials =>
      credentialsOf(issueUserSession(account, { user: userOf(account, userName), durationSeconds })),
    issueFederationToken: (userName: string, name: string, options: FederationOptions = {}): Credentials =>
      credentialsOf(
        issueFederatedSession(account, {
          user: userOf(account, userName),
          name,
          durationSeconds: options.durationSeconds ?? twelveHours,
          sessionPolicies: [sessionPolicy(options.policy ?? allowAll)],
          isConsole: options.console ?? false,
        }),
      ),
  }
}

function userOf(account: Account, name: string): User {
  const user = findUser(account, name)
  if (user === undefined) throw new Error(`The simulated account has no user ${name}.`)
  return user
}

function sessionPolicy(policy: string | JsonObject) {
  const parsed = parsePolicyDocument(typeof policy === 'string' ? policy : JSON.stringify(policy))
  if (!parsed.ok) throw new Error(`The session policy is none: ${parsed.message}`)
  return { name: 'session policy', document: parsed.document }
}

function credentialsOf({ accessKeyId, secretAccessKey, sessionToken }: Session): Credentials {
  return { accessKeyId, secretAccessKey, sessionToken }
}
