import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Preview, PreviewApi, PreviewError } from '../index.js'
import { overlap } from '../preview.js'
import { Gateway, ID, at, until } from './gateway.js'

const PROJECT = { projectId: 'cafe', files: [{ path: 'package.json', content: '{}' }] }
const FAST = { poll: 20, reopen: 40, reopenAtMost: 40, firstByte: 500, silence: 500, beatAgain: 20, pauseAtMost: 200 }
const RUNNING = { status: 'running', step: 'running', previewUrl: 'http://3000-x.localhost/', previewToken: 'secret' }
const options = { timeout: 10_000 }

let gateway
let previews

beforeEach(async () => {
  gateway = await Gateway.start()
  previews = []
})

afterEach(async () => {
  previews.forEach((preview) => preview.close())
  await gateway.close()
})

function newPreview(more = {}) {
  const preview = new Preview({ api: new PreviewApi({ baseUrl: gateway.url }), pace: FAST, ...more })
  previews.push(preview)
  preview.open()
  return preview
}

const status = (preview) => preview.getSnapshot().status

async function running(more) {
  const preview = newPreview(more)
  await preview.start(PROJECT)
  await until(() => gateway.streams.size === 1)
  gateway.tell('status', { status: 'running', at: at(9) }, RUNNING)
  await until(() => status(preview) === 'running')
  return preview
}

test('follows the stream: steps with their own times, log lines, the link', options, async () => {
  const preview = newPreview()
  const before = preview.getSnapshot()

  await preview.start(PROJECT)
  gateway.tell('status', { status: 'creating', at: at(0) })
  gateway.tell('step', { step: 'creating', at: at(1) }, { step: 'creating' })
  gateway.tell('step', { step: 'installing', at: at(4) }, { step: 'installing', status: 'building' })
  gateway.tell('log', { step: 'installing', line: 'added 12 packages', at: at(5) })
  gateway.tell('status', { status: 'running', at: at(9) }, RUNNING)
  // A look at the status may come before the stream's first event.
  await until(() => status(preview) === 'running' && preview.getSnapshot().logs.length === 1)

  const now = preview.getSnapshot()
  assert.equal(before.status, 'idle')
  assert.equal(now.sandboxId, ID)
  assert.equal(now.previewUrl, RUNNING.previewUrl)
  assert.equal(now.loading, false)
  assert.deepEqual(now.progress, { done: 6, total: 6 })
  const creating = now.steps.find((one) => one.name === 'creating')
  assert.equal(creating.endedAt - creating.startedAt, 3000)
  assert.deepEqual(now.logs, [{ step: 'installing', line: 'added 12 packages' }])
  assert.equal(now.connection, 'stream')
})

test('asks asynchronously, once, however often it is told to start meanwhile', options, async () => {
  const preview = newPreview()

  await Promise.all([preview.start(PROJECT), preview.start(PROJECT), preview.start(PROJECT)])

  assert.equal(gateway.count('POST /daytona'), 1)
  assert.equal(gateway.bodies.find((one) => one.what === 'POST /daytona').headers.prefer, 'respond-async')
})

test('polls where there is no stream', options, async () => {
  gateway.noStreams = true
  const preview = newPreview()
  await preview.start(PROJECT)
  await until(() => preview.getSnapshot().connection === 'polling')

  Object.assign(gateway.state, { status: 'building', step: 'installing', logs: ['a', 'b'] })
  await until(() => preview.getSnapshot().logs.length === 2)
  Object.assign(gateway.state, { ...RUNNING, logs: ['b', 'c'] })
  await until(() => status(preview) === 'running')

  assert.equal(preview.getSnapshot().previewUrl, RUNNING.previewUrl)
  await until(() => preview.getSnapshot().isHeartbeatActive)
})

test('goes on where a broken stream ended, and tells no line twice', options, async () => {
  const preview = newPreview()
  await preview.start(PROJECT)
  await until(() => gateway.streams.size === 1)
  gateway.tell('log', { step: 'installing', line: 'first', at: at(1) })
  await until(() => preview.getSnapshot().logs.length === 1)

  gateway.breakStreams()
  gateway.tell('log', { step: 'installing', line: 'second', at: at(2) }, { logs: ['first', 'second'] })
  await until(() => gateway.lastEventIds.length === 2)
  gateway.tell('log', { step: 'installing', line: 'third', at: at(3) })
  await until(() => preview.getSnapshot().logs.length === 3)

  assert.deepEqual(preview.getSnapshot().logs.map((one) => one.line), ['first', 'second', 'third'])
  assert.equal(gateway.lastEventIds[1], '1-0')
})

test('a stream that has gone silent is given up and opened again', options, async () => {
  const preview = newPreview({ pace: { ...FAST, silence: 60 } })
  await preview.start(PROJECT)

  await until(() => gateway.lastEventIds.length >= 2)
  assert.equal(status(preview), 'creating')
})

test('says that it is offline, and goes on when the gateway is back', options, async () => {
  const preview = await running()
  gateway.refuse = { 'GET /daytona/status': { status: 503, code: 'X' }, 'GET /daytona/events': { status: 503, code: 'X' } }
  gateway.breakStreams()
  await until(() => preview.getSnapshot().connection === 'offline')
  assert.equal(status(preview), 'running')

  gateway.refuse = {}
  await until(() => preview.getSnapshot().connection === 'stream')
})

test('beats while it runs, as often as it is told to', options, async () => {
  gateway.beats = { nextHeartbeatInSeconds: 0.02 }
  const preview = await running()

  await until(() => gateway.count('POST /daytona/heartbeat') >= 3)
  assert.equal(preview.getSnapshot().isHeartbeatActive, true)
  assert.ok(preview.getSnapshot().lastHeartbeat > 0)
  assert.deepEqual(JSON.parse(gateway.bodies.find((one) => one.what.endsWith('heartbeat')).body), { sandboxId: ID, visible: true })
})

test('a hidden page says so, and says at once when it is in sight again', options, async () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const become = (state) => {
    page.visibilityState = state
    page.dispatchEvent(new Event('visibilitychange'))
  }
  const beats = () => gateway.bodies.filter((one) => one.what.endsWith('heartbeat')).map((one) => JSON.parse(one.body).visible)
  globalThis.document = page
  try {
    gateway.beats = { nextHeartbeatInSeconds: 0.05 }
    const preview = await running()
    await until(() => beats().length > 0)
    assert.ok(beats().every((visible) => visible === true))
    assert.equal(preview.getSnapshot().visible, true)

    become('hidden')
    await until(() => beats().at(-1) === false)
    assert.equal(preview.getSnapshot().visible, false)

    gateway.beats = { nextHeartbeatInSeconds: 3600 }
    const before = beats().length
    await until(() => beats().length > before)
    become('visible')
    await until(() => beats().at(-1) === true)
    assert.equal(preview.getSnapshot().visible, true)
  } finally {
    delete globalThis.document
  }
})

test('a hidden page that has no stream does not look: its looks would keep the preview alive', options, async () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  globalThis.document = page
  try {
    gateway.beats = { nextHeartbeatInSeconds: 0.03 }
    await running()
    gateway.noStreams = true
    gateway.breakStreams()
    const looks = () => gateway.count('GET /daytona/status')
    const before = looks()
    await until(() => looks() > before + 3)

    page.visibilityState = 'hidden'
    page.dispatchEvent(new Event('visibilitychange'))
    const beats = gateway.count('POST /daytona/heartbeat')
    await until(() => gateway.count('POST /daytona/heartbeat') > beats + 1)
    const hidden = looks()
    await until(() => gateway.count('POST /daytona/heartbeat') > beats + 8)
    assert.equal(looks(), hidden)

    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    await until(() => looks() > hidden)
  } finally {
    delete globalThis.document
  }
})

test('once it is gone it says why and asks for nothing more', options, async () => {
  gateway.beats = { nextHeartbeatInSeconds: 0.02 }
  const preview = await running()
  const gone = { status: 404, error: 'Sandbox not found', code: 'SANDBOX_NOT_FOUND', endedBecause: 'idle' }
  gateway.refuse = { 'POST /daytona/heartbeat': gone, 'GET /daytona/status': gone }
  await until(() => status(preview) === 'gone')

  assert.equal(preview.getSnapshot().endedBecause, 'idle')
  assert.equal(preview.getSnapshot().isHeartbeatActive, false)
  assert.equal(preview.getSnapshot().previewUrl, null)
  const asked = gateway.asked.length
  await new Promise((resolve) => setTimeout(resolve, 150))
  assert.equal(gateway.asked.length, asked)
})

test('a failure comes with its code, hint and failing lines, at its step', options, async () => {
  const preview = newPreview()
  await preview.start(PROJECT)
  await until(() => gateway.streams.size === 1)
  const failure = { status: 'error', step: 'building', error: 'npm run build failed.', code: 'BUILD_FAILED', hint: 'Fix it.', log: 'TS2322' }
  gateway.tell('step', { step: 'building', at: at(3) }, { status: 'building', step: 'building' })
  gateway.tell('status', { status: 'error', at: at(5) }, failure)
  await until(() => status(preview) === 'error')

  const now = preview.getSnapshot()
  assert.equal(now.error, 'npm run build failed.')
  assert.equal(now.problem.code, 'BUILD_FAILED')
  assert.equal(now.problem.log, 'TS2322')
  assert.equal(now.steps.find((one) => one.name === 'building').state, 'failed')
})

test('a refused start tells why, and starts in a row are slowed down', options, async () => {
  gateway.refuse = { 'POST /daytona': { status: 429, error: 'Today is used up.', code: 'QUOTA_EXCEEDED', retryAfter: 60 } }
  const preview = newPreview()
  const begun = Date.now()
  for (let i = 0; i < 4; i++) {
    await assert.rejects(preview.start(PROJECT), (e) => e instanceof PreviewError && e.code === 'QUOTA_EXCEEDED' && e.retryAfter === 60_000)
  }

  assert.ok(Date.now() - begun >= 40 + 80 + 160 - 30, 'waits between starts')
  assert.equal(status(preview), 'error')
  assert.equal(preview.getSnapshot().error, 'Today is used up.')
})

test('resumes by its id, and forgets it when it ends', options, async () => {
  const stored = new Map([['midori-preview', ID]])
  const storage = { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value), removeItem: (key) => stored.delete(key) }
  gateway.tell('step', { step: 'creating', at: at(1) })
  gateway.tell('log', { step: 'creating', line: 'from before', at: at(2) }, RUNNING)
  const preview = newPreview({ storage })

  assert.equal(preview.resume(), true)
  await until(() => status(preview) === 'running' && preview.getSnapshot().logs.length === 1)
  assert.equal(gateway.count('POST /daytona '), 0)

  gateway.tell('done', { status: 'stopped' }, { status: 'stopped', endedBecause: 'quota' })
  await until(() => status(preview) === 'stopped')
  assert.equal(preview.getSnapshot().endedBecause, 'quota')
  assert.equal(stored.size, 0)
})

test('stops at once for whoever looks, and for good when the gateway says so', options, async () => {
  const preview = await running()

  const stopping = preview.stop()
  assert.equal(status(preview), 'stopping')
  await stopping
  gateway.tell('done', { status: 'stopped' }, { status: 'stopped', endedBecause: 'user' })
  await until(() => status(preview) === 'stopped')

  await preview.stop()
  assert.equal(gateway.count('POST /daytona/stop'), 1)
})

test('leaving stops it only where that is wanted', options, async () => {
  const kept = await running()
  kept.leave()
  assert.equal(gateway.count('POST /daytona/stop'), 0)

  const left = newPreview({ stopOnLeave: true })
  left.resume(ID)
  await until(() => status(left) === 'running')
  left.leave()
  await until(() => gateway.count('POST /daytona/stop') === 1)
})

test('files are changed only while it runs', options, async () => {
  const preview = newPreview()
  await assert.rejects(preview.update(PROJECT.files), (e) => e.code === 'NOT_RUNNING')

  const live = await running()
  assert.equal((await live.update(PROJECT.files)).message, 'done')
})

test('a gateway that is not there is told as such', options, async () => {
  const api = new PreviewApi({ baseUrl: 'http://127.0.0.1:1' })

  await assert.rejects(api.status(ID), (e) => e.status === 0 && e.code === 'UNREACHABLE' && !e.isGone)
})

for (const [known, newest, expected] of [
  [[], ['a'], 0],
  [['a', 'b'], ['b', 'c'], 1],
  [['a', 'b'], ['a', 'b', 'c'], 2],
  [['a'], ['b'], 0],
  [['a', 'b', 'c', 'd'], ['a', 'b', 'c'], 3],
  [['a', 'b', 'c', 'd'], ['b', 'c'], 2],
  [['x', 'x'], ['x', 'x', 'x'], 2],
]) {
  test(`of ${JSON.stringify(newest)} ${expected} are known after ${JSON.stringify(known)}`, () => {
    assert.equal(overlap(known, newest), expected)
  })
}
