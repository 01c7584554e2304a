import { type Command, Option } from 'commander'
import { z } from 'zod'
import type { AfterAction } from '../../exercises/report/after-action-schema.js'
import { addImprovement, type PlanChanges, planImprovement } from '../../exercises/report/plan-improvement.js'
import { visibleText } from '../../src/report/visible-text.js'
import type { ReviewChange } from '../exercise/change-review.js'

/** How people complete an improvement plan, of an exercise and of an incident alike. */
export interface PlanOptions {
  readonly item?: readonly string[]
  readonly add?: string
  readonly owner?: string
  readonly due?: string
  readonly status?: 'open' | 'done'
}

export function addPlanOptions(command: Command): Command {
  const toItems = (text: string) => text.split(',').map((item) => item.trim().toUpperCase())
  return command
    .addOption(new Option('--item <items>', 'which action, by its number: A1, or A1,A4 for several').argParser(toItems))
    .addOption(new Option('--add <action>', 'an action of your own, in a sentence').conflicts('item'))
    .option('--owner <name>', "who does it; '' takes the name out")
    .option('--due <date>', "until when, as 2026-12-15; '' takes the date out")
    .addOption(new Option('--status <status>', 'whether it is done').choices(['open', 'done']))
}

export type PlanRequest =
  /** Only to be looked at. */
  | { readonly kind: 'look' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'change'; readonly change: ReviewChange }

/** What somebody asks for; a mistake of theirs is told before any file is touched. */
export function planRequest(options: PlanOptions): PlanRequest {
  const { item, add, owner, due, status } = options
  const says = [owner, due, status].some((each) => each !== undefined)
  if (item === undefined && add === undefined) {
    return says
      ? { kind: 'refused', why: 'Say of which action: --item A1, or --add for one of your own.' }
      : { kind: 'look' }
  }
  if (item !== undefined && !says) {
    return { kind: 'refused', why: 'Say what is to be noted: --owner NAME, --due YYYY-MM-DD, --status done.' }
  }
  const wrong = mistakeIn(options)
  if (wrong !== null) return { kind: 'refused', why: wrong }
  const changes = changesOf(options)
  if (add !== undefined) return { kind: 'change', change: (review) => addImprovement(review, add.trim(), changes) }
  return { kind: 'change', change: (review) => planned(review, item ?? [], changes) }
}

const ownerSchema = z
  .string()
  .trim()
  .max(120)
  .refine((text) => visibleText(text) === text)
const actionSchema = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => visibleText(text) === text)
const dueSchema = z.union([z.literal(''), z.iso.date()])

function mistakeIn({ owner, due, add }: Pick<PlanOptions, 'owner' | 'due' | 'add'>): string | null {
  if (owner !== undefined && !ownerSchema.safeParse(owner).success)
    return 'The owner must be one line of at most 120 characters, all of which can be seen.'
  if (due !== undefined && !dueSchema.safeParse(due).success)
    return `The date ${visibleText(due)} is none: write it as 2026-12-15.`
  if (add !== undefined && !actionSchema.safeParse(add).success)
    return 'The action must be one line of 1 to 500 characters, all of which can be seen.'
  return null
}

function changesOf({ owner, due, status }: PlanOptions): PlanChanges {
  return {
    ...(owner === undefined ? {} : { owner: owner.trim() }),
    ...(due === undefined ? {} : { dueAt: due === '' ? null : due }),
    ...(status === undefined ? {} : { status }),
  }
}

function planned(review: AfterAction, items: readonly string[], changes: PlanChanges): AfterAction | string {
  let changed = review
  for (const item of items) {
    const next = planImprovement(changed, item, changes)
    if (next === null) return noSuchItem(review, item)
    changed = next
  }
  return changed
}

function noSuchItem({ improvements }: AfterAction, item: string): string {
  const ids = improvements.map(({ id }) => id)
  const there = ids.length === 0 ? 'The report has no action.' : `The report has ${ids.join(', ')}.`
  return `There is no action ${visibleText(item)}. ${there} Nothing was changed.`
}
