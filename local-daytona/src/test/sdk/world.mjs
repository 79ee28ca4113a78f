// What the cases share. The server's address and key come by the variables that the SDK itself reads.
import { randomUUID } from 'node:crypto'
import http from 'node:http'
import { Daytona } from '@daytonaio/sdk'

export const { DAYTONA_API_URL: apiUrl, DAYTONA_API_KEY: apiKey } = process.env

/** In simulated sandboxes nothing runs, so that nothing is printed either. */
export const simulated = process.env.RUNTIME === 'simulated'
export const needsProcesses = { skip: simulated && 'no command runs in a simulated sandbox' }

/** Plain processes of this machine have its users, and share its ports. */
export const needsUsers = { skip: process.env.RUNTIME !== 'namespace' && 'only a namespace has users of its own' }
export const port = Number(process.env.PREVIEW_PORT ?? 3000)

export const daytona = new Daytona()

/** A name that nobody else has. */
export const unique = (word) => `${word}-${randomUUID().slice(0, 8)}`

/** Does something with a new sandbox, of which nothing is left afterwards. */
export async function withSandbox(params, action) {
  const sandbox = await daytona.create({ language: 'typescript', ...params })
  try {
    return await action(sandbox)
  } finally {
    await sandbox.delete(60, true).catch(() => {})
  }
}

/** Calls the API without the SDK. */
export const call = (path, options = {}) =>
  fetch(apiUrl + path, { ...options, headers: { authorization: `Bearer ${apiKey}`, ...options.headers } })

/** Asks for a page of a preview at 127.0.0.1 under its own name, which Node can't resolve. */
export function visit(url, headers = {}) {
  const { host, port, pathname, search } = new URL(url)
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path: pathname + search, headers: { host, ...headers } }, (answer) => {
        const chunks = []
        answer.on('data', (chunk) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
        )
      })
      .on('error', reject)
  })
}

/** Asks until the answer is right, or for 20 seconds. */
export async function until(ask, isRight) {
  for (const end = Date.now() + 20_000; ; await new Promise((next) => setTimeout(next, 100))) {
    const answer = await ask()
    if (isRight(answer)) return answer
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)}`)
  }
}
