import type { SessionActivity } from '../domain/evidence.js'
import type { ContainPlan, PlannedWrite } from '../domain/plan.js'
import type { PreImage } from './pre-image.js'

/**
 * Sessions and keys seen in use that work again once these writes are done, in words, newest activity as given. A plan that
 * only turned keys off never denied a session; one that denied a session revives that one only.
 */
export function revivingSessions(
  plan: ContainPlan,
  sessions: readonly SessionActivity[],
  now: PreImage,
  writes: readonly PlannedWrite[],
): string[] {
  // A profile's own sessions were never stopped.
  if (plan.entity.type === 'rolesAnywhereProfile') return []
  const denied = plan.modes.some((mode) => mode !== 'disable-keys')
  const isMeant = ({ sessionName }: SessionActivity) => plan.sessionName === null || plan.sessionName === sessionName
  return sessions
    .filter((session) => (isLongTerm(session) ? worksAfter(session, now, writes) : denied && isMeant(session)))
    .filter((session) => mayLive(session, now.takenAt))
    .map(describeSession)
}

function isLongTerm({ accessKeyId }: SessionActivity): boolean {
  return accessKeyId.startsWith('AKIA')
}

function worksAfter(
  { accessKeyId }: SessionActivity,
  { accessKeys }: PreImage,
  writes: readonly PlannedWrite[],
): boolean {
  if (writes.some((write) => write.kind === 'setKeyStatus' && write.accessKeyId === accessKeyId)) return true
  const key = accessKeys?.find((one) => one.accessKeyId === accessKeyId)
  return key?.status === 'Active' && writes.some(({ purpose }) => purpose === 'denyAll')
}

function mayLive({ expiresAt, alive }: SessionActivity, at: string): boolean {
  return expiresAt === null ? alive !== false : Date.parse(expiresAt) > Date.parse(at)
}

function describeSession(session: SessionActivity): string {
  const { sessionName, accessKeyId, expiresAt } = session
  if (isLongTerm(session)) return `access key ${accessKeyId}`
  const end = expiresAt === null ? 'end unknown' : `until ${expiresAt}`
  return `${sessionName || 'session without a name'} (${accessKeyId || 'key unknown'}, ${end})`
}
