import { showDuration } from './duration.js'
import { EXERCISE_API_VERSION } from './exercise-file.js'

/** What a new exercise is called. */
export interface NewExercise {
  /** As in `exerciseIdSchema`. */
  readonly id: string
  readonly title: string
}

/**
 * The text of a new exercise file: small, explained, without a problem for `checkExercise`, and one that runs with its good player
 * to objectives that are met and with its bad player to some that are not. To be changed into what one needs.
 */
export function newExerciseText({ id, title }: NewExercise): string {
  return [head(id, title), ROLES, WORLD, ATTACK, INJECTS, PLAYERS].join('\n')
}

function head(id: string, title: string): string {
  return `# Check it with \`tourniquet exercise check FILE\`, play it with \`tourniquet exercise run FILE\`, and let the scripted players
# play it in a second with \`tourniquet exercise run FILE --time-scale 0 --player good\`. docs/exercises.md explains every key.
apiVersion: ${EXERCISE_API_VERSION}
id: ${id}
title: ${JSON.stringify(title)}
summary: >
  Somebody far away uses the deployment role. Find out what happened, decide about the block, and say what it does not stop.
mode: rehearse            # discuss: people talk, and the playbook rests
minutes: 20               # how long it takes with people
seed: 1                   # the same seed and answers give the same run in virtual time
classification: TLP:AMBER
playbook: compromised-principal
# Of a play with the right decisions, the states of the incident from its first to its last.
expectedPath: [investigating, planning, awaitingApproval, blocking, verifying, contained]

# Each objective is a number that the run itself gives. Times take a duration, counts a number.
objectives:
  - {id: contain, text: The role is contained within 15 minutes of the finding, metric: timeToContain, target: ${showDuration(900_000)}}
  - {id: path, text: The incident goes the way it should, metric: pathAsExpected, target: true}
  - {id: alone, text: Nobody acts beyond their role, metric: unauthorisedAttempts, target: 0}
  - {id: limits, text: The team knows what a block does not stop, metric: rubricPoints, target: 2}
`
}

const ROLES = `# People act under the id of their role, on the record too.
roles:
  - {id: facilitator, name: The facilitator, does: leads the exercise and plays what is marked manual}
  - {id: responder, name: The responder, does: looks at the evidence and proposes what to do}
  - {id: approver, name: The approver, does: decides about the block}
`

const WORLD = `world:
  account:                # the simulated AWS account
    accountId: "111122223333"
    region: us-east-1
    roles:
      - name: ci-deploy
        trustPolicy:
          Version: "2012-10-17"
          Statement:
            - {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: "sts:AssumeRole"}
        inlinePolicies:
          - name: deploy
            document:
              Version: "2012-10-17"
              Statement:
                - {Effect: Allow, Action: ["s3:*", "iam:CreateUser", "iam:ListRoles"], Resource: "*"}
      - name: build-runner
        inlinePolicies:
          - name: deploys
            document:
              Version: "2012-10-17"
              Statement:
                - {Effect: Allow, Action: ["sts:AssumeRole"], Resource: "*"}
  # What happened before T+0; CloudTrail has it.
  history:
    - id: intruder
      by: {role: ci-deploy, session: build-4711, assumedBy: build-runner, sourceIp: 198.51.100.77}
      from: 40m
      until: 20m          # what was made less than 15 minutes before the block is a way back, and no containment
      calls:
        - {service: s3, action: ListBuckets}
        - {service: iam, action: ListRoles}
        - {service: iam, action: CreateUser, parameters: {UserName: support-2}}
  # Who may do what, as in the configuration of a real installation.
  approvals:
    contain: {approvers: [approver], quorum: 1, expires: 30m}
    restore: {approvers: [approver], quorum: 1}
    operators: [responder]
    viewers: [facilitator]
`

const ATTACK = `attack:
  holds: {role: ci-deploy, session: build-4711, assumedBy: build-runner, sourceIp: 198.51.100.77}
  steps:
    # It happened before, nobody has seen it, and it comes to light when the evidence shows it or somebody asks.
    - id: second-door
      technique: T1136.003
      text: The intruder made the user support-2 to come back by.
      hidden: true
      revealedBy: {evidence: [CreateUser], asking: [new user*, created user*, persist*, come back]}
`

const INJECTS = `injects:
  - id: alarm
    kind: finding
    title: GuardDuty reports the role ci-deploy
    at: 0s
    source: guardduty
    make:                 # or payload: the JSON of the source
      about: {history: intruder}
      type: UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS
      severity: 8
    expect: {does: [approve], by: approver, within: 10m, reason: 10}
  - id: release
    kind: pressure
    title: The release manager wants to wait
    after: {question: contain, delay: 1m}
    from: The release manager
    to: [approver]
    text: "{{role:ci-deploy:arn}} is needed for the release in an hour. Can you wait?"
    expect: {does: [approve, deny, answer], by: approver, within: 5m}
    notes: Ask what the release could use in its place.
  - id: still-open
    kind: question
    title: What does the block not stop?
    after: {state: contained, delay: 1m}
    to: [responder, approver]
    text: The block holds. What can the attacker still do?
    within: 5m
    rubric:
      - point: The user that was made lives on
        keywords: [support-2, new user, created user, other user]
        weight: 2
      - point: Sessions that were assumed onward are not stopped
        keywords: [assumed onward, other role*, role chain*, chained]

limits: {maxDuration: 45m, aftermath: 1m, timeScale: 1}
`

const PLAYERS = `# What scripted players do: \`--player good\` and \`--player bad\`.
players:
  good:
    - {by: responder, does: note, after: {state: awaitingApproval, delay: 1m}, text: "198.51.100.77 is not ours, and CreateUser is in no change."}
    - {by: approver, does: approve, after: {question: contain, delay: 3m}, reason: The evidence shows CreateUser from an address that is not ours.}
    - {by: approver, does: answer, inject: release, after: {inject: release, delay: 30s}, choice: approve, text: No. The release can use another role.}
    - {by: responder, does: answer, inject: still-open, after: {inject: still-open, delay: 1m}, text: The new user lives on.}
  bad:
    - {by: responder, does: approve, after: {question: contain, delay: 2m}, reason: I will do it myself.}
    - {by: approver, does: deny, after: {question: contain, delay: 20m}, reason: The release comes first.}
`
