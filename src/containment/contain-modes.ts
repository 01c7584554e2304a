import type { ContainMode } from '../domain/plan.js'

/** What the configuration wants done to each type of entity, in any order; a plan orders them. */
export interface ContainModes {
  /** `deny-session` needs a finding that names the session; where it does not, the whole role is denied. */
  readonly role: readonly Exclude<ContainMode, 'disable-keys'>[]
  readonly user: readonly Exclude<ContainMode, 'deny-session'>[]
  readonly group: readonly Extract<ContainMode, 'deny-all'>[]
}

/** What is done where the configuration says nothing: a denial for everybody, and a user's keys are turned off as well. */
export const defaultModes: ContainModes = {
  role: ['deny-all'],
  user: ['deny-all', 'disable-keys'],
  group: ['deny-all'],
}
