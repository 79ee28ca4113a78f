// A gateway of a few lines on a real port: what it answers and when is up to the test.
import http from 'node:http'

export const ID = 'sb_0701a20f4035d10bfa3fed28149083'

export class Gateway {
  /** What it was asked, as `POST /path`. */
  asked = []
  bodies = []
  state = { sandboxId: ID, projectId: 'cafe', status: 'creating', step: 'queued', logs: [], updatedAt: at(0) }
  beats = { nextHeartbeatInSeconds: 120 }
  refuse = {}
  history = []
  streams = new Set()
  lastEventIds = []
  noStreams = false

  static async start() {
    const gateway = new Gateway()
    gateway.server = http.createServer((request, response) => gateway.#answer(request, response))
    await new Promise((resolve) => gateway.server.listen(0, '127.0.0.1', resolve))
    gateway.url = `http://127.0.0.1:${gateway.server.address().port}`
    return gateway
  }

  count = (what) => this.asked.filter((one) => one.startsWith(what)).length

  /** Something happens: it is in the state, in the history, and told to whoever listens. */
  tell(name, data, state = {}) {
    Object.assign(this.state, state)
    const event = `id: ${this.history.length + 1}-0\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`
    this.history.push(event)
    for (const stream of this.streams) stream.write(event)
  }

  breakStreams() {
    for (const stream of this.streams) stream.destroy()
    this.streams.clear()
  }

  close() {
    this.server.closeAllConnections()
    return new Promise((resolve) => this.server.close(resolve))
  }

  async #answer(request, response) {
    const path = request.url.split('?')[0]
    const what = `${request.method} ${path.replace('/api/preview', '')}`
    this.asked.push(what)
    let body = ''
    for await (const chunk of request) body += chunk
    this.bodies.push({ what, body, headers: request.headers })
    const refusal = this.refuse[what]
    if (refusal) return json(response, refusal.status, refusal)
    if (what === 'GET /daytona/events') return this.#stream(request, response)
    if (what === 'GET /daytona/logs') return response.end('one\ntwo\n')
    if (what === 'POST /daytona') return json(response, 202, { sandboxId: ID, status: 'creating', reused: false, logs: [] })
    if (what === 'GET /daytona/status') return json(response, 200, this.state)
    if (what === 'POST /daytona/heartbeat') return json(response, 202, { sandboxId: ID, ...this.beats })
    if (what === 'POST /daytona/stop') return json(response, 200, { success: true, status: 'stopping' })
    if (what === 'PUT /daytona') return json(response, 200, { success: true, totalFiles: 1, message: 'done' })
    json(response, 404, { error: 'nothing here', code: 'NOT_FOUND' })
  }

  #stream(request, response) {
    if (this.noStreams) return json(response, 503, { error: 'too many streams', code: 'GATEWAY_BUSY' })
    const last = request.headers['last-event-id']
    this.lastEventIds.push(last)
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write('retry: 3000\n\n')
    this.history.slice(last ? parseInt(last) : 0).forEach((event) => response.write(event))
    this.streams.add(response)
    response.on('close', () => this.streams.delete(response))
  }
}

function json(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(body))
}

/** So many seconds after the test's own beginning. */
export function at(seconds) {
  return new Date(Date.UTC(2026, 0, 1, 12) + seconds * 1000).toISOString()
}

/** Waits until something is so; what is so never is a failure of the test's own timeout. */
export async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
