// From POST to a page that answers, through the whole system and by the official SDK in a plain script, in turns.
import { readFile } from 'node:fs/promises'
import { Daytona } from '@daytonaio/sdk'
import { percentile, row, save, spread } from '../lib/figures.mjs'
import { call, counted, pause, until, visit } from '../lib/http.mjs'

const { MODE, WORKER, REAPER } = process.env
const ROUNDS = Number(process.env.ROUNDS ?? 4)
/** Other projects of the template's come to sandboxes that wait for them. */
const POOLED = process.env.PREVIEW_POOL_ENABLED === 'true'
const CHANGES = POOLED ? 0 : 3
/** The first round leaves the packages behind that the others find. */
const KEPT = process.env.PREVIEW_DEPENDENCIES_ENABLED === 'true'
const sample = JSON.parse(await readFile(new URL('../../deploy/samples/test-cafe.json', import.meta.url), 'utf8'))
const daytona = new Daytona()
const steps = {}

/** What the worker does, one call after another, with the SDK's own ways to wait. */
async function plain() {
  const begun = performance.now()
  let last = begun
  const done = (step) => {
    (steps[step] ??= []).push((performance.now() - last) / 1000)
    last = performance.now()
  }
  const sandbox = await daytona.create({ language: 'typescript', autoStopInterval: 0 })
  try {
    done('create')
    await sandbox.fs.uploadFiles(
      sample.files.map(({ path, content }) => ({ source: Buffer.from(content), destination: `app/${path}` })))
    done('upload')
    await command(sandbox, 'npm install --prefer-offline --no-audit --no-fund')
    done('install')
    await command(sandbox, 'npm run build --if-present')
    done('build')
    await sandbox.process.createSession('serve')
    await sandbox.process.executeSessionCommand('serve', {
      command: 'cd app && PORT=3000 npm run dev -- --host 0.0.0.0 --port 3000', runAsync: true,
    })
    const { url } = await sandbox.getSignedPreviewUrl(3000, 3600)
    await pageAnswers(url)
    done('serve')
    return (performance.now() - begun) / 1000
  } finally {
    await sandbox.delete(60, true)
  }
}

async function command(sandbox, line) {
  const { exitCode, result } = await sandbox.process.executeCommand(line, 'app', undefined, 600)
  if (exitCode !== 0) throw new Error(`${line} ended with ${exitCode}: ${result.slice(-500)}`)
}

const pageAnswers = (url) => until(() => visit(url), ({ status, body }) => status === 200 && body.includes('/src/main.tsx'), 120)

/** Through the gateway, whose POST is held until the preview runs. Then the same with other files in the running sandbox. */
async function system(round) {
  const user = `benchmark-${MODE}-${round}`
  if (POOLED) await poolIsFull()
  const project = POOLED ? marked(`of ${user}`) : sample
  const begun = performance.now()
  const { sandboxId, url } = await call('POST', '/api/preview/daytona', user, project)
  await pageAnswers(url)
  if (POOLED) await shows(url, `of ${user}`)
  const cold = (performance.now() - begun) / 1000
  try {
    if (MODE === 'beside') await buildHasEnded(user, sandboxId)
    const reuse = []
    for (let i = 0; i < CHANGES; i++) reuse.push(await change(user, `${round}-${i}`))
    return { cold, reuse }
  } finally {
    await call('DELETE', `/api/preview/daytona?sandboxId=${sandboxId}`, user)
    await until(() => call('GET', `/api/preview/daytona/status?sandboxId=${sandboxId}`, user), ({ status }) => status === 'stopped', 60)
  }
}

const poolIsFull = () => until(() => counted(REAPER, 'preview_pool_sandboxes', '"ready"'), (ready) => ready > 0, 180, 200)

/** The build beside is no part of what is waited for, and would take processors from the next measurement. */
async function buildHasEnded() {
  builds++
  await until(() => counted(WORKER, 'preview_builds_total'), (ended) => ended >= builds, 120, 200)
}
let builds

const marked = (mark) => ({
  ...sample,
  files: sample.files.map((file) =>
    file.path === 'src/App.tsx' ? { ...file, content: `${file.content}\nconsole.debug("mark ${mark}");\n` } : file),
})

/** The changed module itself is what has to be seen. */
const shows = (url, mark) => until(() => visit(new URL('/src/App.tsx', url)), ({ body }) => body.includes(`mark ${mark}`), 60)

async function change(user, mark) {
  const project = marked(mark)
  const begun = performance.now()
  const { url } = await call('POST', '/api/preview/daytona', user, project)
  await shows(url, mark)
  const took = (performance.now() - begun) / 1000
  if (MODE === 'beside') await buildHasEnded()
  return took
}

/** A project without packages, whose commands wait more than they compute. */
const idle = {
  ...sample,
  files: Object.entries({
    'package.json': JSON.stringify({
      name: 'idle', private: true, type: 'module',
      scripts: { build: 'node -e "setTimeout(() => {}, 4000)"', dev: 'node serve.js' },
    }),
    'serve.js': `import http from 'node:http'
      setTimeout(() => http.createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>idle')).listen(process.env.PORT), 1500)`,
  }).map(([path, content]) => ({ path, content })),
}

/** Services that have just been started compile their code while they are measured; those of a day do not. */
async function warmUp(seconds) {
  const end = performance.now() + seconds * 1000
  await Promise.all(Array.from({ length: 6 }, async (_, lane) => {
    for (let i = 0; performance.now() < end; i++) {
      const user = `warm-${MODE}-${lane}-${i}`
      const { sandboxId, url } = await call('POST', '/api/preview/daytona', user, idle)
      await until(() => visit(url), ({ status }) => status === 200, 60)
      await call('DELETE', `/api/preview/daytona?sandboxId=${sandboxId}`, user)
    }
  }))
  // What is still being ended, or built beside.
  await pause(8000)
}

/** How often the worker has done each step, and how long that took it. */
async function worked() {
  const all = {}
  for (const step of ['creating', 'uploading', 'installing', 'building', 'starting']) {
    all[step] = {
      times: await counted(WORKER, 'preview_step_seconds_count', `"${step}"`),
      sum: await counted(WORKER, 'preview_step_seconds_sum', `"${step}"`),
    }
  }
  return all
}

await warmUp(Number(process.env.WARM_SECONDS ?? 60))
const kept = () => counted(WORKER, 'preview_dependencies_build_seconds_count', '"built"')
const keptBefore = await kept()
builds = await counted(WORKER, 'preview_builds_total')
let before

const plainly = []
const through = []
const reused = []
for (let round = 0; round <= ROUNDS; round++) {
  // Who begins changes, and the first round only warms up.
  const turns = [async () => {
    // The pool's next sandbox would be filled beside it.
    if (POOLED) await poolIsFull()
    plainly.push(await plain())
  }, async () => {
    const { cold, reuse } = await system(round)
    through.push(cold)
    reused.push(...reuse)
  }]
  for (const turn of round % 2 ? turns.reverse() : turns) {
    await turn()
    await pause(1000)
  }
  if (KEPT && round === 0) await until(kept, (built) => built > keptBefore, 180, 200)
  if (round === 0) {
    before = await worked()
    for (const all of [plainly, through, reused, ...Object.values(steps)]) all.length = 0
  }
}

if (POOLED) {
  const hits = await counted(WORKER, 'preview_pool_claims_total', '"hit"')
  if (hits !== ROUNDS + 1) throw new Error(`${hits} of ${ROUNDS + 1} projects came to a sandbox that waited`)
}
const reference = { name: 'plain script', ...spread(plainly) }
const after = await worked()
const seconds = {}
for (const [step, { times, sum }] of Object.entries(after)) {
  if (times > before[step].times) seconds[step] = (sum - before[step].sum) / (times - before[step].times)
}
const listed = (all) => Object.entries(all).map(([step, value]) => `${step} ${value.toFixed(2)} s`).join(', ')
const what = POOLED ? 'pool' : KEPT ? 'dependencies' : MODE
const rows = {
  pool: () => [row(`a sandbox waits, \`build-mode=${MODE}\``, 's', spread(through), reference, { most: 0.1 })],
  dependencies: () => [row(`dependencies seen before, \`build-mode=${MODE}\``, 's', spread(through), reference, { most: 0.25 })],
  [MODE]: () => [
    row(`cold, \`build-mode=${MODE}\``, 's', spread(through), reference, { most: 1.05 }),
    row(`reuse with changed files, \`build-mode=${MODE}\``, 's', spread(reused), reference, MODE === 'beside' ? { most: 0.05 } : undefined),
  ],
}
const named = { pool: 'a sandbox that waits', dependencies: 'dependencies seen before' }
save(`overhead-${what}`, `${process.env.ROUNDS ? `ROUNDS=${ROUNDS} ` : ''}benchmarks/run overhead`, rows[what](), [
  `p95 of ${named[what] ?? 'cold'} ${percentile(through, 0.95).toFixed(2)} s${reused.length ? `, of reuse ${percentile(reused, 0.95).toFixed(2)} s` : ''}, of the plain script ${percentile(plainly, 0.95).toFixed(2)} s`,
  `the plain script's steps, median: ${listed(Object.fromEntries(Object.entries(steps).map(([step, all]) => [step, spread(all).median])))}`,
  `the worker's steps, mean of all that it did meanwhile: ${listed(seconds)}`,
])
process.exit(0)
