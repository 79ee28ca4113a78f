// Time until each service is ready and what memory it then has, beside an empty application with the same libraries.
import { spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import net from 'node:net'
import { row, save, spread } from '../lib/figures.mjs'
import { pause } from '../lib/http.mjs'

const { RUN, JARS, JAVA_HOME, JVM_OPTIONS } = process.env
const ROUNDS = Number(process.env.ROUNDS ?? 3)
const READY = '/actuator/health/readiness'

const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => resolve(port))
  })
})

/** Seconds until it answers, and MiB of memory after five seconds of rest. */
async function start(folder, jar) {
  const port = await freePort()
  const log = openSync(`${RUN}/startup.log`, 'a')
  const begun = performance.now()
  const process = spawn(`${JAVA_HOME}/bin/java`,
    ['-Xmx512m', ...JVM_OPTIONS.split(' '), `-XX:AOTCache=${folder}/app.aot`, '-jar', jar],
    { cwd: folder, env: { ...globalThis.process.env, SERVER_PORT: port }, stdio: ['ignore', log, log] })
  const ended = new Promise((resolve) => process.on('exit', resolve))
  try {
    while (!(await answers(`http://127.0.0.1:${port}${READY}`))) {
      if (process.exitCode !== null) throw new Error(`${jar} has ended with ${process.exitCode}`)
      if (performance.now() - begun > 60_000) throw new Error(`${jar} is not ready after a minute`)
      await pause(10)
    }
    const ready = (performance.now() - begun) / 1000
    await pause(5000)
    const memory = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${process.pid}/status`, 'utf8'))[1]) / 1024
    return { ready, memory }
  } finally {
    process.kill('SIGTERM')
    await Promise.race([ended, pause(35_000).then(() => process.kill('SIGKILL'))])
  }
}

const answers = (url) => fetch(url).then((answer) => answer.ok, () => false)

const rows = []
for (const module of ['api-gateway', 'provision-worker', 'reaper-worker']) {
  const [ours, empty] = [[], []]
  for (let round = 0; round <= ROUNDS; round++) {
    const pair = [
      async () => ours.push(await start(`${JARS}/${module}/aot`, `${module}.jar`)),
      async () => empty.push(await start(`${JARS}/empty-${module}`, 'empty.jar')),
    ]
    for (const one of round % 2 ? pair.reverse() : pair) await one()
    // The first ones fill the page cache.
    if (round === 0) ours.length = empty.length = 0
  }
  const of = (all, field) => spread(all.map((told) => told[field]))
  const name = 'empty application'
  rows.push(
    row(`${module}, time to ready`, 's', of(ours, 'ready'), { name, ...of(empty, 'ready') }, { most: 1.5 }),
    row(`${module}, memory at rest (RSS)`, 'MiB', of(ours, 'memory'), { name, ...of(empty, 'memory') }, { most: 1.5 }))
}
save('startup', 'benchmarks/run startup', rows, [
  `\`java -Xmx512m ${JVM_OPTIONS}\` with an AOT cache (\`deploy/lib/aot.sh\`), ready when \`${READY}\` answers 200, memory five seconds later`,
  'the empty application has the same jars but for our own modules, and the same readiness: RabbitMQ and Redis answer',
])
