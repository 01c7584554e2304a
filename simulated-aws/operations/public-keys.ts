import { z } from 'zod'
import { digestKeysOf } from '../account/digest-keys.js'
import { failure } from '../pipeline/aws-error.js'
import { type Operation, operation } from '../pipeline/operation.js'

const pageSize = 10
const mostKeys = 200

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html; without times the current key. */
const listPublicKeys = operation({
  service: 'cloudtrail',
  name: 'ListPublicKeys',
  readOnly: true,
  input: z.object({
    StartTime: z.number().optional(),
    EndTime: z.number().optional(),
    NextToken: z.string().optional(),
  }),
  run: ({ account }, { StartTime, EndTime, NextToken }) => {
    const nowMs = account.now().getTime()
    const [fromMs, toMs] = [(StartTime ?? nowMs / 1000) * 1000, (EndTime ?? nowMs / 1000) * 1000]
    if (fromMs > toMs) {
      const message = 'StartTime must not be after EndTime.'
      return failure({ code: 'InvalidTimeRangeException', status: 400, message })
    }
    const at = NextToken === undefined ? 0 : Number(NextToken)
    if (!Number.isInteger(at) || at < 0 || at > mostKeys) {
      return failure({ code: 'InvalidTokenException', status: 400, message: 'Invalid NextToken provided.' })
    }
    const isEmptyPage = account.settings.emptyPages && NextToken === undefined
    const all = digestKeysOf(account, fromMs, toMs).slice(0, mostKeys)
    const keys = isEmptyPage ? [] : all.slice(at, at + pageSize)
    const next = isEmptyPage ? 0 : at + pageSize
    return {
      ok: true,
      result: {
        PublicKeyList: keys.map(({ value, fingerprint, ...valid }) => ({
          Value: value,
          ValidityStartTime: valid.fromMs / 1000,
          ValidityEndTime: valid.toMs / 1000,
          Fingerprint: fingerprint,
        })),
        ...(next < all.length && { NextToken: String(next) }),
      },
    }
  },
})

export const publicKeyOperations: Operation[] = [listPublicKeys]
