/**
 * One event of a stream.
 * @typedef {object} StreamEvent
 * @property {string|undefined} id where to go on from
 * @property {string} name
 * @property {any} data
 */

/**
 * Reads an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html) that `fetch` opened. The
 * browser's own EventSource tells neither why a stream was refused nor that it has gone silent, sends no headers, and
 * Node has none.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} [onSign] called with every byte that arrives, comments included
 * @returns {AsyncGenerator<StreamEvent>}
 */
export async function* readEvents(body, onSign = () => {}) {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  /** @type {Fields} */
  let fields = {}
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      onSign()
      rest += decoder.decode(value, { stream: true })
      const lines = rest.split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line !== '') {
          read(line, fields)
          continue
        }
        if (fields.data !== undefined) yield { id: fields.id, name: fields.event ?? 'message', data: JSON.parse(fields.data) }
        fields = {}
      }
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

/** @typedef {{id?: string, event?: string, data?: string}} Fields */

/**
 * @param {string} line
 * @param {Fields} fields
 */
function read(line, fields) {
  const colon = line.indexOf(':')
  const name = colon < 0 ? line : line.slice(0, colon)
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
  if (name === 'data') fields.data = fields.data === undefined ? value : `${fields.data}\n${value}`
  else if (name === 'id' || name === 'event') fields[name] = value
}
