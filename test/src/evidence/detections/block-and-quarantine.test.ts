import { account, anAssumption, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { call, found, policy } from './detection-case.js'

const id = 'block-tampered-with'
const ana = `user:${account}:ana`
const options = { blockedAt: at(8.5), blockedActorKeys: [ana] }
const removal = (eventTime = at(9), actor = aUser('bo')) =>
  call('iam DeleteUserPolicy', { userName: 'ana', policyName: 'DenyAll-cnt_1' }, { eventTime, actor })

describe('after a block', () => {
  it('its policy taken off by anybody is critical', () => {
    expect(found(id, [removal()], options)).toMatchObject({ severity: 'critical', actorKeys: [`user:${account}:bo`] })
  })

  it('its policy written over with another is critical, and putting it is the block itself', () => {
    const put = (document: string) =>
      call(
        'iam PutUserPolicy',
        { userName: 'ana', policyName: 'DenyAll-cnt_1', policyDocument: document },
        { actor: aUser('bo') },
      )
    expect(found(id, [put(policy({ Action: '*' }))], options)?.severity).toBe('critical')
    expect(found(id, [put(policy({ Effect: 'Deny', Action: '*' }))], options)).toBeUndefined()
  })

  it('a new way in counts by whom it is on, and by what it obtained, not by others', () => {
    const key = (actor: ReturnType<typeof aUser>) => call('iam CreateAccessKey', { userName: 'bo' }, { actor })
    const session = aSessionOf({ role: 'ops', session: 's', accessKeyId: 'ASIAX' })
    const assumption = anAssumption({ by: aUser('ana'), role: 'ops', session: 's', key: 'ASIAX', eventTime: at(8) })
    expect(found(id, [key(aUser('ana'))], options)?.severity).toBe('high')
    expect(found(id, [assumption, key(session)], options)?.severity).toBe('high')
    expect(found(id, [key(aUser('bo'))], options)).toBeUndefined()
  })

  it('what was done before it is no tampering, and without a block there is none', () => {
    expect(found(id, [removal(at(8))], options)).toBeUndefined()
    expect(found(id, [removal()])).toBeUndefined()
  })

  it('a failed removal is an attempt', () => {
    const failed = { ...removal(), errorCode: 'AccessDenied' }
    expect(found(id, [failed], options)).toMatchObject({ severity: 'high', status: 'attempted' })
  })
})

describe('AWS’s quarantine', () => {
  const quarantine = (actor: Parameters<typeof call>[2]) =>
    call(
      'iam AttachUserPolicy',
      { userName: 'bo', policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' },
      actor,
    )

  it('speaks against the user it is attached to, whoever the record says attached it', () => {
    for (const actor of [aUser('ana'), { type: 'AWSService', invokedBy: 'iam.amazonaws.com' }]) {
      expect(found('iam-key-quarantined-by-aws', [quarantine({ actor })])).toMatchObject({
        severity: 'high',
        actorKeys: [`user:${account}:bo`],
      })
    }
  })

  it('is known in its former, inline form too', () => {
    const former = call('iam PutUserPolicy', {
      userName: 'bo',
      policyName: 'AWSExposedCredentialPolicy_DO_NOT_REMOVE',
      policyDocument: policy({ Effect: 'Deny', Action: 'iam:CreateUser' }),
    })
    expect(found('iam-key-quarantined-by-aws', [former])?.actorKeys).toEqual([`user:${account}:bo`])
  })

  it('gives no rights, so attaching it is no grant', () => {
    expect(found('iam-policy-attached', [quarantine({})])).toBeUndefined()
  })
})
