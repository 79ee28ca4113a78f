// What many live previews cost: each page sends its sign, some begin, as many end, and everything else waits. Sandboxes are
// simulated, and their commands take no time to speak of.
import { execFileSync } from 'node:child_process'
import { percentile, row, save, spread } from '../lib/figures.mjs'
import { call, pause, until } from '../lib/http.mjs'
import { cpuOf, pidOf } from '../lib/load.mjs'

const LIVE = Number(process.env.LIVE ?? 10_000)
const RAMP = Number(process.env.RAMP ?? 40)
const SECONDS = Number(process.env.MEASURE_SECONDS ?? 240)
const LIFE_SECONDS = 20 * 60
const BEAT_SECONDS = 120
const RATE = LIVE / LIFE_SECONDS
const AT_ONCE = 400
const PARTS = { gateway: 'gateway-1', worker: 'worker-1', reaper: 'reaper-1', RabbitMQ: 'rabbitmq', Redis: 'redis' }
const REFERENCE = 'the same services at rest'

const simulation = Object.fromEntries(['install', 'build', 'serve'].map((command) => [command, { millis: 100 }]))
const project = {
  projectId: 'cafe',
  files: [
    { path: 'package.json', content: '{"scripts":{"dev":"vite"}}' },
    { path: 'simulation.json', content: JSON.stringify(simulation) },
    { path: 'src/main.js', content: '// '.repeat(2_700) },
  ],
}

const live = []
const times = { create: [], beat: [], stop: [] }
let failed = 0
let users = 0
let starting = 0

async function timed(what, work) {
  const begun = performance.now()
  try {
    return await work()
  } catch {
    failed++
  } finally {
    times[what].push(performance.now() - begun)
  }
}

async function begin() {
  starting++
  const user = `live-${++users}`
  const accepted = await timed('create', () => call('POST', '/api/preview/daytona', user, project, { prefer: 'respond-async' }))
  if (accepted) {
    const { sandboxId } = accepted
    const ask = () => call('GET', `/api/preview/daytona/status?sandboxId=${sandboxId}`, user).catch(() => ({}))
    await until(ask, ({ status }) => status === 'running', 300, 2_000)
      .then(() => live.push({ user, sandboxId, next: performance.now() + Math.random() * BEAT_SECONDS * 1000 }), () => failed++)
  }
  starting--
}

const end = ({ user, sandboxId }) => timed('stop', () => call('DELETE', `/api/preview/daytona?sandboxId=${sandboxId}`, user))

const beat = ({ user, sandboxId }) => timed('beat', () => call('POST', '/api/preview/daytona/heartbeat', user, { sandboxId }))

/** So many a second, without waiting for what it begins. */
function each(rate, work) {
  const begun = performance.now()
  let done = 0
  const timer = setInterval(() => {
    while (done < ((performance.now() - begun) / 1000) * rate) {
      done++
      work()
    }
  }, 20)
  return () => clearInterval(timer)
}

const spent = () => Object.fromEntries(Object.entries(PARTS).map(([part, name]) => [part, cpuOf([pidOf(name)])]))

/** Cores that each part takes, once for each piece of this time. */
async function cores(seconds, pieces) {
  const taken = []
  for (let piece = 0; piece < pieces; piece++) {
    const [before, at] = [spent(), performance.now()]
    await pause((seconds * 1000) / pieces)
    const [after, passed] = [spent(), (performance.now() - at) / 1000]
    taken.push(Object.fromEntries(Object.keys(PARTS).map((part) => [part, (after[part] - before[part]) / passed])))
  }
  return taken
}

const all = (taken) => taken.map((one) => Object.values(one).reduce((a, b) => a + b, 0))

/** What was measured since the last time. */
function measured() {
  const some = { ...times }
  for (const what of Object.keys(times)) times[what] = []
  return some
}

const ms = (some) => `${percentile(some, 0.5).toFixed(0)} and ${percentile(some, 0.99).toFixed(0)} ms`

await begin()
await until(() => starting, (left) => left === 0, 60)
await pause(10_000)
const rest = await cores(30, 3)

// Every page sends its sign so often.
const pages = setInterval(() => {
  const now = performance.now()
  for (const one of live.filter(({ next }) => next <= now)) {
    one.next = now + BEAT_SECONDS * 1000
    beat(one)
  }
}, 20)
const stopRamp = each(RAMP, () => users < LIVE && starting < AT_ONCE && begin())
await until(() => live.length, (count) => count >= LIVE * 0.99, 1_200, 500)
stopRamp()
await until(() => starting, (left) => left === 0, 300)
await pause(20_000)

measured()
const failedBefore = failed
const stopBeginning = each(RATE, begin)
const stopEnding = each(RATE, () => end(live.shift()))
const steady = await cores(SECONDS, 4)
stopBeginning()
stopEnding()
clearInterval(pages)
const told = measured()
const memory = /used_memory_human:(\S+)/.exec(execFileSync('redis-cli', ['-p', process.env.REDIS_PORT, 'info', 'memory'], { encoding: 'utf8' }))[1]
await until(() => starting, (left) => left === 0, 300)
await pause(5_000)

measured()
const tenfold = (10 * LIVE) / BEAT_SECONDS
let next = 0
const stopBeats = each(tenfold, () => beat(live[next++ % live.length]))
await pause(10_000)
const beats = await cores(SECONDS / 4, 4)
stopBeats()

const count = LIVE.toLocaleString('en')
const reference = { ...spread(all(rest)), name: REFERENCE }
const perSecond = RATE.toFixed(1)
save('live', `${LIVE === 10_000 ? '' : `LIVE=${LIVE} `}benchmarks/run live`, [
  row(`${count} live previews, cores of all five`, '', spread(all(steady)), reference),
  ...Object.keys(PARTS).map((part) => row(`of that ${part}`, '', spread(steady.map((one) => one[part])),
    { ...spread(rest.map((one) => one[part])), name: 'at rest' })),
  row(`${Math.round(tenfold)} signs a second and nothing else, cores of all five`, '', spread(all(beats)), reference),
], [
  `${(LIVE / BEAT_SECONDS).toFixed(0)} signs a second, ${perSecond} creates of 8 KB and ${perSecond} stops; ${failed - failedBefore} calls failed`,
  `until a create is accepted ${ms(told.create)}, a sign ${ms(told.beat)}, a stop ${ms(told.stop)} (median and p99)`,
  `with ${Math.round(tenfold)} signs a second, until one is accepted ${ms(times.beat)}`,
  `Redis holds ${memory} with logs, events and what has ended; one service of each kind, one node of RabbitMQ and of Redis`,
])
process.exit(0)
