// Creates per second: through the gateway, by the bare client, and by the peer, in turns; then each at half its rate.
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { row, save, spread } from '../lib/figures.mjs'
import { call, until } from '../lib/http.mjs'
import { cpuOf, most, pidOf, steady } from '../lib/load.mjs'

const { GATEWAY, PEER, SERVICE_KEY, FSYNC, RUN, REDIS_PORT, BROKER_JARS, JAVA_HOME } = process.env
const ROUNDS = Number(process.env.ROUNDS ?? (FSYNC === 'always' ? 3 : 2))
const CONNECTIONS = 32
const WARM_UPS = 10
const SECONDS = Number(process.env.MEASURE_SECONDS ?? 6)
const run = promisify(execFile)
const redis = new Redis(Number(REDIS_PORT), '127.0.0.1', { db: 1 })

/** 30 KB of the café's own files, so that it can be compressed as well as projects can. */
function project() {
  const { projectId, files } = JSON.parse(readFileSync(new URL('../../deploy/samples/test-cafe.json', import.meta.url), 'utf8'))
  const some = []
  for (const { path, content } of files) {
    if (JSON.stringify({ projectId, files: [...some, { path, content }] }).length <= 30_000) some.push({ path, content })
  }
  return JSON.stringify({ projectId, files: some })
}

const body = project()
const bodyFile = `${RUN}/project.json`
writeFileSync(bodyFile, body)

const broker = async (...args) =>
  Number((await run(`${JAVA_HOME}/bin/java`, ['-cp', BROKER_JARS, new URL('../lib/Broker.java', import.meta.url).pathname, ...args.map(String)])).stdout)

let users = 0
const fresh = () => `${FSYNC}-${++users}-`

const ours = (seconds) => most('creates.lua', `${GATEWAY}/api/preview/daytona`, { connections: CONNECTIONS, seconds, args: [fresh(), bodyFile, SERVICE_KEY] })
const peers = (seconds) => most('creates.lua', `${PEER}/create`, { connections: CONNECTIONS, seconds, args: [fresh(), bodyFile, SERVICE_KEY] })
const empty = async () => { await broker('purge'); await redis.flushdb() }

// A new deployment's gateway answers 503 until the reaper has compared once.
await until(() => call('POST', '/api/preview/daytona', fresh(), body, { prefer: 'respond-async' }).catch((e) => e), (it) => it.sandboxId, 60, 500)
const size = await broker('size')
// What is measured are services that have been up for a while: in its first ten seconds ours took a quarter of what it took after sixty.
for (let i = 0; i < WARM_UPS; i++) {
  await ours(SECONDS)
  await empty()
}
await peers(SECONDS * 3)
await empty()

const rates = { ours: [], peer: [], bare: [] }
const costs = { ours: [], peer: [] }
let failed = 0
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, servers, measure] of [
    ['ours', ['gateway-1', 'rabbitmq', 'redis'], ours],
    ['peer', ['peer', 'redis'], peers],
  ]) {
    const pids = servers.map(pidOf)
    const before = cpuOf(pids)
    const told = await measure(SECONDS)
    rates[name].push(told.rate)
    costs[name].push((cpuOf(pids) - before) / (told.requests - told.failed) * 1000)
    failed += told.failed
    await empty()
  }
  rates.bare.push(await broker('publish', size, CONNECTIONS, SECONDS))
  await empty()
}

function request(kind) {
  const headers = { 'content-type': 'application/json', prefer: 'respond-async', 'x-api-key': SERVICE_KEY }
  const prefix = fresh()
  let count = 0
  return (asked) => ({ ...asked, path: kind, body, headers: { ...headers, 'x-user-id': prefix + ++count } })
}

const half = {}
for (const [name, base, path] of [['ours', GATEWAY, '/api/preview/daytona'], ['peer', PEER, '/create']]) {
  half[name] = await steady(base, { rate: spread(rates[name]).median / 2, connections: CONNECTIONS, seconds: SECONDS + 2, request: request(path) })
  failed += half[name].failed
  await empty()
}
await redis.quit()

const one = (value) => spread([value])
const peer = (values) => ({ name: 'BullMQ + Fastify', ...values })
const bar = FSYNC === 'always' ? { least: 1.5 } : undefined
save(`accepting-${FSYNC}`, 'benchmarks/run accepting', [
  row(`creates of ${Math.round(body.length / 1000)} KB, \`appendfsync ${FSYNC}\``, '/s', spread(rates.ours), peer(spread(rates.peer)), bar),
  row('the same, beside confirmed publishes of the bare Java client', '/s', spread(rates.ours), { name: `bare client, ${size.toLocaleString('en')} bytes`, ...spread(rates.bare) }),
  row('p50 at half that rate', 'ms', one(half.ours.p50), peer(one(half.peer.p50))),
  row('p99 at half that rate', 'ms', one(half.ours.p99), peer(one(half.peer.p99))),
  row('processor time for each create, all servers together', 'ms', spread(costs.ours), peer(spread(costs.peer))),
], [
  `${CONNECTIONS} connections, ${SECONDS} s each, ${failed} requests failed; half the rate was ${Math.round(half.ours.rate)}/s and ${Math.round(half.peer.rate)}/s`,
])
process.exit(failed ? 1 : 0)
