import type { Permission } from './permissions.js'

const looking = ['investigate'] as const

/**
 * What evidence takes beside the event history, each where the account has it: without a permission the source says so, and
 * the others answer.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export const evidencePermissions = [
  {
    action: 'cloudtrail:ListPublicKeys',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: "to check the signatures of CloudTrail's digest files",
  },
  {
    action: 'logs:StartQuery',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to search the log groups that trails write to',
  },
  {
    action: 'logs:GetQueryResults',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to read what a search has found',
  },
  {
    action: 'logs:StopQuery',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to end a search that nobody waits for',
  },
  {
    action: 'logs:FilterLogEvents',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to read log groups without a search',
  },
  {
    action: 'detective:ListGraphs',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to find the behavior graph of Detective',
  },
  {
    action: 'detective:StartInvestigation',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to have Detective look into the principal',
  },
  {
    action: 'detective:ListInvestigations',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to find investigations that others have started',
  },
  {
    action: 'detective:GetInvestigation',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to know when Detective is done',
  },
  {
    action: 'detective:ListIndicators',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to read what Detective has found',
  },
] as const satisfies readonly Permission[]
