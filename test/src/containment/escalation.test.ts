import { z } from 'zod'
import { escalationFor } from '../../../src/containment/escalation.js'
import { toEntity } from '../../../src/containment/pre-image.js'
import type { Suspect } from '../../../src/domain/verdict.js'
import type { EntityDescription } from '../../../src/ports.js'
import { aGroup, aRole, aUser, readingsOf } from './samples.js'

const suspect: Suspect = {
  kind: 'user',
  name: 'backdoor',
  createdAt: '2026-03-01T10:00:02Z',
  by: null,
  cause: 'unknown',
}
const policySchema = z.object({
  Statement: z.tuple([
    z.object({
      Effect: z.literal('Deny'),
      Action: z.literal('*'),
      Resource: z.literal('*'),
      Condition: z.object({ ArnLike: z.object({ 'aws:PrincipalArn': z.array(z.string()) }) }),
    }),
  ]),
})

const entityOf = (description: EntityDescription) => toEntity(readingsOf(description))

/** The ARNs that the policy in the text denies. */
function denied(text: string): string[] {
  const policy = policySchema.parse(JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)))
  return policy.Statement[0].Condition.ArnLike['aws:PrincipalArn']
}

describe('the text of an escalation', () => {
  it('is a ready policy that denies everything to the entity, by its ARN with its path', () => {
    const text = escalationFor(entityOf(aUser()), [])
    expect(denied(text)).toEqual(['arn:aws:iam::111122223333:user/staff/eve'])
    expect(text).toContain('account 111122223333')
  })

  it('denies users and roles that are suspect, whatever their path, each once', () => {
    const role: Suspect = { ...suspect, kind: 'role', name: 'helper' }
    expect(denied(escalationFor(entityOf(aRole()), [suspect, role, suspect]))).toEqual([
      'arn:aws:iam::111122223333:role/ci-deploy',
      'arn:aws:iam::111122223333:user/backdoor',
      'arn:aws:iam::111122223333:user/*/backdoor',
      'arn:aws:iam::111122223333:role/helper',
      'arn:aws:iam::111122223333:role/*/helper',
    ])
  })

  it('says where SCPs do not reach', () => {
    expect(escalationFor(entityOf(aRole()), [])).toContain('SCPs do not reach the management account')
    expect(escalationFor(entityOf(aUser()), [])).toContain('Federated sessions of the user have ARNs of their own')
  })

  it('names keys to turn off, which no SCP can', () => {
    const key: Suspect = { ...suspect, kind: 'accessKey', name: 'adam/AKIA1' }
    const text = escalationFor(entityOf(aRole()), [key])
    expect(denied(text)).toHaveLength(1)
    expect(text).toContain('turn these off: adam/AKIA1')
  })

  it('denies the members of a group, which is no principal', () => {
    const text = escalationFor(entityOf(aGroup()), [], ['bob'])
    expect(denied(text)).toEqual(['arn:aws:iam::111122223333:user/bob', 'arn:aws:iam::111122223333:user/*/bob'])
    expect(text).toContain('An SCP cannot name a group')
    expect(escalationFor(entityOf(aGroup()), [])).not.toContain('{')
  })

  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable as IAM writes it
  it.each(['*', 'a/b', 'x"},{"Effect":"Allow', '${aws:username}', ''])(
    'a name that is none for IAM (%j) never gets into the policy',
    (name) => {
      expect(denied(escalationFor(entityOf(aRole()), [{ ...suspect, name }]))).toHaveLength(1)
    },
  )

  it('says when it is too long for one policy', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ ...suspect, name: `backdoor-number-${index}` }))
    expect(escalationFor(entityOf(aRole()), many)).toContain('split it')
    expect(escalationFor(entityOf(aRole()), [suspect])).not.toContain('split it')
  })

  it('stays in the partition', () => {
    const entity = { ...entityOf(aRole()), partition: 'aws-cn' as const, arn: 'arn:aws-cn:iam::111122223333:role/x' }
    for (const arn of denied(escalationFor(entity, [suspect]))) expect(arn).toMatch(/^arn:aws-cn:/)
  })
})
