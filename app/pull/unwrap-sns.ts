import { z } from 'zod'
import type { PayloadSource } from '../../integrations/findings/sources.js'

const envelopeSchema = z.object({
  Type: z.literal('Notification'),
  TopicArn: z.string(),
  Message: z.string(),
})

/**
 * The finding of a message in a queue: the message as it is, or, where a topic of SNS was put in front of the queue, what is
 * inside of it. The source `sns` reads that by itself. Its signature is not looked at: whoever could forge one could as well
 * have sent what is inside, and the queue's policy lets neither in.
 */
export function unwrapSns(source: PayloadSource, body: string): Uint8Array {
  const bytes = Buffer.from(body)
  // Only what looks like an envelope is parsed twice.
  if (source === 'sns' || !/"Type"\s*:\s*"Notification"/.test(body)) return bytes
  const envelope = envelopeSchema.safeParse(parsed(body))
  return envelope.success ? Buffer.from(envelope.data.Message) : bytes
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    // The parser of the source says what is wrong with it.
    return null
  }
}
