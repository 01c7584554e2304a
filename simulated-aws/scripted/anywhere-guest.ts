import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { findRole } from '../account/account.js'
import { randomUuid } from '../account/identifiers.js'
import { type Actor, createActor } from '../actor.js'
import { type Identity, seededIdentities, toPem } from '../attackers/certificates.js'
import type { Json } from '../json.js'
import { anywhereOf, isInForce } from '../operations/rolesanywhere/anywhere-state.js'
import { createSession, isTrusted } from '../operations/rolesanywhere/create-session.js'
import type { Door } from './script.js'
import type { ScriptedContext } from './technique.js'

const anchorReply = z.object({ trustAnchor: z.object({ trustAnchorArn: z.string() }) })
const profileReply = z.object({ profile: z.object({ profileArn: z.string() }) })
const issued = z.object({
  credentialSet: z.array(z.object({ credentials: z.object({ accessKeyId: z.string() }) })).min(1),
})

/** Somebody outside with a certificate of their own authority, and what they registered of it in the account. */
export class AnywhereGuest {
  readonly #context: ScriptedContext
  readonly #by: Actor
  readonly #authority: Identity
  readonly #certificate: X509Certificate
  #trustAnchorArn: string | null = null
  #profileArn: string | null = null

  constructor(context: ScriptedContext, by: Actor) {
    const { account, random } = context
    const names = { authority: 'Build CA', holder: 'build-agent' }
    const { authority, identity } = seededIdentities(names, account.now(), random)
    this.#context = context
    this.#by = by
    this.#authority = authority
    this.#certificate = new X509Certificate(identity.certificate)
  }

  registerAnchor(name: string): boolean {
    const sourceData = { x509CertificateData: toPem(this.#authority) }
    const parameters = { name, enabled: true, source: { sourceType: 'CERTIFICATE_BUNDLE', sourceData } }
    const reply = this.#call('CreateTrustAnchor', parameters)
    if (reply.ok) this.#trustAnchorArn = anchorReply.parse(reply.result).trustAnchor.trustAnchorArn
    return reply.ok
  }

  registerProfile(name: string, roleArn: string): boolean {
    const reply = this.#call('CreateProfile', { name, enabled: true, roleArns: [roleArn], durationSeconds: 3600 })
    if (reply.ok) this.#profileArn = profileReply.parse(reply.result).profile.profileArn
    return reply.ok
  }

  /** CreateSession, which a certificate signs and no access key. null: it is refused, or there is nothing to come in by. */
  enter(roleArn: string): Actor | null {
    const [profileArn, trustAnchorArn] = [this.#profileArn, this.#trustAnchorArn]
    if (profileArn === null || trustAnchorArn === null) return null
    const { account, sourceIp, userAgent } = this.#context
    const requestId = randomUuid(account.random)
    const asked = { profileArn, trustAnchorArn, roleArn }
    const from = { requestId, region: account.region, sourceIp, userAgent }
    const reply = createSession(account, { ...from, certificate: this.#certificate, asked })
    account.calls.add({
      at: account.now().toISOString(),
      requestId,
      operation: 'rolesanywhere:CreateSession',
      caller: null,
      accessKeyId: null,
      via: 'actor',
      parameters: asked,
      error: reply.ok ? null : reply.error.code,
      fault: null,
    })
    const [first] = reply.ok ? issued.parse(reply.result).credentialSet : []
    return first === undefined
      ? null
      : createActor({ account, sourceIp, userAgent, accessKeyId: first.credentials.accessKeyId })
  }

  /** The door, as far as it is open: asks nobody and leaves no record. */
  doors(roleArn: string): Door[] {
    const { account } = this.#context
    const { trustAnchors, profiles } = anywhereOf(account)
    const anchor = [...trustAnchors.values()].find(({ arn }) => arn === this.#trustAnchorArn)
    const profile = [...profiles.values()].find(({ arn }) => arn === this.#profileArn)
    const role = findRole(account, roleArn.split('/').at(-1) ?? '')
    if (anchor === undefined || profile === undefined || role === undefined) return []
    const isOn = isInForce(account, anchor) && isInForce(account, profile) && profile.roleArns.includes(roleArn)
    return isOn && isTrusted(account, role, anchor, this.#certificate)
      ? [{ roleArn, through: `the profile ${profile.name}` }]
      : []
  }

  #call(action: string, parameters: Record<string, Json>) {
    return this.#by.call({ service: 'rolesanywhere', action, parameters })
  }
}
