import { z } from 'zod'
import { type Actor, createActor } from '../actor.js'
import { hexDigits } from './choices.js'
import { defineTechnique } from './technique.js'

const listed = z.object({ Contents: z.array(z.object({ Key: z.string() })).default([]) })

/**
 * Reads the objects of a bucket, one after the other, and from the beginning again at the end. The reads are data events: on
 * no default trail, and never in the event history. Of a bucket that the account does not keep, every object is there.
 */
export const exfiltration = defineTechnique({
  name: 'exfiltration',
  attackId: 'T1530',
  gainsCredentials: false,
  summary: 'lists a bucket and reads its objects, a few at a time',
  parameters: z.strictObject({
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'it must be the name of a bucket'),
    /** Absent: what the bucket lists, or names of its own making. */
    keys: z.array(z.string().min(1).max(1024)).min(1).max(100).optional(),
    prefix: z.string().max(512).default(''),
    objectsPerStep: z.number().int().min(1).max(50).default(5),
  }),
  begin: ({ account, accessKeyId, sourceIp, userAgent, random }, { bucket, keys, prefix, objectsPerStep }) => {
    const actor = createActor({ account, accessKeyId, sourceIp, userAgent })
    const invented = () => Array.from({ length: 40 }, () => `${prefix}part-${hexDigits(random, 8)}.parquet`)
    let known: readonly string[] | null = null
    let at = 0
    const act = () => {
      const found = keysOf(actor, bucket, prefix)
      known ??= keys ?? (found === null || found.length > 0 ? found : invented())
      for (let read = 0; known !== null && read < objectsPerStep; read += 1) {
        const key = known[at % known.length] ?? ''
        const reply = actor.call({ service: 's3', action: 'GetObject', parameters: { bucketName: bucket, key } })
        if (!reply.ok) return
        at += 1
      }
    }
    return { act, credentials: () => [accessKeyId] }
  },
})

/** null: the list is refused. */
function keysOf(actor: Actor, bucketName: string, prefix: string): string[] | null {
  const reply = actor.call({ service: 's3', action: 'ListObjectsV2', parameters: { bucketName, prefix } })
  return reply.ok ? listed.parse(reply.result ?? {}).Contents.map(({ Key }) => Key) : null
}
