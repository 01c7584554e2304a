/** Somebody with a chained session makes a profile of Roles Anywhere, and comes back by it. */
export const ownProfileText = `apiVersion: tourniquet.exercise/v1
id: own-profile
title: A door of their own
summary: A profile of Roles Anywhere appears.
minutes: 20
seed: 9
playbook: roles-anywhere-profile
expectedPath: [investigating, planning, awaitingApproval, blocking, verifying, contained, awaitingRestoreApproval, restoring, restored, closed]
objectives:
  - {id: contain, text: The profile is off, metric: timeToContain, target: 15m}
roles:
  - {id: responder, name: Kim, does: looks}
  - {id: approver, name: Ana, does: decides}
world:
  account:
    accountId: "111122223333"
    users:
      - {name: dana, accessKeys: [{id: AKIADANADANADANADANA}], inlinePolicies: [{name: all, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}]}
    roles:
      - name: build-runner
        inlinePolicies: [{name: all, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}]
      - name: ci-deploy
        inlinePolicies: [{name: all, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}]
      - name: builds
        trustPolicy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: rolesanywhere.amazonaws.com}, Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}]}
        inlinePolicies: [{name: all, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}]
    rolesAnywhere:
      trustAnchors: [{name: build CA}, {name: retired CA, enabled: false}]
      profiles: [{name: nightly builds, roles: [builds]}]
  history:
    - id: intruder
      by: {role: ci-deploy, session: build-4711, assumedBy: {role: build-runner, session: runner-1, assumedBy: {user: dana}}}
      from: 20m
      until: 5m
      calls: [{service: sts, action: GetCallerIdentity}, {service: s3, action: ListBuckets}, {service: iam, action: ListRoles}]
  approvals:
    contain: {approvers: [approver], quorum: 1}
    restore: {approvers: [approver], quorum: 1}
    operators: [responder]
attack:
  holds: {role: ci-deploy, session: build-4711, assumedBy: {role: build-runner, session: runner-1, assumedBy: {user: dana}}}
  steps:
    - id: door
      at: 0s
      technique: T1098.001
      does: roles-anywhere-persistence
      with: {every: 20s, role: builds, profile: build agents}
      text: A trust anchor and a profile of their own.
injects:
  - id: alarm
    kind: finding
    title: Elastic reports a new profile
    at: 1m
    source: elastic
    make: {about: {profile: build agents}}
limits: {maxDuration: 40m, aftermath: 30s}
players:
  good:
    - {by: approver, does: approve, after: {question: contain, delay: 1m}, reason: Nobody of ours made build agents.}
    - {by: responder, does: requestRestore, as: false-alarm, after: {state: contained, delay: 3m}, reason: The build team made it.}
    - {by: approver, does: approve, question: restore, after: {question: restore, delay: 30s}, reason: They told us.}
  bad: []
`
