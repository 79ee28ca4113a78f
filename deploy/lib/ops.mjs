// What operators do on a running system, over the gateway's admin API.
const gateway = process.env.GATEWAY ?? 'http://127.0.0.1:8080'
const key = process.env.PREVIEW_ADMIN_KEY
const letters = `${gateway}/api/preview/dead-letters`

const usage = `usage: deploy/ops dead-letters list [--reason CODE] [--limit N] [--json]
       deploy/ops dead-letters show ID
       deploy/ops dead-letters replay ID | --all [--reason CODE] [--older-than PT1H] [--limit N] [--dry-run]
       deploy/ops dead-letters discard ID
GATEWAY is ${gateway}; PREVIEW_ADMIN_KEY is ${key ? 'set' : 'not set'}`

function fail(message, code = 1) {
  console.error(`ops: ${message}`)
  process.exit(code)
}

async function call(url, options = {}) {
  let answer
  try {
    answer = await fetch(url, {
      ...options,
      headers: { 'Content-Type': 'application/json', ...(key ? { 'X-Api-Key': key } : {}) },
    })
  } catch {
    fail(`${gateway} does not answer`)
  }
  const body = await answer.json().catch(() => ({}))
  if (!answer.ok) fail(`${answer.status} ${body.code ?? ''}: ${body.error ?? 'no reason given'} ${body.hint ?? ''}`)
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

const [area, verb, ...words] = process.argv.slice(2)
const { rest, options } = parse(words)
const needId = () => rest[0] ?? fail('say which: an id', 2)
if (area !== 'dead-letters') fail(usage, 2)
if (verb === 'list') await list(options)
else if (verb === 'show') console.log(JSON.stringify((await call(`${letters}/${encodeURIComponent(needId())}`)).deadLetter, null, 2))
else if (verb === 'replay') await replay(rest[0], options)
else if (verb === 'discard') {
  await call(`${letters}/${encodeURIComponent(needId())}`, { method: 'DELETE' })
  console.log('discarded 1')
} else fail(usage, 2)
