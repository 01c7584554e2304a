import type { Permission } from './permissions.js'

const looking = ['investigate'] as const

/** What it takes to ask AWS whether it has a finding; used only where the configuration says `confirmFindings`. */
export const findingPermissions = [
  {
    action: 'guardduty:GetFindings',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to confirm a finding before people are asked for a block',
  },
  {
    action: 'securityhub:GetFindings',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to confirm a finding before people are asked for a block',
  },
] as const satisfies readonly Permission[]
