import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, test } from 'node:test'
import { Daytona } from '@daytonaio/sdk'
import { io } from 'socket.io-client'
import { apiKey, apiUrl, daytona, unique, until } from '../world.mjs'

const SCRIPT = `
import { Daytona } from '@daytonaio/sdk'
const sandbox = await new Daytona().create({ language: 'typescript' })
await sandbox.fs.uploadFile(Buffer.from('x'), 'x.txt')
await sandbox.delete()
console.log('done ' + Date.now())
`

const connect = (token) =>
  io(new URL(apiUrl).origin, { path: '/api/socket.io/', transports: ['websocket'], auth: { token }, reconnection: false })

describe('events', () => {
  test('a script ends when it is done', async () => {
    const script = spawn(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    script.stdout.on('data', (chunk) => (said += chunk))
    const code = await new Promise((resolve) => script.on('close', resolve))
    assert.equal(code, 0)
    const idle = Date.now() - Number(said.match(/done (\d+)/)[1])
    assert.ok(idle < 3000, `it stayed for ${idle} ms`)
  })

  test('every change of a sandbox is told', async () => {
    const socket = connect(apiKey)
    try {
      const told = []
      socket.on('sandbox.created', (sandbox) => told.push([sandbox.name, 'created']))
      socket.on('sandbox.state.updated', ({ sandbox, oldState, newState }) => {
        assert.ok(sandbox.toolboxProxyUrl)
        told.push([sandbox.id, oldState, newState])
      })
      await new Promise((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject))
      const name = unique('told')
      const sandbox = await daytona.create({ language: 'typescript', name })
      await sandbox.stop()
      await sandbox.delete(60, true)
      const its = () => told.filter(([who]) => who === sandbox.id || who === name).map(([, ...what]) => what)
      assert.deepEqual(await until(its, (all) => all.at(-1)?.at(-1) === 'destroyed'), [
        ['created'],
        ['creating', 'started'],
        ['started', 'stopping'],
        ['stopping', 'stopped'],
        ['stopped', 'destroying'],
        ['destroying', 'destroyed'],
      ])
    } finally {
      socket.disconnect()
    }
  })

  test('nothing is told to strangers', async () => {
    const socket = connect('wrong')
    const failure = await new Promise((resolve) => socket.on('connect_error', resolve))
    assert.equal(failure.message, 'Unauthorized')
    socket.disconnect()
  })

  test('all of it works without the socket too', async () => {
    const polling = new Daytona({ useDeprecatedPolling: true })
    const sandbox = await polling.create({ language: 'typescript' })
    await sandbox.stop()
    await sandbox.start()
    await sandbox.delete(60, true)
  })
})
