import { dayOf } from '../../facts/event-time.js'
import { entryOf } from '../../facts/tallies.js'
import { compareTexts } from '../../facts/texts.js'
import type { Act } from '../act.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import { numberAt, textsUnder } from '../request-values.js'
import type { PatternRule } from '../rule.js'
import { lowered, type Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'

const beginning = {
  ec2: 'RunInstances RequestSpotInstances RequestSpotFleet CreateFleet',
  autoscaling: 'CreateAutoScalingGroup',
  ecs: 'CreateService RunTask StartTask',
  sagemaker: 'CreateNotebookInstance StartNotebookInstance CreateTrainingJob CreateProcessingJob CreateApp',
  codebuild: 'CreateProject StartBuild StartBuildBatch',
  amplify: 'CreateApp StartJob',
  batch: 'CreateComputeEnvironment SubmitJob',
  gamelift: 'CreateFleet',
  lightsail: 'CreateInstances CreateContainerService',
  elasticmapreduce: 'RunJobFlow',
  apprunner: 'CreateService',
  cloud9: 'CreateEnvironmentEC2',
  workspaces: 'CreateWorkspaces',
} as const

/** Of containers and machines of groups: what one sets down in two days. */
const manyAtOnce = 100
const someRegions = 3
const manyRegions = 5
const atOnceMs = 2 * 86_400_000
/** An attacker is done in one or two; a team rolls out again and again. */
const rolloutDays = 3
/** Graphics and machine-learning chips of SageMaker, in the sizes that are rented for mining. */
const largeAccelerated = /^ml\.(p\d|g\d|trn\d|inf\d)\w*\.(8|12|16|24|32|48)xlarge$/

/**
 * Machines, containers, builds and notebooks begun in region after region: limits count by region, so whoever mines at somebody else's
 * cost takes what each of them gives. Work has a region or two, and the same ones every day. Also large notebooks and great numbers in one.
 * ATT&CK T1496.001, compute hijacking. https://attack.mitre.org/techniques/T1496/001/
 */
export const computeInRegions: PatternRule = {
  kind: 'pattern',
  id: 'compute-in-many-regions',
  title: 'Machines, containers or builds begun in many regions or in great number',
  technique: 'T1496.001',
  tactic: 'impact',
  find: (trail) =>
    [...startsByActor(trail)].sort(([a], [b]) => compareTexts(a, b)).flatMap(([, acts]) => sightingOf(acts, trail)),
}

/** What succeeded and what failed apart; oldest first. */
function startsByActor(trail: TrailView): Map<string, Act[]> {
  const byActor = new Map<string, Act[]>()
  for (const [service, names] of Object.entries(beginning)) {
    for (const act of trail.actsNamed(service, names)) {
      const group = `${act.actor.key} ${act.outcome === 'ok' ? 'ok' : 'failed'}`
      entryOf(byActor, group, (): Act[] => []).push(act)
    }
  }
  for (const acts of byActor.values()) acts.sort((a, b) => a.mark.atMs - b.mark.atMs)
  return byActor
}

function sightingOf(acts: readonly Act[], trail: TrailView): Sighting[] {
  const [first] = acts
  const regions = regionsAtOnce(acts)
  const large = [...new Set(acts.flatMap(typesOf))].filter((type) => largeAccelerated.test(type))
  const number = mostWithin(acts, numberOf)
  const full = gravityOf(regions, large.length > 0 || number >= manyAtOnce)
  if (first === undefined || full === null) return []
  const isUsual = isRollout(acts) || acts.every((act) => trail.habit(act) !== null)
  const hasFailed = first.outcome !== 'ok'
  return [
    {
      actorKeys: [first.actor.key],
      severity: lowered(full, [isUsual, hasFailed].filter(Boolean).length),
      status: hasFailed ? 'attempted' : 'succeeded',
      what: named(acts.map(({ service, name, event }) => `${service} ${name} in ${event.region ?? 'a region'}`)),
      why: [
        ...(regions >= someRegions ? [`${regions} regions within two days`] : []),
        ...(number >= manyAtOnce ? [`${number} at once`] : []),
        ...large.map((type) => `accelerated: ${type}`),
        ...(isUsual ? ['as it does day after day'] : []),
      ],
      marks: acts.map(({ mark }) => mark),
    },
  ]
}

function gravityOf(regions: number, isLarge: boolean): Severity | null {
  if (regions >= manyRegions || (isLarge && regions >= someRegions)) return 'high'
  return isLarge || regions >= someRegions ? 'medium' : null
}

/** EC2's own types another rule judges. */
function typesOf({ service, request }: Act): string[] {
  return service === 'sagemaker' ? textsUnder(request, 'instanceType') : []
}

/** What weeks of work add up to says nothing. */
function regionsAtOnce(acts: readonly Act[]): number {
  const times = new Map<string, number>()
  let [first, most] = [0, 0]
  for (const { event, mark } of acts) {
    times.set(event.region ?? '', (times.get(event.region ?? '') ?? 0) + 1)
    for (let left = acts[first]; left !== undefined && left.mark.atMs < mark.atMs - atOnceMs; left = acts[first]) {
      forget(times, left.event.region ?? '')
      first += 1
    }
    most = Math.max(most, times.size)
  }
  return most
}

/** Containers, and machines of groups: of instances that are launched one by one another rule judges. */
function numberOf({ service, request }: Act): number {
  if (service !== 'ecs' && service !== 'autoscaling') return 0
  return Math.max(
    ...['desiredCount', 'count', 'desiredCapacity', 'minSize'].map((name) => numberAt(request, name) ?? 0),
  )
}

/** The largest sum within two days. */
function mostWithin(acts: readonly Act[], weightOf: (act: Act) => number): number {
  let [first, sum, most] = [0, 0, 0]
  for (const act of acts) {
    sum += weightOf(act)
    for (let left = acts[first]; left !== undefined && left.mark.atMs < act.mark.atMs - atOnceMs; left = acts[first]) {
      sum -= weightOf(left)
      first += 1
    }
    most = Math.max(most, sum)
  }
  return most
}

function forget(times: Map<string, number>, region: string): void {
  const left = (times.get(region) ?? 0) - 1
  if (left > 0) times.set(region, left)
  else times.delete(region)
}

function isRollout(acts: readonly Act[]): boolean {
  return new Set(acts.map(({ mark }) => dayOf(mark.atMs))).size >= rolloutDays
}
