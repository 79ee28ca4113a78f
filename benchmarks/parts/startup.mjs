// Time until each service is ready and what memory it then has, beside an empty application with the same libraries.
import { row, save, spread } from '../lib/figures.mjs'
import { pause } from '../lib/http.mjs'
import { READY, start } from '../lib/java.mjs'

const { JARS, JVM_OPTIONS } = process.env
const ROUNDS = Number(process.env.ROUNDS ?? 3)

/** Seconds until it answers, and MiB of memory after five seconds of rest. */
async function measured(folder, jar) {
  const service = await start(folder, jar)
  try {
    await pause(5000)
    return { ready: service.ready, memory: service.memory() }
  } finally {
    await service.stop()
  }
}

const rows = []
for (const module of ['api-gateway', 'provision-worker', 'reaper-worker']) {
  const [ours, empty] = [[], []]
  for (let round = 0; round <= ROUNDS; round++) {
    const pair = [
      async () => ours.push(await measured(`${JARS}/${module}/aot`, `${module}.jar`)),
      async () => empty.push(await measured(`${JARS}/empty-${module}`, 'empty.jar')),
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
