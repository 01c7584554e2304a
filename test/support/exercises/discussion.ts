/** A small exercise of mode `discuss`: a finding that is told, a question, a chat by hand, and one hidden step. */
export const discussionText = `apiVersion: tourniquet.exercise/v1
id: talk
title: A talk
summary: People talk about a key.
mode: discuss
minutes: 15
objectives:
  - {id: know, text: The team knows, metric: rubricPoints, target: 1}
roles:
  - {id: facilitator, name: Kim, does: leads}
  - {id: responder, name: Ana, does: talks}
world:
  account: {accountId: "111122223333", roles: [{name: ci-deploy}]}
  approvals: {contain: {approvers: [responder]}, restore: {approvers: [responder]}}
attack:
  holds: {role: ci-deploy, session: build-1}
  steps:
    - id: door
      technique: T1098.003
      text: The trust policy was changed.
      hidden: true
      revealedBy: {asking: [trust]}
injects:
  - id: alarm
    kind: finding
    title: An alarm
    at: 0s
    source: guardduty
    text: An alarm.
  - id: why
    kind: question
    title: Why?
    at: 2m
    to: [responder]
    text: Why is it bad, {{person:responder}}?
    within: 5m
    rubric:
      - {point: It is used from outside, keywords: [outside, external]}
  - id: mail
    kind: chat
    title: A mail
    manual: true
    from: The owner
    text: It was not me.
limits: {maxDuration: 30m, aftermath: 0s}
players:
  good:
    - {by: responder, does: ask, at: 1m, text: Who can assume it? Show me the trust policy.}
    - {by: responder, does: answer, inject: why, after: {inject: why, delay: 1m}, text: It is used from outside.}
    - {by: facilitator, does: inject, inject: mail, at: 4m}
  bad:
    - {by: responder, does: answer, inject: why, after: {inject: why, delay: 1m}, text: No idea.}
`
