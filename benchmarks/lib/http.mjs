// Calls to the system under measurement, and visits to previews as a browser on this machine makes them.
import http from 'node:http'

const { GATEWAY, SERVICE_KEY } = process.env

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** The answer's JSON; anything but 2xx throws. */
export async function call(method, path, user, body, headers = {}) {
  const answer = await fetch(GATEWAY + path, {
    method,
    headers: { 'content-type': 'application/json', 'x-api-key': SERVICE_KEY, 'x-user-id': user, ...headers },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 300)}`)
  return text ? JSON.parse(text) : undefined
}

/** Asks until the answer is right; throws after so long. */
export async function until(ask, isRight, seconds, every = 50) {
  for (const end = performance.now() + seconds * 1000; ; await pause(every)) {
    const answer = await ask()
    if (isRight(answer)) return answer
    if (performance.now() > end) throw new Error(`not so within ${seconds} s: ${JSON.stringify(answer)?.slice(0, 300)}`)
  }
}

/** Names like *.localhost are this machine; Node does not know. */
export function visit(url) {
  const { host, port, pathname, search } = new URL(url)
  return new Promise((resolve) => {
    const asked = http.get({ host: '127.0.0.1', port, path: pathname + search, headers: { host } }, (answer) => {
      const chunks = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(chunks).toString() }))
    })
    asked.on('error', () => resolve({ status: 0, body: '' }))
  })
}

/** The sum of a counter in a service's metrics, over those of its labels that contain the words. */
export async function counted(service, name, words = '') {
  const text = await (await fetch(`${service}/actuator/prometheus`)).text()
  return text.split('\n')
    .filter((line) => line.startsWith(name) && /^[{ ]/.test(line.slice(name.length)) && line.includes(words))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}
