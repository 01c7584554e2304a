import { z } from 'zod'
import { callerArn, callerUserId } from '../../account/callers.js'
import { type Operation, operation } from '../../pipeline/operation.js'

/** "You can still perform this operation" whatever the policies say (STS API reference, GetCallerIdentity). */
const getCallerIdentity = operation({
  service: 'sts',
  name: 'GetCallerIdentity',
  readOnly: true,
  input: z.object({}),
  authorize: 'never',
  run: ({ account, caller }) => ({
    ok: true,
    result: { UserId: callerUserId(caller), Account: account.accountId, Arn: callerArn(caller) },
  }),
})

export const callerIdentityOperations: Operation[] = [getCallerIdentity]
