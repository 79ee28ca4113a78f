// Says what of the demo is running: as words, or as one JSON object.
import { readdirSync, readFileSync } from 'node:fs'

const { GATEWAY, DAYTONA_API, RUN, JSON: asJson } = process.env
const read = (name) => { try { return readFileSync(`${RUN}/${name}`, 'utf8').trim() } catch { return undefined } }

function startedAt(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[19]
  } catch {
    return undefined
  }
}

function runningPids() {
  let names = []
  try {
    names = readdirSync(RUN).filter((file) => file.endsWith('.pid')).map((file) => file.slice(0, -4)).sort()
  } catch {
    return {}
  }
  const alive = names.filter((name) => startedAt(read(`${name}.pid`)) === read(`${name}.started`) && read(`${name}.started`))
  return Object.fromEntries(alive.map((name) => [name, Number(read(`${name}.pid`))]))
}

async function sandbox() {
  const known = read('sandbox.json')
  if (!known) return null
  const { sandboxId } = JSON.parse(known)
  try {
    const answer = await fetch(`${GATEWAY}/api/preview/daytona/status?sandboxId=${sandboxId}`)
    if (!answer.ok) return { sandboxId, status: answer.status === 404 ? 'stopped' : 'unknown', previewUrl: null, token: null }
    const { status, previewUrl = null, token = null } = await answer.json()
    return { sandboxId, status, previewUrl, token }
  } catch {
    return { sandboxId, status: 'unknown', previewUrl: null, token: null }
  }
}

const status = {
  gateway: GATEWAY,
  daytonaApi: DAYTONA_API,
  daytonaApiKey: read('daytona-key') ?? null,
  rabbitmqPort: 5673,
  redisPort: 6380,
  pids: runningPids(),
  sandbox: await sandbox(),
}
if (asJson) {
  console.log(JSON.stringify(status, null, 2))
} else if (Object.keys(status.pids).length === 0) {
  console.log('nothing is running; start it with deploy/demo')
} else {
  for (const [name, pid] of Object.entries(status.pids)) console.log(`  ${name.padEnd(16)}${pid}`)
  console.log(`  gateway         ${status.gateway}`)
  if (status.sandbox) console.log(`  café            ${status.sandbox.status}  ${status.sandbox.previewUrl ?? ''}`)
}
