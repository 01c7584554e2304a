import { z } from 'zod'
import { printed } from '../../support/in-process-cli.js'

const statement = z.object({ Effect: z.string(), Action: z.array(z.string()), Resource: z.unknown() })
const policy = z.object({ Version: z.literal('2012-10-17'), Statement: z.array(statement).min(1) })

async function actionsOf(...args: string[]): Promise<string[]> {
  const { code, stdout } = await printed('iam-policy', ...args)
  expect(code).toBe(0)
  return policy.parse(JSON.parse(stdout)).Statement.flatMap(({ Action }) => Action)
}

const role = 'arn:aws:iam::111122223333:role/tourniquet'

describe('tourniquet iam-policy', () => {
  it('prints one policy and nothing else, with no deletion of a role, user or group in it', async () => {
    const actions = await actionsOf()
    expect(actions).toEqual(
      expect.arrayContaining(['iam:PutRolePolicy', 'iam:DeleteUserPolicy', 'iam:UpdateAccessKey']),
    )
    expect(actions.filter((action) => /:Delete(Role|User|Group)$|\*/.test(action))).toEqual([])
  })

  it('for investigating alone holds no write', async () => {
    const actions = await actionsOf('--for', 'investigate')
    expect(actions.filter((action) => !/:(Get|List|Lookup|Simulate)/.test(action))).toEqual([])
  })

  it('for restoring takes off; for containing it never does', async () => {
    expect(await actionsOf('--for', 'restore')).toContain('iam:DeleteRolePolicy')
    expect(await actionsOf('--for', 'investigate,contain')).not.toContain('iam:DeleteRolePolicy')
  })

  it('names the account and partition that it is for', async () => {
    const { stdout } = await printed('iam-policy', '--account', '111122223333', '--partition', 'aws-us-gov')
    expect(stdout).toContain('arn:aws-us-gov:iam::111122223333:role/*')
  })

  it('prints the SCP that protects blocks, and what the base credentials need', async () => {
    const scp = policy.parse(JSON.parse((await printed('iam-policy', '--scp', '--role', role)).stdout))
    expect(new Set(scp.Statement.map(({ Effect }) => Effect))).toEqual(new Set(['Deny']))
    expect(await actionsOf('--base', '--role', role)).toEqual(['sts:AssumeRole'])
  })

  it.each([
    [['--for', 'destroy'], /any of investigate, contain, restore/],
    [['--for', 'contain,contain'], /each once/],
    [['--account', '1234'], /an account id has 12 digits/],
    [['--scp'], /go with --role ARN/],
    [['--role', role], /and --role with one of them/],
    [['--scp', '--base', '--role', role], /Give --scp or --base, not both/],
    [['--scp', '--role', 'arn:aws:iam::111122223333:role/*'], /is not the ARN of one role/],
    [['--base', '--role', 'tourniquet'], /is not the ARN of one role/],
  ])('%j is a usage error, and prints no policy', async (args, message) => {
    const { code, stdout, stderr } = await printed('iam-policy', ...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)])
  })
})
