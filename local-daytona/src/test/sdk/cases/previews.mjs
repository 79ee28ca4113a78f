import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { daytona, port, simulated, until, visit } from '../world.mjs'

const SERVER = `require('http').createServer((q, s) => s.end(q.url)).listen(${port})`

describe('previews', () => {
  let sandbox

  before(async () => {
    sandbox = await daytona.create({ language: 'typescript' })
    await sandbox.fs.uploadFile(Buffer.from(SERVER), 'server.cjs')
    await sandbox.process.createSession('serve')
    await sandbox.process.executeSessionCommand('serve', {
      command: simulated ? `npm run dev -- --port ${port}` : 'node server.cjs',
      runAsync: true,
    })
    const { url, token } = await sandbox.getPreviewLink(port)
    await until(() => visit(url, { 'x-daytona-preview-token': token }), ({ status }) => status === 200)
  })
  after(() => sandbox.delete(60, true))

  test('a private preview opens with its token only', async () => {
    const { url, token } = await sandbox.getPreviewLink(port)
    assert.match(url, /^http:\/\/\d+-[0-9a-f-]{36}\.localhost:\d+$/)
    assert.equal((await visit(url, { 'x-daytona-preview-token': token })).status, 200)
    assert.equal((await visit(`${url}/?DAYTONA_SANDBOX_AUTH_KEY=${token}`)).status, 200)
    assert.notEqual((await visit(url)).status, 200)
    assert.notEqual((await visit(url, { 'x-daytona-preview-token': 'wrong' })).status, 200)
  })

  test('a signed link opens it until it is revoked', async () => {
    const { url, token, port: opened } = await sandbox.getSignedPreviewUrl(port, 3600)
    assert.equal(opened, port)
    assert.equal((await visit(url)).status, 200)
    await sandbox.expireSignedPreviewUrl(port, token)
    assert.notEqual((await visit(url)).status, 200)
  })

  test('a port on which nothing listens is a bad gateway', async () => {
    const { url, token } = await sandbox.getPreviewLink(1)
    assert.equal((await visit(url, { 'x-daytona-preview-token': token })).status, 502)
  })

  test('ports and times that there are not are refused', async () => {
    await assert.rejects(sandbox.getPreviewLink(0), { name: 'DaytonaValidationError' })
    await assert.rejects(sandbox.getSignedPreviewUrl(3000, 86_401), { name: 'DaytonaValidationError' })
  })
})
