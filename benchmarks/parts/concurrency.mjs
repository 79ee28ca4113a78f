// What provisions cost a worker while they are in its hands, how fast workers empty the queue, and how long a user waits
// among others. Sandboxes are simulated, and commands in them take the times that each project says.
import { readFileSync } from 'node:fs'
import { percentile, row, save, spread } from '../lib/figures.mjs'
import { call, counted, pause, until } from '../lib/http.mjs'
import { start } from '../lib/java.mjs'

const { JARS, JVM_OPTIONS } = process.env
const IN_HAND = (process.env.IN_HAND ?? '250,1000,2000').split(',').map(Number)
const DRAINED = Number(process.env.DRAINED ?? 480)
const LATENCY_SECONDS = Number(process.env.MEASURE_SECONDS ?? 40)
const PLACES = 16
const LIGHT_EVERY = 250
const cafe = JSON.parse(readFileSync(new URL('../../deploy/samples/test-cafe.json', import.meta.url), 'utf8')).files

let users = 0
const fresh = () => `user-${++users}`

/** The café, whose commands take so many milliseconds. */
function project(install, build, serve, mark = '') {
  const fate = { install: { millis: install }, build: { millis: build }, serve: { millis: serve } }
  return {
    projectId: 'cafe',
    files: [...cafe, { path: 'simulation.json', content: JSON.stringify(fate) }, { path: 'mark.txt', content: `${mark}` }],
  }
}

const worker = (places, env = {}) => start(`${JARS}/provision-worker/aot`, 'provision-worker.jar',
  { env: { PREVIEW_WORKER_CONCURRENCY: `${places}`, ...env } })

const enqueue = (user, body) => call('POST', '/api/preview/daytona', user, body, { prefer: 'respond-async' })

/** So many creates of as many users, a few at a time. */
async function enqueueAll(count, body) {
  let left = count
  await Promise.all(Array.from({ length: 16 }, async () => {
    while (left-- > 0) await enqueue(fresh(), body)
  }))
}

const ran = async (workers) =>
  (await Promise.all(workers.map(({ url }) => counted(url, 'preview_outcomes_total', '"running"')))).reduce((a, b) => a + b, 0)

/** Jobs that all install at once, and what the worker takes meanwhile. */
async function inHand(count) {
  const one = await worker(count)
  // Long enough that the last has begun before the first is done.
  const seconds = 30 + count * 0.09
  try {
    await enqueueAll(count, JSON.stringify(project(seconds * 1000, 100, 100)))
    const installing = async () => (await counted(one.url, 'preview_step_seconds_count', '"uploading"'))
    await until(installing, (uploaded) => uploaded >= count, seconds - 5, 250)
    const held = await counted(one.url, 'preview_jobs_in_flight')
    one.collect()
    const heap = (await counted(one.url, 'jvm_memory_used_bytes', 'area="heap"')) / 2 ** 20
    const threads = await counted(one.url, 'jvm_threads_live_threads')
    const memory = one.memory()
    await until(() => ran([one]), (done) => done >= count, seconds + 120, 500)
    return { held, heap, threads, memory }
  } finally {
    await one.stop()
  }
}

/** Previews a second that so many workers start, from the first of many creates until all run. */
async function drain(count) {
  const workers = []
  try {
    while (workers.length < count) workers.push(await worker(PLACES))
    const begun = performance.now()
    await enqueueAll(DRAINED, JSON.stringify(project(2000, 500, 500)))
    await until(() => ran(workers), (done) => done >= DRAINED, 300, 50)
    return DRAINED / ((performance.now() - begun) / 1000)
  } finally {
    for (const one of workers) await one.stop()
  }
}

/** Seconds from POST until it runs, of users who come one after the other. */
async function latencies(heavy) {
  const times = []
  const body = JSON.stringify(project(1000, 300, 300))
  const workers = [await worker(PLACES), await worker(PLACES)]
  let over = false
  const busy = Array.from({ length: heavy ? 8 : 0 }, async (_, i) => {
    for (let n = 0; !over; n++) {
      await enqueue('heavy', JSON.stringify(project(1000, 300, 300, `${i}-${n}`))).catch(() => pause(200))
    }
  })
  try {
    await call('POST', '/api/preview/daytona', fresh(), body)
    const waiting = []
    for (const end = performance.now() + LATENCY_SECONDS * 1000; performance.now() < end; await pause(LIGHT_EVERY)) {
      const begun = performance.now()
      waiting.push(call('POST', '/api/preview/daytona', fresh(), body).then(() => times.push((performance.now() - begun) / 1000)))
    }
    await Promise.all(waiting)
    return times
  } finally {
    over = true
    await Promise.all(busy)
    for (const one of workers) await one.stop()
  }
}

await until(() => enqueue(fresh(), project(100, 100, 100)).catch((e) => e), (it) => it.sandboxId, 60, 500)

const one = (value) => spread([value])
const hands = []
for (const count of IN_HAND) hands.push({ count, ...(await inHand(count)) })
const drains = {}
for (const count of [1, 2, 4]) drains[count] = await drain(count)
const alone = await latencies(false)
const beside = await latencies(true)

const least = hands[0]
const most = hands.at(-1)
save('concurrency', 'benchmarks/run concurrency', [
  ...hands.flatMap(({ count, heap, threads, memory }) => [
    row(`${count.toLocaleString('en')} provisions in one worker: heap after a collection`, 'MiB', one(heap)),
    row(`${count.toLocaleString('en')} provisions in one worker: memory (RSS)`, 'MiB', one(memory)),
    row(`${count.toLocaleString('en')} provisions in one worker: platform threads`, '', one(threads)),
  ]),
  row('previews a second while creates wait, 1 worker', '/s', one(drains[1])),
  row('previews a second while creates wait, 2 workers', '/s', one(drains[2]), { name: '1 worker', ...one(drains[1]) }),
  row('previews a second while creates wait, 4 workers', '/s', one(drains[4]), { name: '1 worker', ...one(drains[1]) }),
  ...[0.5, 0.95, 0.99].map((share) => row(`start latency beside a heavy tenant, p${share * 100}`, 's',
    one(percentile(beside, share)), { name: 'without it', ...one(percentile(alone, share)) })),
], [
  `\`java -Xmx512m ${JVM_OPTIONS}\`; sandboxes are simulated; all of it on the same cores, local-daytona too`,
  `each provision more takes ${((most.heap - least.heap) * 1024 / (most.count - least.count)).toFixed(1)} KiB of heap; jobs in hand were ${hands.map(({ held }) => held).join(', ')}`,
  `${DRAINED} projects at once whose commands take 3.0 s together; ${PLACES} places in each worker: at most ${(PLACES / 3).toFixed(1)}/s for each`,
  `latency: two workers of ${PLACES} places, a new user each ${LIGHT_EVERY} ms for ${LATENCY_SECONDS} s (${alone.length} and ${beside.length} of them), commands of 1.6 s; the heavy tenant posts other files for its one preview as fast as it is answered, on 8 connections`,
])
process.exit(0)
