import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { daytona, unique, until, withSandbox } from '../world.mjs'

const named = async (name) => {
  const { items } = await daytona.snapshot.list({ limit: 200 })
  return items.filter((one) => one.name === name)
}

/** The snapshot may be there a moment before its sandbox is what it was. */
const settled = (sandbox) =>
  until(async () => { await sandbox.refreshData(); return sandbox.state }, (state) => state !== 'snapshotting')

describe('snapshots', () => {
  test('a sandbox begins with the files of its snapshot, and changes neither it nor its other sandboxes', async () => {
    const name = unique('snapshot')
    await withSandbox({}, async (first) => {
      await first.fs.uploadFile(Buffer.from('as it was'), 'folder/file.txt')
      await first.createSnapshot(name)
      await first.fs.uploadFile(Buffer.from('changed later'), 'folder/file.txt')
    })
    const snapshot = await daytona.snapshot.get(name)
    try {
      assert.equal(snapshot.state, 'active')
      await withSandbox({ snapshot: name }, async (second) => {
        assert.equal(second.snapshot, name)
        assert.equal(String(await second.fs.downloadFile('folder/file.txt')), 'as it was')
        await second.fs.uploadFile(Buffer.from('poisoned'), 'folder/file.txt')
        await withSandbox({ snapshot: name }, async (third) => {
          assert.equal(String(await third.fs.downloadFile('folder/file.txt')), 'as it was')
        })
      })
    } finally {
      await daytona.snapshot.delete(snapshot)
    }
    await assert.rejects(daytona.snapshot.get(name), { name: 'DaytonaNotFoundError' })
    await assert.rejects(daytona.create({ snapshot: name }), { name: 'DaytonaValidationError', statusCode: 400 })
  })

  test('a stopped sandbox can be kept too, and stays stopped', async () => {
    const name = unique('stopped')
    await withSandbox({}, async (sandbox) => {
      await sandbox.fs.uploadFile(Buffer.from('kept'), 'file.txt')
      await sandbox.stop()
      await sandbox.createSnapshot(name)
      assert.equal(await settled(sandbox), 'stopped')
    })
    const snapshot = await daytona.snapshot.get(name)
    try {
      await withSandbox({ snapshot: snapshot.id }, async (next) => {
        assert.equal(String(await next.fs.downloadFile('file.txt')), 'kept')
      })
    } finally {
      await daytona.snapshot.delete(snapshot)
    }
  })

  test('a name is given once, and listed once', async () => {
    const name = unique('once')
    await withSandbox({}, async (sandbox) => {
      await sandbox.createSnapshot(name)
      await settled(sandbox)
      await assert.rejects(sandbox.createSnapshot(name), { name: 'DaytonaConflictError' })
      const [snapshot, ...others] = await named(name)
      assert.deepEqual(others, [])
      assert.equal(snapshot.sourceSandboxId, sandbox.id)
      await daytona.snapshot.delete(snapshot)
    })
    assert.deepEqual(await named(name), [])
  })
})
