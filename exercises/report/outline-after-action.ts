import { assertNever } from '../../src/domain/assert-never.js'
import type { Section } from '../../src/report/outline.js'
import type { AfterAction, ExerciseReview, IncidentReview } from './after-action-schema.js'
import * as exercise from './outline-exercise.js'
import * as incident from './outline-incident.js'
import { improvements } from './outline-plan.js'
import * as shared from './outline-shared.js'
import { timeline } from './outline-timeline.js'

/** The sections of a review: what Markdown and HTML both show, so that they cannot differ. */
export function outlineAfterAction(report: AfterAction): Section[] {
  switch (report.kind) {
    case 'exercise':
      return ofExercise(report)
    case 'incident':
      return ofIncident(report)
    default:
      return assertNever(report, 'report')
  }
}

function ofExercise(report: ExerciseReview): Section[] {
  return [
    shared.overview(report),
    exercise.objectives(report),
    timeline(report),
    exercise.metrics(report),
    ...exercise.path(report),
    shared.attacker(report, exercise.attackTitle(report)),
    exercise.injects(report),
    shared.attempts(report),
    shared.strengths(report, 'Strengths'),
    shared.gaps(report, 'Gaps'),
    improvements(report, 'Improvement plan'),
    shared.participants(report, 'Participants'),
    ...exercise.trend(report),
    shared.appendix(report),
  ]
}

/** The headings of a post-incident review. https://response.pagerduty.com/after/post_mortem_template/ */
function ofIncident(report: IncidentReview): Section[] {
  return [
    shared.overview(report),
    incident.whatHappened(report),
    incident.contributingFactors(report),
    incident.resolution(report),
    incident.impact(report),
    shared.attacker(report, 'What the attacker got'),
    shared.participants(report, 'Responders'),
    timeline(report),
    shared.attempts(report),
    shared.strengths(report, 'What went well'),
    shared.gaps(report, 'What could be better'),
    improvements(report, 'Action items'),
    shared.appendix(report),
  ]
}
