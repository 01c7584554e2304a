import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { assertNever } from '../../src/domain/assert-never.js'
import { cleanText } from '../../src/domain/clean-text.js'
import { MAX_NOTE_CHARACTERS } from '../../src/domain/incident-event.js'
import { addNote, type NoteAdded } from '../../src/incidents/add-note.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { type BlockRequested, requestBlock } from '../../src/incidents/request-block.js'
import { blockRealm } from '../block-realm.js'
import type { OpeningSettings } from '../opening.js'
import type { Realms } from '../realms.js'
import { incidentParams } from './incident-params.js'
import { refuse } from './permitted.js'

const MAX_ARN_CHARACTERS = 2048
const blockBody = z.strictObject({
  arn: z.string().min(1).max(MAX_ARN_CHARACTERS),
  reason: z.string().min(1).max(2000).transform(cleanText),
  /** On GuardDuty's scale. */
  severity: z.number().min(0).max(10).optional(),
})
const noteBody = z.strictObject({ text: z.string().min(1).max(MAX_NOTE_CHARACTERS) })

interface Settings extends OpeningSettings {
  readonly realms: Realms
  readonly rules: ApprovalRules
}

/**
 * `POST /api/incidents`: a person asks for a block, which opens an incident or joins the one that is open; 202 with its id.
 * `POST /api/incidents/:id/notes`: what a person knows. Refusals are `{error, detail}`, as for decisions.
 */
export function registerRequestRoutes(api: FastifyInstance, settings: Settings): void {
  const { realms, rules } = settings
  const blockRealms = realms.all.map((runtime) => blockRealm(runtime, settings))
  api.post('/incidents', async (request, reply) => {
    const { severity = null, ...wish } = blockBody.parse(request.body)
    const by = request.person ?? ''
    return answerBlock(reply, await requestBlock(blockRealms, rules, { ...wish, severity, by }))
  })
  api.post('/incidents/:id/notes', async (request, reply) => {
    const { id } = incidentParams.parse(request.params)
    const { text } = noteBody.parse(request.body)
    const runtime = await realms.ofIncident(id)
    if (runtime === null) return refuse(reply, 'noIncident', `There is no incident ${id}.`)
    const note = {
      by: request.person ?? '',
      text,
      author: '',
      writtenAt: null,
      permalink: null,
      source: 'api',
    } as const
    return answerNote(reply, await addNote(runtime.engine, rules, id, note))
  })
}

function answerBlock(reply: FastifyReply, requested: BlockRequested) {
  switch (requested.status) {
    case 'opened':
    case 'joined':
      return reply.code(202).send(requested)
    case 'refused':
      return refuse(reply, requested.code, requested.reason)
    default:
      return assertNever(requested, 'request')
  }
}

function answerNote(reply: FastifyReply, added: NoteAdded) {
  switch (added.status) {
    case 'added':
    case 'known':
      return reply.code(200).send(added)
    case 'refused':
      return refuse(reply, added.code, added.reason)
    default:
      return assertNever(added, 'note')
  }
}
