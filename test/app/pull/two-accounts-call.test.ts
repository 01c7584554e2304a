import { queueIn } from '../../support/pull/queue-world.js'
import { useTestPostgres } from '../../support/services.js'
import { useWorlds } from '../../support/worlds.js'

const createWorld = useWorlds({ databaseUrl: (await useTestPostgres()).url })

it("accuses the caller of a call across two accounts where only the caller's account is served", async () => {
  const world = await createWorld()
  const queue = await queueIn(world)
  await queue.send({
    sid: 'scheduler__admin__search__RMD5c0ffee_at_1772359290_42',
    search_name: 'AWS Cross Account Activity From Previously Unseen Account',
    result: {
      _time: '2026-03-01T10:01:30.000+00:00',
      eventName: 'AssumeRole',
      'userIdentity.arn': `arn:aws:sts::${world.accountId}:assumed-role/ci-deploy/build-4711`,
      'requestParameters.roleArn': 'arn:aws:iam::999999999999:role/elsewhere',
    },
  })
  queue.read({ source: 'splunk' })
  await queue.untilLeft(0)
  const [incident] = await queue.incidents()
  await queue.close()
  const opened = await world.runtime.engine.store.readIncident(incident?.id ?? '')
  expect(opened?.principalKey).toBe(`aws:${world.accountId}:role:ci-deploy`)
})
