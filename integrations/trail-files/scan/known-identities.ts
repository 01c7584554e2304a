import type { Json } from '../../../src/domain/canonical-json.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { actorIn } from '../../../src/evidence/record/actor-in.js'
import { bytes } from '../json-grammar.js'
import { endOfValue } from './json-skip.js'

export type Identity = CloudTrailEvent['actor']

const mostKnown = 1_024
const longest = 2_048
/** So far into an identity what tells callers apart is found: principal id, ARN and key. */
const sampleBytes = 512
const sampleStep = 7

interface Known {
  readonly slice: Buffer
  readonly identity: Identity
}

/**
 * Reads `userIdentity`. One credential makes many calls, and its identity is the same text in all of them: what begins with
 * the bytes of one that was read before is that one, and ends where it did, since a JSON object ends where its bytes say.
 */
export class KnownIdentities {
  /** What was read last. Shared by all records that say the same: not to be changed. */
  identity: Identity = {}
  readonly #known = new Map<number, Known>()

  /** Where the object ends that begins at `from`; -1 where JSON.parse would refuse it. */
  read(content: Buffer, from: number): number {
    const sample = sampleOf(content, from)
    const known = this.#known.get(sample)
    if (known !== undefined) {
      const end = from + known.slice.length
      if (end <= content.length && content.compare(known.slice, 0, known.slice.length, from, end) === 0) {
        this.identity = known.identity
        return end
      }
    }
    const end = endOfValue(content, from)
    if (end !== -1) this.#learn(content, from, end, sample)
    return end
  }

  #learn(content: Buffer, from: number, end: number, sample: number): void {
    const json: Json = JSON.parse(content.toString('utf8', from, end))
    this.identity = actorIn(json)
    if (end - from > longest) return
    if (this.#known.size >= mostKnown) this.#known.clear()
    this.#known.set(sample, { slice: Buffer.from(content.subarray(from, end)), identity: this.identity })
  }
}

/** Some of its bytes, none behind its end: two identities with the same sample are told apart by all of their bytes. */
function sampleOf(content: Buffer, from: number): number {
  const brace = content.indexOf(bytes.closeObject, from)
  const end = Math.min(brace === -1 ? content.length : brace, from + sampleBytes)
  let sample = 0
  for (let at = from; at < end; at += sampleStep) sample = (Math.imul(sample, 31) + (content[at] ?? 0)) | 0
  return sample
}
