// Heartbeats per second, from HTTP until they are applied in Redis, beside the peer's, which writes to Redis itself.
import { readFileSync, writeFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { row, save, spread } from '../lib/figures.mjs'
import { call, counted, until } from '../lib/http.mjs'
import { cpuOf, most, pidOf } from '../lib/load.mjs'

const { GATEWAY, REAPER, PEER, SERVICE_KEY, RUN, REDIS_PORT } = process.env
const ROUNDS = Number(process.env.ROUNDS ?? 3)
const MODELS = 64
const COPIES = 300
const SECONDS = Number(process.env.MEASURE_SECONDS ?? 10)
const CONNECTIONS = 64
const A_MILLION = 1_000_000 / 120

const tiny = { projectId: 'tiny', files: [{ path: 'package.json', content: '{"name":"tiny"}' }] }
const redis = new Redis(Number(REDIS_PORT), '127.0.0.1')
const peersRedis = new Redis(Number(REDIS_PORT), '127.0.0.1', { db: 1 })
const lua = readFileSync(new URL('../lib/copies.lua', import.meta.url), 'utf8')

await until(() => call('POST', '/api/preview/daytona', 'first', tiny).catch((e) => e), (it) => it.sandboxId, 60, 500)
const models = await Promise.all(Array.from({ length: MODELS }, (_, i) => call('POST', '/api/preview/daytona', `model-${i}`, tiny)))
const previews = (await Promise.all(models.map(({ sandboxId }) =>
  redis.eval(lua, 1, `preview:{p${sandboxId.slice(3, 5)}}:`, sandboxId, COPIES)))).flat()
const file = `${RUN}/previews`
writeFileSync(file, previews.join('\n') + '\n')
const writes = peersRedis.pipeline()
for (const preview of previews) {
  const [id, user] = preview.split(' ')
  writes.hset(`sandbox:${id}`, 'userId', user).zadd('liveness', 1, id)
}
await writes.exec()

const applied = async () =>
  (await counted(REAPER, 'preview_heartbeats_total', '"applied"')) + (await counted(REAPER, 'preview_heartbeats_total', '"merged"'))

/** Until the last of them is applied. */
async function ours(seconds) {
  const pids = ['gateway-1', 'rabbitmq', 'reaper-1', 'redis'].map(pidOf)
  const before = await applied()
  const cpu = cpuOf(pids)
  const begun = performance.now()
  const told = await most('beats.lua', `${GATEWAY}/api/preview/daytona/heartbeat`, { connections: CONNECTIONS, seconds, args: [file, SERVICE_KEY] })
  const beats = told.requests - told.failed
  const sent = performance.now()
  await until(async () => (await applied()) - before, (count) => count >= beats, 60, 100)
  const took = (performance.now() - begun) / 1000
  return { rate: beats / took, accepted: told.rate, lag: (performance.now() - sent) / 1000, perCpuSecond: beats / (cpuOf(pids) - cpu), failed: told.failed, load: told.cpu / took }
}

async function peer(seconds) {
  const pids = ['peer', 'redis'].map(pidOf)
  const cpu = cpuOf(pids)
  const told = await most('beats.lua', `${PEER}/heartbeat`, { connections: CONNECTIONS, seconds, args: [file, SERVICE_KEY] })
  return { rate: told.rate, perCpuSecond: (told.requests - told.failed) / (cpuOf(pids) - cpu), failed: told.failed, load: told.cpu / told.seconds }
}

// What is measured are services that have been up for a while.
await ours(SECONDS * 5)
await peer(SECONDS)
const all = { ours: [], peer: [] }
for (let round = 0; round < ROUNDS; round++) {
  all.ours.push(await ours(SECONDS))
  all.peer.push(await peer(SECONDS))
}
await redis.quit()
await peersRedis.quit()

const of = (name, field) => spread(all[name].map((told) => told[field]))
const reference = (field) => ({ name: 'Fastify + Redis', ...of('peer', field) })
const failed = [...all.ours, ...all.peer].reduce((sum, told) => sum + told.failed, 0)
const perCore = of('ours', 'perCpuSecond').median
save('heartbeats', 'benchmarks/run heartbeats', [
  row('heartbeats applied in Redis, on all of this machine', '/s', of('ours', 'rate'), reference('rate')),
  row('for each second of a core, without the load tool', '/s', of('ours', 'perCpuSecond'), reference('perCpuSecond')),
], [
  `${previews.length.toLocaleString('en')} previews of as many users in ${new Set(models.map(({ sandboxId }) => sandboxId.slice(3, 5))).size} partitions, ${CONNECTIONS} connections, ${SECONDS} s each; ${failed} requests failed; the last beat was applied ${of('ours', 'lag').median.toFixed(1)} s after the load ended`,
  `the load tool took ${of('ours', 'load').median.toFixed(2)} of a core`,
  `a million open previews send ${Math.round(A_MILLION).toLocaleString('en')} beats a second: ${(A_MILLION / perCore).toFixed(1)} cores for gateways, broker, reaper and Redis together`,
])
process.exit(failed ? 1 : 0)
