import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { daytona, unique, withSandbox } from '../world.mjs'

describe('sandboxes', () => {
  const name = unique('whole')
  let sandbox

  before(async () => {
    sandbox = await daytona.create({
      name,
      language: 'typescript',
      labels: { app: 'midori', job: 'j-1' },
      envVars: { GREETING: 'สวัสดี' },
      public: true,
      autoStopInterval: 30,
      autoArchiveInterval: 60,
      autoDeleteInterval: 120,
      ttlMinutes: 240,
    })
  })
  after(() => sandbox.delete(60, true))

  test('a sandbox is what was asked for', () => {
    assert.equal(sandbox.state, 'started')
    assert.equal(sandbox.name, name)
    assert.deepEqual(sandbox.labels, { app: 'midori', job: 'j-1', 'code-toolbox-language': 'typescript' })
    assert.deepEqual(sandbox.env, { GREETING: 'สวัสดี' })
    assert.equal(sandbox.public, true)
    assert.equal(sandbox.autoStopInterval, 30)
    assert.equal(sandbox.autoArchiveInterval, 60)
    assert.equal(sandbox.autoDeleteInterval, 120)
    const life = Date.parse(sandbox.autoDestroyAt) - Date.parse(sandbox.createdAt)
    assert.equal(Math.round(life / 60_000), 240)
  })

  test('it is found by its id and by its name', async () => {
    assert.equal((await daytona.get(sandbox.id)).name, name)
    assert.equal((await daytona.get(name)).id, sandbox.id)
  })

  test('its intervals and its time to live are changed', async () => {
    await sandbox.setAutostopInterval(0)
    await sandbox.setAutoArchiveInterval(90)
    await sandbox.setAutoDeleteInterval(-1)
    await sandbox.setTtl(0)
    const fresh = await daytona.get(sandbox.id)
    assert.deepEqual(
      [fresh.autoStopInterval, fresh.autoArchiveInterval, fresh.autoDeleteInterval, fresh.autoDestroyAt],
      [0, 90, -1, undefined],
    )
  })

  test('its labels are replaced as a whole', async () => {
    await sandbox.setLabels({ only: 'this' })
    assert.deepEqual((await daytona.get(sandbox.id)).labels, { only: 'this' })
  })

  test('it tells where it is and that it is used', async () => {
    assert.match(await sandbox.getUserHomeDir(), /^\/.+/)
    assert.match(await sandbox.getWorkDir(), /^\/.+/)
    const before = (await daytona.get(sandbox.id)).lastActivityAt
    await sandbox.refreshActivity()
    await sandbox.refreshData()
    assert.ok(Date.parse(sandbox.lastActivityAt) >= Date.parse(before))
  })

  test('a stopped sandbox keeps its files and is started again', async () => {
    await withSandbox({}, async (one) => {
      await one.fs.uploadFile(Buffer.from('kept'), 'kept.txt')
      const { token } = await one.getPreviewLink(3000)
      await one.stop()
      assert.equal(one.state, 'stopped')
      await one.start()
      assert.equal(one.state, 'started')
      assert.equal((await one.fs.downloadFile('kept.txt')).toString(), 'kept')
      assert.deepEqual(await one.process.listSessions(), [])
      assert.notEqual((await one.getPreviewLink(3000)).token, token)
    })
  })

  test('an ephemeral sandbox is gone once it is stopped', async () => {
    const one = await daytona.create({ language: 'typescript', ephemeral: true })
    await one.stop()
    assert.equal(one.state, 'destroyed')
    await assert.rejects(daytona.get(one.id), { name: 'DaytonaNotFoundError' })
  })

  test('a deleted sandbox leaves its name free at once', async () => {
    const taken = unique('again')
    const first = await daytona.create({ name: taken, language: 'typescript' })
    await first.delete()
    await withSandbox({ name: taken }, async (second) => assert.notEqual(second.id, first.id))
  })
})
