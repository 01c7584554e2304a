import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { awsTimePlaceholder, revokeOlderSessionsPolicy } from '../../../src/containment/document.js'
import { undoCommands, undoCommandsOf } from '../../../src/report/undo-commands.js'
import { aGroupPlan, anEntity, aRolePlan, aUserPlan, containmentId, putDenyAll } from './plans.js'

const live = { endpoint: null }
const name = `DenyAll-${containmentId}`
const role = anEntity('role', 'ci-deploy')

describe('the commands that undo a block', () => {
  it('look at the policy, and delete it only while it bears our mark', () => {
    const { entity, writes } = aRolePlan()
    expect(undoCommands(entity, writes, live)).toEqual([
      `aws iam get-role-policy --role-name ci-deploy --policy-name ${name}`,
      `aws iam get-role-policy --role-name ci-deploy --policy-name ${name} --query 'PolicyDocument.Statement[0].Sid' --output text | grep -qx Tourniquetcnt0123456789abcdefghij && aws iam delete-role-policy --role-name ci-deploy --policy-name ${name}`,
    ])
  })

  it('turn the keys on first, and take the denial off last', () => {
    const { entity, writes } = aUserPlan()
    const commands = undoCommands(entity, writes, live)
    expect(commands.slice(0, 2)).toEqual([
      'aws iam list-access-keys --user-name ana',
      'aws iam update-access-key --user-name ana --access-key-id AKIAEXAMPLEACTIVE0001 --status Active',
    ])
    expect(commands.at(-1)).toMatch(/&& aws iam delete-user-policy --user-name ana --policy-name DenyAll-cnt_\w+$/)
  })

  it('detach the managed policy, never delete it', () => {
    const { entity, writes } = aGroupPlan()
    expect(undoCommands(entity, writes, live)).toEqual([
      'aws iam list-attached-group-policies --group-name admins',
      'aws iam detach-group-policy --group-name admins --policy-arn arn:aws:iam::aws:policy/AWSDenyAll',
    ])
  })

  it('are none for what a restore takes off', () => {
    const writes = [{ ...putDenyAll, kind: 'deletePolicy' }] as const
    const detach = {
      kind: 'detachPolicy',
      purpose: 'denyAll',
      policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll',
    } as const
    expect(undoCommands(role, [...writes, detach], live)).toEqual([])
  })

  it('know a revoke policy by its mark, whatever date it was given', () => {
    const { name: policyName, document } = revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder)
    const write = { kind: 'putPolicy', purpose: 'revokeOlderSessions', policyName, document } as const
    expect(undoCommands(role, [write], live)[1]).toContain('grep -qx TourniquetRevokecnt0123456789abcdefghij')
  })

  it('name the endpoint, each of them, where it is not AWS', () => {
    const { entity, writes } = aUserPlan()
    const commands = undoCommands(entity, writes, { endpoint: 'http://127.0.0.1:4566' })
    for (const command of commands.flatMap((line) => line.split('&&')))
      expect(command).toMatch(/aws --endpoint-url http:\/\/127\.0\.0\.1:4566 iam /)
  })

  it('of a report name it by the realm, and ask for nothing where it is AWS', () => {
    const { entity, writes } = aRolePlan()
    const [exercise] = undoCommandsOf(entity, writes, 'exercise/aws/111122223333/127.0.0.1:4566')
    expect(exercise).toMatch(
      /--endpoint-url "\$\{AWS_ENDPOINT_URL:\?set it to the endpoint at 127\.0\.0\.1:4566\}" iam /,
    )
    const [real] = undoCommandsOf(entity, writes, 'live/aws/111122223333/aws')
    expect(real).toMatch(/^aws iam /)
  })
})

describe('a shell that runs them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-undo-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Runs the last command with an `aws` that answers with this Sid and writes down what it was asked to delete. */
  function run(sid: string, policyName: string): string {
    const script = `#!/bin/sh\ncase "$2" in get-*) echo '${sid}';; delete-*) echo "$@" ;; esac\n`
    writeFileSync(join(folder, 'aws'), script)
    chmodSync(join(folder, 'aws'), 0o755)
    const command = undoCommands(role, [{ ...putDenyAll, policyName }], live).at(-1) ?? ''
    const env = { PATH: `${folder}:/usr/bin:/bin` }
    return execFileSync('/bin/sh', ['-c', `${command} || true`], { env, encoding: 'utf8' }).trim()
  }

  it.each([
    ['ours', 'Tourniquetcnt0123456789abcdefghij', 'iam delete-role-policy --role-name ci-deploy --policy-name DenyAll'],
    ['of another incident', 'Tourniquetcnt9999999999abcdefghij', ''],
    ['of the customer', 'None', ''],
  ])('deletes a policy of the same name only if it is ours: %s', (_title, sid, deleted) => {
    expect(run(sid, 'DenyAll')).toBe(deleted)
  })
})
