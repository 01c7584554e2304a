import type { Evidence } from '../domain/evidence.js'
import { type Block, code, list, paragraph, table, text, time } from './outline.js'

/** How many rows are shown; the whole is in the evidence document. */
const SHOWN = 25

/** What is known of a Roles Anywhere profile: the questions of its triage with what answers them, who came in, and what was done. */
export function anywhereBlocks({ rolesAnywhere }: Evidence): Block[] {
  if (rolesAnywhere === undefined) return []
  const { region, profileId, triage, sessions, acts, unread } = rolesAnywhere
  const answers = triage.map(({ question, answer, eventIds }) => [
    text(question),
    text(answer),
    eventIds.length === 0 ? text('–') : code(eventIds.slice(0, 3).join(', ')),
  ])
  return [
    paragraph(
      `About the Roles Anywhere profile ${profileId} in ${region}. The calls below are those of whoever made it.`,
    ),
    ...list('Not read', unread),
    ...table('Triage', ['Question', 'Answer', 'Records'], answers),
    ...table('Sessions that the profile handed out', sessionColumns, sessions.map(sessionRow), SHOWN),
    ...table('Acts on the profile and on trust anchors', ['Call', 'On', 'By', 'At', 'Record'], acts.map(actRow), SHOWN),
  ]
}

type Anywhere = NonNullable<Evidence['rolesAnywhere']>

const sessionColumns = ['Role', 'Access key', 'Certificate', 'From', 'Trust anchor', 'Issued', 'Ends']

function sessionRow(session: Anywhere['sessions'][number]) {
  return [
    code(session.roleArn),
    code(session.accessKeyId),
    text(session.x509Subject || 'not known'),
    code(session.sourceIp),
    code(session.trustAnchorArn),
    time(session.issuedAt),
    time(session.expiresAt),
  ]
}

function actRow({ eventName, objectId, by, at, eventId }: Anywhere['acts'][number]) {
  return [code(eventName), code(objectId || '–'), code(by || 'not known'), time(at), code(eventId)]
}
