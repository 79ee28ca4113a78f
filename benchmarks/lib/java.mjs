// A service as the images and the demo start it, from its AOT cache, on a free port.
import { execFileSync, spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { pause } from './http.mjs'
import { freePorts } from './ports.mjs'

const { RUN, JAVA_HOME, JVM_OPTIONS } = process.env
const LONGEST_START = 120_000
export const READY = '/actuator/health/readiness'

const answers = (url) => fetch(url).then((answer) => answer.ok, () => false)

/**
 * Starts the jar in a folder that also has its `app.aot`, and waits until it is ready.
 *
 * @return where it answers, seconds until it did, and what to ask of the process
 */
export async function start(folder, jar, { heap = '512m', env = {} } = {}) {
  const [port] = await freePorts(1)
  const log = openSync(`${RUN}/${jar.replace('.jar', '')}-measured.log`, 'a')
  const begun = performance.now()
  const java = spawn(`${JAVA_HOME}/bin/java`,
    [`-Xmx${heap}`, ...JVM_OPTIONS.split(' '), `-XX:AOTCache=${folder}/app.aot`, '-jar', jar],
    { cwd: folder, env: { ...process.env, SERVER_PORT: port, ...env }, stdio: ['ignore', log, log] })
  const ended = new Promise((resolve) => java.on('exit', resolve))
  const url = `http://127.0.0.1:${port}`

  const stop = async () => {
    java.kill('SIGTERM')
    const forced = setTimeout(() => java.kill('SIGKILL'), 35_000)
    await ended
    clearTimeout(forced)
  }

  while (!(await answers(url + READY))) {
    const late = performance.now() - begun > LONGEST_START
    if (java.exitCode !== null || late) {
      await stop()
      throw new Error(late ? `${jar} is not ready after ${LONGEST_START / 1000} s` : `${jar} has ended with ${java.exitCode}`)
    }
    await pause(10)
  }
  return {
    url, stop,
    ready: (performance.now() - begun) / 1000,
    memory: () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${java.pid}/status`, 'utf8'))[1]) / 1024,
    collect: () => execFileSync(`${JAVA_HOME}/bin/jcmd`, [`${java.pid}`, 'GC.run']),
  }
}
