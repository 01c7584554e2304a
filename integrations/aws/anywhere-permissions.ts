import type { Permission } from './permissions.js'

const always = ['investigate', 'contain', 'restore'] as const
const both = ['investigate', 'contain'] as const
const looking = ['investigate'] as const
const writing = ['contain'] as const

/**
 * What it takes to turn a Roles Anywhere profile and its trust anchors off and on. EnableProfile needs no iam:PassRole, unlike
 * CreateProfile and UpdateProfile, which this program never calls.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementrolesanywhere.html
 */
export const anywherePermissions = [
  {
    action: 'rolesanywhere:GetProfile',
    on: 'rolesAnywhereProfile',
    for: always,
    by: both,
    why: 'to know the profile, before each write',
  },
  {
    action: 'rolesanywhere:ListTagsForResource',
    on: 'rolesAnywhereProfile',
    for: always,
    by: both,
    why: 'to see tags that take more approvals',
  },
  {
    action: 'rolesanywhere:ListProfiles',
    on: 'anything',
    for: always,
    by: looking,
    why: 'to find the profile by its name, and others that hand out the same roles',
  },
  {
    action: 'rolesanywhere:GetTrustAnchor',
    on: 'trustAnchor',
    for: always,
    by: both,
    why: 'to know whether a trust anchor is on, before each write',
  },
  {
    action: 'rolesanywhere:ListTrustAnchors',
    on: 'anything',
    for: always,
    by: looking,
    why: 'to see whose certificates go with a profile',
  },
  {
    action: 'rolesanywhere:ListSubjects',
    on: 'anything',
    for: ['investigate'],
    by: looking,
    why: 'to see which certificates were presented',
  },
  {
    action: 'rolesanywhere:DisableProfile',
    on: 'rolesAnywhereProfile',
    for: ['contain'],
    by: writing,
    why: 'to turn the profile off',
  },
  {
    action: 'rolesanywhere:EnableProfile',
    on: 'rolesAnywhereProfile',
    for: ['restore'],
    by: writing,
    why: 'to turn it on again',
  },
  {
    action: 'rolesanywhere:DisableTrustAnchor',
    on: 'trustAnchor',
    for: ['contain'],
    by: writing,
    why: 'to turn off a trust anchor that came along with the profile',
  },
  {
    action: 'rolesanywhere:EnableTrustAnchor',
    on: 'trustAnchor',
    for: ['restore'],
    by: writing,
    why: 'to turn it on again',
  },
] as const satisfies readonly Permission[]
