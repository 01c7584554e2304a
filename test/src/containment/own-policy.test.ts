import {
  awsTimePlaceholder,
  denyAllPolicy,
  denySessionPolicy,
  revokeOlderSessionsPolicy,
} from '../../../src/containment/document.js'
import { isOwnPolicy } from '../../../src/containment/own-policy.js'
import { containmentId } from './samples.js'

const block = denyAllPolicy(containmentId)
const session = denySessionPolicy(containmentId, 'AROAEXAMPLECIDEPLOY01', 'build-17')
const planned = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder)
const put = (purpose: 'denyAll' | 'denySession' | 'revokeOlderSessions', { name, document }: typeof block) => {
  return { kind: 'putPolicy', purpose, policyName: name, document } as const
}

describe('whether a policy is the one that we wrote', () => {
  it.each([
    ['word for word', block.document],
    ['percent-encoded', encodeURIComponent(block.document)],
    ['in another spelling', JSON.stringify(JSON.parse(block.document), null, 2)],
  ])('%s: it is', (_, document) => {
    expect(isOwnPolicy(put('denyAll', block), document, containmentId)).toBe(true)
  })

  it.each([
    ['edited', block.document.replace('"*"', '"s3:*"')],
    ['with a condition', session.document],
    ['of another containment', denyAllPolicy('cnt_zzzzzzzzzzzzzzzzzzzz').document],
    ['unreadable', 'broken'],
  ])('%s: it is not', (_, document) => {
    expect(isOwnPolicy(put('denyAll', block), document, containmentId)).toBe(false)
  })

  it('a revoke policy is ours with any date that AWS gave it, and with nothing else in it', () => {
    const written = revokeOlderSessionsPolicy(containmentId, '2026-03-01T10:00:00Z').document
    const write = put('revokeOlderSessions', planned)
    expect(isOwnPolicy(write, written, containmentId)).toBe(true)
    expect(isOwnPolicy({ ...write, kind: 'deletePolicy' }, written, containmentId)).toBe(true)
    expect(isOwnPolicy(write, written.replace('"Deny"', '"Allow"'), containmentId)).toBe(false)
    expect(isOwnPolicy(write, planned.document, containmentId)).toBe(false)
  })

  it('the denial of another session is not ours', () => {
    const other = denySessionPolicy(containmentId, 'AROAEXAMPLECIDEPLOY01', 'build-18').document
    expect(isOwnPolicy(put('denySession', session), session.document, containmentId)).toBe(true)
    expect(isOwnPolicy(put('denySession', session), other, containmentId)).toBe(false)
  })
})
