// Writes definitions for RabbitMQ to standard output, for 'load_definitions' and 'rabbitmqctl import_definitions'. Importing them
// again adds what is new and changes passwords; it removes nothing.
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

const folder = new URL('../rabbitmq/', import.meta.url)
const usage = `usage: deploy/broker-definitions [--env FILE] [--vhost NAME] [--topology-only]
RABBITMQ_GATEWAY_PASSWORD, RABBITMQ_WORKER_PASSWORD and RABBITMQ_REAPER_PASSWORD come from the environment, or from FILE`

function fail(message, code = 1) {
  console.error(`broker-definitions: ${message}`)
  process.exit(code)
}

const options = { vhost: 'preview' }
for (const words = process.argv.slice(2); words.length > 0; ) {
  const word = words.shift()
  if (word === '--topology-only') options.topologyOnly = true
  else if (word === '--env' || word === '--vhost') options[word.slice(2)] = words.shift() ?? fail(`${word} needs a value`, 2)
  else fail(usage, 2)
}

function read(name) {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
}

function fromFile(path) {
  const values = {}
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    const [, name, value] = line.match(/^([A-Z_]+)=(.*)$/) ?? []
    if (name) values[name] = value.replace(/^(["'])(.*)\1$/, '$2')
  }
  return values
}

const values = { ...(options.env ? fromFile(options.env) : {}), ...process.env }

function passwordOf(user) {
  const name = `RABBITMQ_${user.toUpperCase()}_PASSWORD`
  return values[name] || fail(`${name} is not set`)
}

// https://www.rabbitmq.com/docs/passwords#computing-password-hash
function hashed(password) {
  const salt = randomBytes(4)
  const hash = createHash('sha256').update(Buffer.concat([salt, Buffer.from(password, 'utf8')]))
  return Buffer.concat([salt, hash.digest()]).toString('base64')
}

const permissions = read('permissions.json')
const users = options.topologyOnly ? [] : Object.keys(permissions)
const { exchanges, queues, bindings } = read('topology.json')
const inVhost = (thing) => ({ vhost: options.vhost, ...thing })

console.log(
  JSON.stringify(
    {
      vhosts: [{ name: options.vhost }],
      users: users.map((name) => ({
        name,
        password_hash: hashed(passwordOf(name)),
        hashing_algorithm: 'rabbit_password_hashing_sha256',
        tags: [],
      })),
      permissions: users.map((user) => {
        const { configure, write, read } = permissions[user]
        return { user, vhost: options.vhost, configure, write, read }
      }),
      exchanges: exchanges.map(inVhost),
      queues: queues.map(inVhost),
      bindings: bindings.map(inVhost),
    },
    null,
    2,
  ),
)
