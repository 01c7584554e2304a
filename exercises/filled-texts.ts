import type { Exercise } from './exercise-file.js'
import { fillText, type Placeholder } from './placeholders.js'

type MeaningOf = (placeholder: Placeholder) => string | null

/** A text of the file as people see it. `meaningOf`: the stage's, which knows everything but people. */
export function filledText({ roles }: Pick<Exercise, 'roles'>, text: string, meaningOf: MeaningOf): string {
  return fillText(text, (placeholder) =>
    placeholder.kind === 'person'
      ? (roles.find(({ id }) => id === placeholder.role)?.name ?? null)
      : meaningOf(placeholder),
  )
}

/** The exercise with the titles of its injects and the steps of its attack as people see them: for what is told of a run at its end. */
export function withFilledTexts(exercise: Exercise, meaningOf: MeaningOf): Exercise {
  const { attack } = exercise
  const filled = (text: string) => filledText(exercise, text, meaningOf)
  return {
    ...exercise,
    injects: exercise.injects.map((inject) => ({ ...inject, title: filled(inject.title) })),
    ...(attack === undefined
      ? {}
      : { attack: { ...attack, steps: attack.steps.map((step) => ({ ...step, text: filled(step.text) })) } }),
  }
}
