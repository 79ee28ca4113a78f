// What operators do on a running system, over the gateway's admin API.
const gateway = process.env.GATEWAY ?? 'http://127.0.0.1:8080'
const key = process.env.PREVIEW_ADMIN_KEY
const letters = `${gateway}/api/preview/dead-letters`
const cleanup = `${gateway}/api/preview/cleanup`
const ops = `${gateway}/api/preview/ops`
const actions = ['start', 'stop', 'cleanup', 'sync', 'memory', 'stopped']

const usage = `usage: deploy/ops status [--json]
       deploy/ops cleanup ${actions.join(' | ')}
       deploy/ops pool status | pause | resume [--json]
       deploy/ops sandboxes [--status STATUS] [--query TEXT] [--limit N] [--json]
       deploy/ops stop SANDBOX
       deploy/ops dead-letters list [--reason CODE] [--limit N] [--json]
       deploy/ops dead-letters show ID
       deploy/ops dead-letters replay ID | --all [--reason CODE] [--older-than PT1H] [--limit N] [--dry-run]
       deploy/ops dead-letters discard ID
GATEWAY is ${gateway}; PREVIEW_ADMIN_KEY is ${key ? 'set' : 'not set'}`

function fail(message, code = 1) {
  console.error(`ops: ${message}`)
  process.exit(code)
}

async function call(url, options = {}) {
  return answerTo(url, options).catch((e) => fail(e.message))
}

async function answerTo(url, options = {}) {
  const ask = () => fetch(url, {
    ...options,
    headers: { 'Content-Type': 'application/json', ...(key ? { 'X-Api-Key': key } : {}) },
  })
  let answer
  try {
    // A connection may be closed at the very moment at which it is used again (RFC 9110, 9.2.2).
    answer = await ask().catch((e) => (options.method ? Promise.reject(e) : ask()))
  } catch (e) {
    throw new Error(`${gateway} does not answer (${e.cause?.code ?? e.cause?.message ?? e.message})`)
  }
  const body = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Error(`${answer.status} ${body.code ?? ''}: ${body.error ?? 'no reason given'} ${body.hint ?? ''}`)
  return body
}

// Words that are no option, and the options with their values.
function parse(words) {
  const options = {}
  const rest = []
  for (let i = 0; i < words.length; i++) {
    if (!words[i].startsWith('--')) rest.push(words[i])
    else if (['--all', '--dry-run', '--json'].includes(words[i])) options[words[i].slice(2)] = true
    else if (i + 1 < words.length) options[words[i].slice(2)] = words[++i]
    else fail(`${words[i]} needs a value`, 2)
  }
  return { rest, options }
}

function age(seconds) {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 3600)} h`
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  for (const row of rows) console.log(row.map((cell, column) => String(cell).padEnd(widths[column])).join('  ').trimEnd())
}

async function list({ reason, limit = '100', json }) {
  const query = new URLSearchParams({ limit, ...(reason ? { reason } : {}) })
  const { deadLetters } = await call(`${letters}?${query}`)
  if (json) console.log(JSON.stringify(deadLetters, null, 2))
  else if (deadLetters.length === 0) console.log('none')
  else {
    table([
      ['ID', 'COMMAND', 'SANDBOX', 'REASON', 'ATTEMPTS', 'AGE', 'BYTES'],
      ...deadLetters.map((one) => [one.id, one.command, one.sandboxId ?? '-', one.reason, one.attempts, age(one.ageSeconds), one.size]),
    ])
  }
}

async function replay(id, options) {
  if (id) {
    await call(`${letters}/${encodeURIComponent(id)}/replay`, { method: 'POST' })
    console.log('replayed 1')
    return
  }
  if (!options.all) fail('say which: an id, or --all', 2)
  const body = {
    ...(options.reason ? { reason: options.reason } : {}),
    ...(options['older-than'] ? { olderThan: options['older-than'] } : {}),
    ...(options.limit ? { limit: Number(options.limit) } : {}),
    dryRun: Boolean(options['dry-run']),
  }
  const { replayed, dryRun } = await call(`${letters}/replay`, { method: 'POST', body: JSON.stringify(body) })
  console.log(dryRun ? `would replay ${replayed}` : `replayed ${replayed}`)
}

// How things are: counts, what the clean-up is about, queues, workers. Without a reaper nobody knows the first two.
async function status({ json }) {
  const overview = await call(`${ops}/overview`)
  const { stats, missing } = await answerTo(cleanup).catch((e) => ({ stats: null, missing: e.message }))
  if (json) console.log(JSON.stringify({ stats, overview }, null, 2))
  else {
    if (stats) figures(stats)
    else console.log(missing)
    parts(overview)
  }
  if (!stats) process.exitCode = 1
}

function figures(stats) {
  const counts = ['running', 'creating', 'building', 'stopping', 'stopped', 'error'].map((word) => `${stats[word]} ${word}`)
  console.log(counts.join(', '))
  const lag = stats.heartbeatLagSeconds
  console.log(
    `sweeps ${stats.isServiceRunning ? 'on' : 'OFF'}, heartbeat lag ${lag === null || lag === undefined ? 'unknown' : `${lag} s`}` +
      (stats.notJudging ? `; nothing idle is removed: ${stats.notJudging}` : ''),
  )
}

function parts(overview) {
  if (overview.queues) {
    console.log()
    table([['QUEUE', 'WAITING', 'CONSUMERS'], ...overview.queues.map((one) => [one.name, one.messages, one.consumers])])
  } else console.log('the broker does not tell its depths')
  console.log()
  if (overview.workers.length === 0) console.log('no worker is heard of')
  else table([['WORKER', 'JOBS', 'OF', 'PAUSED'], ...overview.workers.map((one) => [one.name, one.inFlight, one.capacity, one.paused ?? '-'])])
}

async function clean(action) {
  if (!actions.includes(action)) fail(`say which: ${actions.join(', ')}`, 2)
  const { message, result } = await call(cleanup, { method: 'POST', body: JSON.stringify({ action }) })
  console.log(message)
  if (result && Object.keys(result).length > 0) console.log(JSON.stringify(result))
}

async function pool(verb, { json }) {
  if (!['status', 'pause', 'resume'].includes(verb)) fail('say which: status, pause, resume', 2)
  const standing = await (verb === 'status' ? call(`${ops}/pool`) : call(`${ops}/pool/${verb}`, { method: 'POST' }))
  if (json) return console.log(JSON.stringify(standing, null, 2))
  console.log(standing.on ? 'on' : 'PAUSED: what waits is handed out, and nothing is filled')
  if (standing.templates.length > 0) {
    table([
      ['TEMPLATE', 'READY', 'OF', 'FILLING', 'FAILURES'],
      ...standing.templates.map((one) => [one.name, one.ready, one.size, one.filling, one.stopped ? `${one.failures}, filled no more` : one.failures]),
    ])
  }
}

async function sandboxes({ status: word, query = '', limit = '50', json }) {
  const parameters = new URLSearchParams({ query, limit, ...(word ? { status: word } : {}) })
  const page = await call(`${ops}/sandboxes?${parameters}`)
  if (json) console.log(JSON.stringify(page.sandboxes, null, 2))
  else if (page.sandboxes.length === 0) console.log('none')
  else {
    table([
      ['SANDBOX', 'STATUS', 'STEP', 'USER', 'PROJECT', 'WHY'],
      ...page.sandboxes.map((one) => [one.id, one.status, one.step ?? '-', one.userId, one.projectId, one.failureCode ?? one.endedBecause ?? one.aliveBecause ?? '-']),
    ])
    if (page.next) console.log('there are more')
  }
}

async function stop(id) {
  const { status: word } = await call(`${ops}/sandboxes/${encodeURIComponent(id)}/stop`, { method: 'POST' })
  console.log(word)
}

async function deadLetters([verb, ...rest], options) {
  const needId = () => rest[0] ?? fail('say which: an id', 2)
  if (verb === 'list') await list(options)
  else if (verb === 'show') console.log(JSON.stringify((await call(`${letters}/${encodeURIComponent(needId())}`)).deadLetter, null, 2))
  else if (verb === 'replay') await replay(rest[0], options)
  else if (verb === 'discard') {
    await call(`${letters}/${encodeURIComponent(needId())}`, { method: 'DELETE' })
    console.log('discarded 1')
  } else fail(usage, 2)
}

const [area, ...words] = process.argv.slice(2)
const { rest, options } = parse(words)
if (area === 'status') await status(options)
else if (area === 'cleanup') await clean(rest[0])
else if (area === 'pool') await pool(rest[0], options)
else if (area === 'sandboxes') await sandboxes(options)
else if (area === 'stop') await stop(rest[0] ?? fail('say which: a sandbox id', 2))
else if (area === 'dead-letters') await deadLetters(rest, options)
else fail(usage, 2)
