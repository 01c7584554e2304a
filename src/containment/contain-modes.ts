import type { ContainMode } from '../domain/plan.js'

/** What the configuration wants done to each type of entity, in any order; a plan orders them. */
export interface ContainModes {
  /** `deny-session` needs a finding that names the session; where it does not, the whole role is denied. */
  readonly role: readonly Exclude<ContainMode, 'disable-keys' | ProfileMode>[]
  readonly user: readonly Exclude<ContainMode, 'deny-session' | ProfileMode>[]
  readonly group: readonly Extract<ContainMode, 'deny-all'>[]
  /** Where it is not given, both. */
  readonly rolesAnywhereProfile?: readonly ProfileMode[] | undefined
}

/** What can be done to a profile of Roles Anywhere. */
export type ProfileMode = Extract<ContainMode, 'disable-profile' | 'disable-trust-anchors'>

/** What is done where the configuration says nothing: a denial for everybody, and a user's keys are turned off as well. */
export const defaultModes: ContainModes = {
  role: ['deny-all'],
  user: ['deny-all', 'disable-keys'],
  group: ['deny-all'],
}

/** A profile is turned off, and with it the trust anchors that came or changed along with it. */
export const defaultProfileModes: readonly ProfileMode[] = ['disable-profile', 'disable-trust-anchors']
