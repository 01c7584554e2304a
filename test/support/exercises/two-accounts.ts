/** Two accounts that trust each other, and somebody who goes from one into the other. */
export const twoAccountsText = `apiVersion: tourniquet.exercise/v1
id: two-accounts
title: Somebody comes over
summary: A role of the first account is used from the second.
minutes: 20
seed: 7
playbook: cross-account-activity
objectives:
  - {id: contain, text: The session is denied, metric: timeToContain, target: 15m}
  - {id: stopped, text: Nothing of theirs succeeds once the block is in force, metric: attackerCallsAfterBlock, target: 0}
roles:
  - {id: responder, name: Kim, does: looks}
  - {id: approver, name: Ana, does: decides}
world:
  account:
    accountId: "111122223333"
    roles:
      - {name: scheduler, inlinePolicies: [{name: run, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "sts:*", Resource: "*"}]}}]}
      - name: audit
        path: /service/
        trustPolicy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "*"}, Action: "sts:AssumeRole"}]}
        inlinePolicies: [{name: read, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: ["s3:*", "iam:*", "sts:*", "rolesanywhere:*"], Resource: "*"}]}}]
      - name: builds
        trustPolicy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: rolesanywhere.amazonaws.com}, Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}]}
        inlinePolicies: [{name: all, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}]
    users:
      - {name: dana, accessKeys: [{id: AKIADANADANADANADANA}], inlinePolicies: [{name: all, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}]}
    rolesAnywhere:
      trustAnchors: [{name: build CA}]
      profiles: [{name: nightly builds, roles: [builds]}]
  otherAccounts:
    - accountId: "444455556666"
      roles:
        - name: audit
          inlinePolicies: [{name: read, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: ["s3:*", "iam:*"], Resource: "*"}]}}]
      users:
        - {name: mallory, accessKeys: [{id: AKIAMALLORYMALLORYMA}], inlinePolicies: [{name: x, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: ["sts:*", "s3:*"], Resource: "*"}]}}]}
  history:
    - id: nightly
      by: {role: audit, session: nightly, assumedBy: {role: scheduler, session: cron}}
      from: 60h
      until: 10m
      every: 6h
      calls: [{service: s3, action: ListBuckets}]
    - id: visitor
      by: {role: audit, session: support-17, assumedBy: {account: "444455556666", user: mallory}}
      from: 20m
      until: 2m
      every: 3m
      calls: [{service: s3, action: ListBuckets}, {service: iam, action: ListUsers}]
    - id: returned
      by: {account: "444455556666", role: audit, session: back, assumedBy: {account: "444455556666", user: mallory}}
      from: 15m
      until: 5m
      calls: [{service: s3, action: ListBuckets}]
  approvals:
    contain: {approvers: [approver], quorum: 1}
    restore: {approvers: [approver], quorum: 1}
    operators: [responder]
attack:
  holds: {role: audit, session: support-17, assumedBy: {account: "444455556666", user: mallory}}
  steps:
    - id: looting
      at: 0s
      technique: T1530
      does: call-apis
      with: {every: 20s, calls: [{service: s3, action: ListBuckets}]}
      text: Buckets are listed.
injects:
  - id: alarm
    kind: finding
    title: Splunk reports the session
    at: 5s
    source: splunk
    make: {about: {history: visitor}}
  - id: restore
    kind: question
    title: What now?
    after: {state: contained, delay: 1m}
    to: [responder]
    text: What must {{account:444455556666}} do about {{role:111122223333/audit:arn}}?
    within: 2m
limits: {maxDuration: 40m, aftermath: 30s}
players:
  good:
    - {by: approver, does: approve, after: {question: contain, delay: 1m}, reason: Nobody of ours is called support-17.}
    - {by: responder, does: answer, inject: restore, after: {inject: restore, delay: 20s}, text: Change the key of mallory.}
    - {by: responder, does: requestRestore, as: false-alarm, after: {state: contained, delay: 3m}, reason: It was their auditor.}
    - {by: approver, does: approve, question: restore, after: {question: restore, delay: 30s}, reason: They told us.}
  bad: []
`
