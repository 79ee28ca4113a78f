// The calls of the gateway that this page makes.

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.error ?? `The gateway answered ${status}.`)
    this.status = status
    this.problem = problem
  }
}

async function call(path, options) {
  let answer
  try {
    answer = await fetch(path, options)
  } catch {
    throw new Refused(0, { error: 'The gateway does not answer.', hint: 'Is it still running?', code: 'UNREACHABLE' })
  }
  const body = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Refused(answer.status, body)
  return body
}

const post = (path, body, headers = {}) =>
  call(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const root = '/api/preview/daytona'

export const sample = () => call('/test/sample.json')
export const create = (project) => post(root, project, { Prefer: 'respond-async' })
export const status = (sandboxId) => call(`${root}/status?sandboxId=${encodeURIComponent(sandboxId)}`)
export const heartbeat = (sandboxId, visible) => post(`${root}/heartbeat`, { sandboxId, visible })
export const stop = (sandboxId) => post(`${root}/stop`, { sandboxId })
