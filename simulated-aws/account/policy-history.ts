import type { NamedPolicy } from '../policy/evaluate.js'
import { DelayedValue } from './delayed-value.js'

/** The policies of one principal as authorization sees them. */
export type EnforcedPolicies = {
  /** Of a user: its own and those of its groups. */
  readonly identity: NamedPolicy[]
  readonly boundary: NamedPolicy | undefined
  /** The role's trust policy; undefined for users. */
  readonly trust: NamedPolicy['document'] | undefined
}

const nothing: EnforcedPolicies = { identity: [], boundary: undefined, trust: undefined }

/** What is enforced of a principal's policies, which follows what is written. */
export class PolicyHistory extends DelayedValue<EnforcedPolicies> {
  constructor() {
    super(nothing)
  }
}
