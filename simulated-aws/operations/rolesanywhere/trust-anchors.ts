import type { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { Account } from '../../account/account.js'
import type { JsonObject } from '../../json.js'
import { type Failure, validationError } from '../../pipeline/aws-error.js'
import type { Reply } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { trustAnchorShape } from './anywhere-shapes.js'
import { anywhereArn, anywhereOf, findById, newSwitchable, switchTo, type TrustAnchor } from './anywhere-state.js'
import { certificatesIn } from './certificate-bundle.js'
import { listPage, pageInput } from './list-page.js'

const service = 'rolesanywhere'
const name = z.string().regex(/^[ a-zA-Z0-9-_]{1,255}$/)
const tagList = z.array(z.object({ key: z.string().min(1).max(128), value: z.string().max(256) })).max(200)

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateTrustAnchor.html */
const sourceInput = z.object({
  sourceType: z.enum(['AWS_ACM_PCA', 'CERTIFICATE_BUNDLE', 'SELF_SIGNED_REPOSITORY']),
  sourceData: z.object({ acmPcaArn: z.string().optional(), x509CertificateData: z.string().max(8_000).optional() }),
})
type Source = z.output<typeof sourceInput>

function sourceRefusal({ sourceType, sourceData }: Source): Failure | undefined {
  if (sourceType !== 'CERTIFICATE_BUNDLE') return undefined
  const certificates = certificatesIn(sourceData.x509CertificateData ?? '')
  const isAuthority = (one: X509Certificate) => one.ca
  if (certificates.length > 0 && certificates.every(isAuthority)) return undefined
  return validationError('The certificate bundle holds no certificate of an authority.')
}

const createTrustAnchor = operation({
  service,
  name: 'CreateTrustAnchor',
  readOnly: false,
  input: z.object({ name, source: sourceInput, enabled: z.boolean().default(false), tags: tagList.default([]) }),
  run: ({ account, call }, { name: given, source, enabled, tags }) => {
    const refusal = sourceRefusal(source)
    if (refusal !== undefined) return refusal
    const kept = new Map(tags.map(({ key, value }) => [key, value]))
    const base = newSwitchable(account, { kind: 'trust-anchor', region: call.region, enabled, tags: kept })
    const anchor: TrustAnchor = { ...base, name: given, ...sourceOf(source) }
    anywhereOf(account).trustAnchors.set(anchor.id, anchor)
    return written(anchor)
  },
})

function sourceOf({ sourceType, sourceData }: Source) {
  const { acmPcaArn, x509CertificateData } = sourceData
  return { sourceType, acmPcaArn, x509CertificateData }
}

const byId = z.object({ trustAnchorId: z.string().min(1).max(64) })

function arnOf(account: Account, { trustAnchorId }: { trustAnchorId: string }): string {
  const known = anywhereOf(account).trustAnchors.get(trustAnchorId)
  return known?.arn ?? anywhereArn(account, account.region, `trust-anchor/${trustAnchorId}`)
}

const getTrustAnchor = operation({
  service,
  name: 'GetTrustAnchor',
  readOnly: true,
  input: byId,
  resource: arnOf,
  run: ({ account, call }, { trustAnchorId }) => {
    const anchor = findById(anywhereOf(account).trustAnchors, trustAnchorId, call.region)
    return anchor.ok ? { ok: true, result: { trustAnchor: trustAnchorShape(anchor.found) } } : anchor
  },
})

const listTrustAnchors = operation({
  service,
  name: 'ListTrustAnchors',
  readOnly: true,
  input: pageInput,
  run: ({ account, call }, input) => {
    const here = [...anywhereOf(account).trustAnchors.values()].filter(({ region }) => region === call.region)
    return listPage(account, 'trustAnchors', here.map(trustAnchorShape), input)
  },
})

const updateTrustAnchor = operation({
  service,
  name: 'UpdateTrustAnchor',
  readOnly: false,
  input: byId.extend({ name: name.optional(), source: sourceInput.optional() }),
  resource: arnOf,
  run: ({ account, call }, { trustAnchorId, name: given, source }) => {
    const anchor = findById(anywhereOf(account).trustAnchors, trustAnchorId, call.region)
    if (!anchor.ok) return anchor
    const refusal = source === undefined ? undefined : sourceRefusal(source)
    if (refusal !== undefined) return refusal
    const changes = { ...(given !== undefined && { name: given }), ...(source !== undefined && sourceOf(source)) }
    Object.assign(anchor.found, changes, { updatedAt: account.now() })
    return written(anchor.found)
  },
})

function switching(operationName: 'EnableTrustAnchor' | 'DisableTrustAnchor'): Operation {
  return operation({
    service,
    name: operationName,
    readOnly: false,
    input: byId,
    resource: arnOf,
    run: ({ account, call }, { trustAnchorId }) => {
      const anchor = findById(anywhereOf(account).trustAnchors, trustAnchorId, call.region)
      if (!anchor.ok) return anchor
      switchTo(account, anchor.found, operationName === 'EnableTrustAnchor')
      return written(anchor.found)
    },
  })
}

const deleteTrustAnchor = operation({
  service,
  name: 'DeleteTrustAnchor',
  readOnly: false,
  input: byId,
  resource: arnOf,
  run: ({ account, call }, { trustAnchorId }) => {
    const anchor = findById(anywhereOf(account).trustAnchors, trustAnchorId, call.region)
    if (!anchor.ok) return anchor
    anywhereOf(account).trustAnchors.delete(trustAnchorId)
    return written(anchor.found)
  },
})

function written(anchor: TrustAnchor): Reply {
  const result: JsonObject = { trustAnchor: trustAnchorShape(anchor) }
  return { ok: true, result, responseElements: result }
}

export const trustAnchorOperations: Operation[] = [
  ...[createTrustAnchor, getTrustAnchor, listTrustAnchors, updateTrustAnchor, deleteTrustAnchor],
  ...[switching('EnableTrustAnchor'), switching('DisableTrustAnchor')],
]
