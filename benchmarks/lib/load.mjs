// Load on 127.0.0.1: as much as is taken, by wrk, or at a steady rate, by autocannon, which counts waiting in the queue too.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import autocannon from 'autocannon'

const folder = new URL('.', import.meta.url).pathname
const run = promisify(execFile)

/**
 * As much as is taken.
 *
 * @return requests per second, those that failed, how many were answered, and seconds of processor time that wrk took
 */
export async function most(script, url, { connections, seconds, args = [] }) {
  const working = run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', `${folder}${script}`, url, '--', ...args])
  let cpu = 0
  const watching = setInterval(() => { cpu = Math.max(cpu, cpuOf([working.child.pid])) }, 100)
  const { stdout } = await working
  clearInterval(watching)
  const told = JSON.parse(/^FIGURES (.*)$/m.exec(stdout)[1])
  return { ...told, rate: (told.requests - told.failed) / told.seconds, cpu }
}

/** At this rate, with the 50th and 99th percentile in milliseconds. */
export async function steady(url, { rate, connections, seconds, request }) {
  const figures = await autocannon({
    url, connections, duration: seconds, overallRate: Math.max(1, Math.round(rate)), timeout: 10,
    requests: [{ method: 'POST', setupRequest: request }],
  })
  return {
    rate: figures['2xx'] / figures.duration, failed: figures.non2xx + figures.errors + figures.timeouts,
    p50: figures.latency.p50, p99: figures.latency.p99,
  }
}

const TICKS = 100

/** Seconds of processor time that these processes and those below them have taken. */
export const cpuOf = (pids) => pids.flatMap(tree).reduce((sum, pid) => sum + own(pid), 0)

function own(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS
  } catch {
    return 0
  }
}

function tree(pid) {
  try {
    const below = readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean))
    return [pid, ...below.flatMap(tree)]
  } catch {
    return []
  }
}

/** The process of a service of this stage. */
export const pidOf = (name) => readFileSync(`${process.env.RUN}/${name}.pid`, 'utf8').trim()
