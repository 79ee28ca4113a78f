// Provisions the sample through the gateway, and shows each step with its time as it happens.
import { readFile, writeFile } from 'node:fs/promises'

const { GATEWAY, SAMPLE, RUN } = process.env
const api = `${GATEWAY}/api/preview/daytona`
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(6)} s`

async function call(url, options) {
  const answer = await fetch(url, options)
  const body = await answer.json()
  if (!answer.ok) throw new Error(`${answer.status} ${body.code ?? ''}: ${body.error ?? 'no reason given'}`)
  return body
}

async function follow(sandboxId) {
  let step = 'queued'
  let since = Date.now()
  for (;;) {
    const status = await call(`${api}/status?sandboxId=${sandboxId}`)
    const now = status.status === 'running' ? 'running' : (status.step ?? step)
    if (now !== step) {
      console.log(`  ${step.padEnd(12)}${seconds(Date.now() - since)}`)
      step = now
      since = Date.now()
    }
    if (!['creating', 'building'].includes(status.status)) return status
    await pause(100)
  }
}

try {
  const begun = Date.now()
  const project = await readFile(SAMPLE, 'utf8')
  const created = await call(api, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Prefer: 'respond-async' },
    body: project,
  })
  console.log(created.reused ? 'the café is there already' : 'provisioning the café')
  const status = await follow(created.sandboxId)
  if (status.status !== 'running') {
    for (const line of (status.log ?? '').split('\n').slice(-15)) console.error(`    ${line}`)
    throw new Error(`the preview ended in ${status.status} ${status.code ?? ''}: ${status.error ?? ''} ${status.hint ?? ''}`)
  }
  await writeFile(`${RUN}/sandbox.json`, JSON.stringify({ sandboxId: created.sandboxId }), { mode: 0o600 })
  console.log(`  ${'in all'.padEnd(12)}${seconds(Date.now() - begun)}`)
  console.log(`\n  preview      ${status.previewUrl}`)
} catch (e) {
  console.error(`demo: ${e.message}`)
  process.exit(1)
}
