// What the accepting half would be in Node: Fastify checks a project as the gateway does and BullMQ keeps it in Redis; a
// heartbeat goes straight to Redis in one script. One process for each core, as it would be run.
import cluster from 'node:cluster'
import { createHash, randomUUID } from 'node:crypto'
import os from 'node:os'
import { Queue } from 'bullmq'
import Fastify from 'fastify'
import { Redis } from 'ioredis'

const { PORT, REDIS_URL } = process.env
const MOST_FILES = 1000
const LARGEST_FILE = 1 << 20
const LARGEST_PROJECT = 8 << 20
const ID = '^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$'

/** As in the gateway: what passes stays within the project's folder on any system. */
function problemWith(path) {
  if (path === '') return 'EMPTY'
  if (Buffer.byteLength(path) > 512) return 'TOO_LONG'
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'NOT_RELATIVE'
  if (path !== path.trim()) return 'BLANK_ENDS'
  if (path.includes('\\')) return 'BACKSLASH'
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(path)) return 'CONTROL_CHARACTER'
  const segments = path.split('/')
  if (segments.some((name) => name === '' || name === '.' || name === '..')) return 'NOT_NORMALISED'
  if (segments.some((name) => name === 'node_modules' || name === '.git')) return 'RESERVED'
  return undefined
}

function clash(paths) {
  const files = new Set(paths)
  if (files.size !== paths.length) return true
  return paths.some((path) => {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (files.has(path.slice(0, slash))) return true
    }
    return false
  })
}

function refusalOf({ files }) {
  for (const { path, content } of files) {
    if (problemWith(path)) return `${path}: ${problemWith(path)}`
    if (Buffer.byteLength(content) > LARGEST_FILE) return `${path} is too large`
  }
  return clash(files.map(({ path }) => path)) ? 'two files can not exist beside each other' : undefined
}

function contentHash(files) {
  const hash = createHash('sha256')
  for (const { path, content } of files) hash.update(path).update('\0').update(content).update('\0')
  return hash.digest('hex')
}

const PROJECT = {
  type: 'object',
  required: ['projectId', 'files'],
  properties: {
    projectId: { type: 'string', pattern: ID },
    files: {
      type: 'array', minItems: 1, maxItems: MOST_FILES,
      items: {
        type: 'object', required: ['path', 'content'],
        properties: { path: { type: 'string' }, content: { type: 'string' } },
      },
    },
  },
}

const BEAT = { type: 'object', required: ['sandboxId'], properties: { sandboxId: { type: 'string', pattern: ID } } }

/** Only its owner keeps a preview alive, and only one that lives. */
const BEAT_SCRIPT = `
  if redis.call('HGET', KEYS[1], 'userId') ~= ARGV[1] then return 0 end
  local time = redis.call('TIME')
  redis.call('HSET', KEYS[1], 'lastHeartbeatAt', time[1] * 1000)
  redis.call('ZADD', KEYS[2], 'XX', 'GT', time[1] * 1000 + 300000, ARGV[2])
  return 1`

async function serve() {
  const queue = new Queue('create', { connection: new Redis(REDIS_URL, { maxRetriesPerRequest: null }) })
  const redis = new Redis(REDIS_URL, { enableAutoPipelining: true })
  redis.defineCommand('beat', { numberOfKeys: 2, lua: BEAT_SCRIPT })
  const server = Fastify({ bodyLimit: LARGEST_PROJECT })

  server.get('/health', async () => 'ok')

  server.post('/create', { schema: { body: PROJECT } }, async (request, reply) => {
    const userId = request.headers['x-user-id']
    const refusal = userId ? refusalOf(request.body) : 'no user'
    if (refusal) return reply.code(400).send({ error: refusal })
    const sandboxId = randomUUID()
    const { projectId, files } = request.body
    await queue.add('create', { userId, projectId, files, contentHash: contentHash(files) }, {
      jobId: sandboxId, attempts: 4, backoff: { type: 'exponential', delay: 10_000 }, removeOnComplete: true,
    })
    return reply.code(202).send({ sandboxId, status: 'creating' })
  })

  server.post('/heartbeat', { schema: { body: BEAT } }, async (request, reply) => {
    const { sandboxId } = request.body
    const known = await redis.beat(`sandbox:${sandboxId}`, 'liveness', request.headers['x-user-id'] ?? '', sandboxId)
    return known ? reply.code(202).send({ sandboxId, status: 'running' }) : reply.code(404).send({ error: 'not found' })
  })

  await server.listen({ port: Number(PORT), host: '127.0.0.1' })
}

if (cluster.isPrimary) {
  for (let i = 0; i < os.availableParallelism(); i++) cluster.fork()
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => { for (const worker of Object.values(cluster.workers)) worker.kill(); process.exit(0) })
  }
} else {
  await serve()
}
