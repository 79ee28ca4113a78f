import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEvents } from '../index.js'

async function read(...chunks) {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk))
  const events = []
  for await (const event of readEvents(new Blob(bytes).size ? ReadableStream.from(bytes) : ReadableStream.from([]))) events.push(event)
  return events
}

const ONE = { id: '1-0', name: 'log', data: { line: 'กาแฟ' } }
const TEXT = 'id: 1-0\nevent: log\ndata: {"line":"กาแฟ"}\n\n'

test('comments and a retry time are no events', async () => {
  assert.deepEqual(await read(`retry: 3000\n\n:\n\n${TEXT}`), [ONE])
})

test('every way to end a line is one', async () => {
  assert.deepEqual(await read(TEXT.replaceAll('\n', '\r\n')), [ONE])
  assert.deepEqual(await read(TEXT.replaceAll('\n', '\r') + 'x\r'), [ONE])
})

test('an event may arrive in any pieces, characters torn apart included', async () => {
  const bytes = new TextEncoder().encode(TEXT + TEXT)
  for (let cut = 1; cut < bytes.length; cut++) {
    assert.deepEqual(await read(bytes.slice(0, cut), bytes.slice(cut)), [ONE, ONE], `cut at ${cut}`)
  }
})

test('an event that broke off is none', async () => {
  assert.deepEqual(await read(TEXT, 'event: log\ndata: {"li'), [ONE])
})
