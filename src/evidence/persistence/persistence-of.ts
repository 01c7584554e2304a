import type { Act } from '../detections/act.js'
import { grantIn, gravityOf } from '../detections/identity/granted-policy.js'
import { roleCreated } from '../detections/identity/role-created.js'
import { textAt, textsUnder, valueAt } from '../detections/request-values.js'
import { highest, type Severity } from '../detections/severity.js'
import { TrailView } from '../detections/trail-view.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts, isoOf } from '../facts/texts.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import { type PersistenceMeans, persistenceMeans } from './persistence-kinds.js'
import { Removals } from './removals.js'
import { resourcesIn, sharedOutside, unshared } from './shared-outside.js'
import type { Suspect } from './suspect.js'

/**
 * What these actors made or changed in the scope that outlives a block of them: keys, users, roles, passwords, trust, grants, ways in from
 * outside AWS, code, shared data. Failed calls made nothing. Oldest first, one a call and thing. Whoever has a view of the facts
 * hands it on.
 */
export function persistenceOf(
  facts: TrailFacts,
  actorKeys: readonly string[],
  trail = new TrailView(facts),
): Suspect[] {
  const wanted = new Set(actorKeys)
  const made = trail.acts.filter(({ actor, outcome }) => outcome === 'ok' && wanted.has(actor.key))
  return made
    .flatMap((act) => [...byMeans(act, trail), ...byShare(act, trail)])
    .sort(
      (a, b) =>
        compareTexts(a.at, b.at) ||
        compareTexts(a.kind, b.kind) ||
        compareTexts(a.name, b.name) ||
        compareTexts(a.eventIds.join(' '), b.eventIds.join(' ')),
    )
}

const meansByCall = new Map<string, PersistenceMeans[]>()
for (const means of persistenceMeans) {
  for (const [service, names] of Object.entries(means.makes)) {
    for (const name of names.split(' '))
      entryOf(meansByCall, `${service} ${name}`, (): PersistenceMeans[] => []).push(means)
  }
}

function byMeans(act: Act, trail: TrailView): Suspect[] {
  return (meansByCall.get(`${act.service} ${act.name}`) ?? [])
    .filter(({ needs }) => needs === undefined || textsUnder(act.request, ...needs).length > 0)
    .filter(({ says }) => says === undefined || textsUnder(act.request, says[0]).includes(says[1]))
    .flatMap((means) => {
      const severity = severityOf(act, means, trail)
      if (severity === null) return []
      return namesIn(act, means).map((name) => suspectOf(act, means, { name, severity, trail }))
    })
}

/** A policy that only denies gives nothing: it may be the block itself. A role is as grave as those whom it lets in. */
function severityOf(act: Act, means: PersistenceMeans, trail: TrailView): Severity | null {
  if (means.kind === 'role')
    return highest([means.severity, roleCreated.judge(act, trail)?.severity ?? 'informational'])
  if (means.thing !== 'policy') return means.severity
  const grant = grantIn(act, trail)
  return grant === null ? null : gravityOf(grant)
}

/** A launch makes several instances; everything else is one thing, named by the first name that is there. */
function namesIn(act: Act, { ids, kind }: PersistenceMeans): string[] {
  if (kind === 'accessKey') {
    const key = act.event.created?.accessKeyId
    return key === undefined ? textsUnder(act.request, ...ids).slice(0, 1) : [key]
  }
  for (const id of ids) {
    const found = [...textsUnder(act.response, id), ...textsUnder(act.request, id)]
    if (found.length > 0) return kind === 'instance' ? [...new Set(found)] : found.slice(0, 1)
  }
  return kind === 'loginProfile' ? [act.actor.name] : []
}

interface Found {
  readonly name: string
  readonly severity: Severity
  readonly trail: TrailView
}

function suspectOf(act: Act, means: PersistenceMeans, { name, severity, trail }: Found): Suspect {
  const taken = removalsOf(act, means, name, trail)
  const whose = means.of === undefined ? [] : textsUnder(act.request, ...means.of)
  const { arn, by, byKey, at } = commonOf(act)
  // Written out: begun with a spread each takes ten times as long, and there are thousands.
  return {
    arn,
    by,
    byKey,
    at,
    kind: means.kind,
    severity,
    name,
    what: `${means.thing} ${name}${whose.length > 0 ? ` for ${whose.join(' ')}` : ''} (${act.name})`,
    remedy: means.remedy,
    stillThere: taken.length > 0 ? 'removed' : 'unknown',
    eventIds: [act, ...taken].map(({ mark }) => mark.eventId),
  }
}

function commonOf(act: Act): Pick<Suspect, 'arn' | 'by' | 'byKey' | 'at'> {
  const [answered] = textsUnder(act.response, 'arn', 'trustAnchorArn', 'profileArn', 'functionArn')
  return {
    arn: answered?.startsWith('arn:') === true ? answered : (act.event.target?.arn ?? null),
    by: act.actor.arn || act.actor.name,
    byKey: act.actor.key,
    at: isoOf(act.mark.atMs),
  }
}

function byShare(act: Act, trail: TrailView): Suspect[] {
  const judgement = sharedOutside(act, trail)
  if (judgement === null) return []
  const taken = unshared(act, trail)
  return [
    {
      ...commonOf(act),
      kind: 'sharedResource',
      severity: judgement.severity,
      name: resourcesIn(act)[0] ?? act.event.target?.name ?? act.name,
      what: `${judgement.what} (${act.name})`,
      remedy: 'take the other accounts out again',
      stillThere: taken.length > 0 ? 'removed' : 'unknown',
      eventIds: [act, ...taken].map(({ mark }) => mark.eventId),
    },
  ]
}

const removals = new WeakMap<TrailView, Map<PersistenceMeans, Removals>>()

/** Names compare without case, and an ARN with the name at its end. */
function removalsOf(act: Act, means: PersistenceMeans, name: string, trail: TrailView): Act[] {
  const { unmakes, ids, of = [] } = means
  const byMeans = removals.get(trail) ?? new Map<PersistenceMeans, Removals>()
  removals.set(trail, byMeans)
  const made = identifiersOf(act, [...ids, ...of], name)
  return entryOf(byMeans, means, () => new Removals(trail, unmakes, (later) => takenBy(later, means))).of(
    made,
    act.mark.atMs,
    (later) => isRemovalOf(later, act, { ids, of, made }) && !isSwitchedOnAgain(later, trail),
  )
}

const reactivations = new WeakMap<TrailView, Removals>()

/** A key that was switched off and on again is there as before. */
function isSwitchedOnAgain({ name, request, mark }: Act, trail: TrailView): boolean {
  if (name !== 'UpdateAccessKey') return false
  const keyIn = (act: Act) => textsUnder(act.request, 'accessKeyId').map(lastPart)
  const isOn = (act: Act) => textAt(act.request, 'status') === 'Active'
  const switched =
    reactivations.get(trail) ??
    new Removals(trail, { iam: 'UpdateAccessKey' }, (later) => (isOn(later) ? keyIn(later) : []))
  reactivations.set(trail, switched)
  return switched.of(textsUnder(request, 'accessKeyId').map(lastPart), mark.atMs, () => true).length > 0
}

/** By what it names itself; else by whose it was. Switching a key on takes nothing away. */
function takenBy({ request, name }: Act, { ids, of = [] }: PersistenceMeans): string[] {
  if (name === 'UpdateAccessKey' && textAt(request, 'status') !== 'Inactive') return []
  const named = textsUnder(request, ...ids)
  return (named.length > 0 ? named : textsUnder(request, ...of)).map(lastPart)
}

interface Identity {
  readonly ids: readonly string[]
  readonly of: readonly string[]
  readonly made: ReadonlySet<string>
}

/** Every parameter that both calls have must name the same: a policy taken off another role is no removal. */
function isRemovalOf(later: Act, act: Act, { ids, of, made }: Identity): boolean {
  const shared = [...ids, ...of].filter((id) => valueAt(later.request, id) !== undefined)
  const named = shared.filter((id) => textsUnder(act.request, id).length + textsUnder(act.response, id).length > 0)
  const isSameEach = named.every((id) => textsUnder(later.request, id).some((text) => made.has(lastPart(text))))
  const all = textsUnder(later.request, ...ids, ...of)
  return named.length > 0 ? isSameEach : all.some((text) => made.has(lastPart(text)))
}

function identifiersOf(act: Act, names: readonly string[], name: string): Set<string> {
  return new Set([name, ...textsUnder(act.request, ...names), ...textsUnder(act.response, ...names)].map(lastPart))
}

function lastPart(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1).toLowerCase()
}
