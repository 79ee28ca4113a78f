import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { daytona, needsProcesses, simulated, unique, until } from '../world.mjs'

describe('processes', () => {
  let sandbox
  let run

  before(async () => {
    sandbox = await daytona.create({ language: 'typescript', envVars: { FROM_CREATE: 'made' } })
    run = sandbox.process
  })
  after(() => sandbox.delete(60, true))

  /** The command's id, in a session of its own. */
  const begin = async (command, more = {}) => {
    const session = unique('session')
    await run.createSession(session)
    const { cmdId } = await run.executeSessionCommand(session, { command, runAsync: true, ...more })
    return [session, cmdId]
  }

  test('a command runs in a folder, with variables, and its exit code is no error', needsProcesses, async () => {
    const done = await run.executeCommand('pwd; echo "$FROM_CREATE $MORE"; echo no >&2; exit 3', '/tmp', { MORE: "it's" })
    assert.equal(done.exitCode, 3)
    assert.equal(done.result, "/tmp\nmade it's\nno\n")
  })

  test('a command in a folder that is not there does not run', needsProcesses, async () => {
    const done = await run.executeCommand('echo ran', '/nowhere')
    assert.equal(done.exitCode, -1)
    assert.doesNotMatch(done.result, /ran/)
  })

  test('a command that outlives its timeout is ended', needsProcesses, async () => {
    // Plain processes see those of suites that run side by side.
    const nap = `sleep 61.${process.pid}`
    await assert.rejects(run.executeCommand(nap, undefined, undefined, 1), {
      name: 'DaytonaProcessExecutionTimeoutError',
      statusCode: 408,
    })
    assert.equal((await run.executeCommand(`pgrep -fx '${nap}'`)).exitCode, 1)
  })

  test('a session keeps its folder and its variables', needsProcesses, async () => {
    await run.createSession('keeps')
    await run.executeSessionCommand('keeps', { command: 'cd /tmp && export KEPT=yes' })
    const done = await run.executeSessionCommand('keeps', { command: 'pwd; echo $KEPT; echo no >&2; (exit 4)' })
    assert.deepEqual([done.stdout, done.stderr, done.exitCode], ['/tmp\nyes\n', 'no\n', 4])
    const command = await run.getSessionCommand('keeps', done.cmdId)
    assert.equal(command.exitCode, 4)
    assert.equal((await run.getSession('keeps')).commands.length, 2)
    await run.deleteSession('keeps')
  })

  test('sessions are made, told and deleted', async () => {
    const session = unique('session')
    await run.createSession(session)
    await assert.rejects(run.createSession(session), { name: 'DaytonaConflictError' })
    assert.ok((await run.listSessions()).some((one) => one.sessionId === session))
    await run.deleteSession(session)
    await assert.rejects(run.getSession(session), { name: 'DaytonaNotFoundError' })
    await assert.rejects(run.deleteSession(session), { name: 'DaytonaNotFoundError' })
    await assert.rejects(run.executeSessionCommand(session, { command: 'true' }), { name: 'DaytonaNotFoundError' })
  })

  test('a command that is not waited for has no exit code until it has ended', async () => {
    const [session, command] = await begin('sleep 0.3')
    const done = await until(() => run.getSessionCommand(session, command), (it) => it.exitCode !== undefined)
    assert.equal(done.exitCode, 0)
    assert.equal(done.command, 'sleep 0.3')
  })

  test('the whole log tells its streams apart', needsProcesses, async () => {
    const [session, command] = await begin('echo out; echo err >&2; printf "no end"')
    await until(() => run.getSessionCommand(session, command), (it) => it.exitCode !== undefined)
    const { stdout, stderr, output } = await run.getSessionCommandLogs(session, command)
    assert.deepEqual([stdout, stderr], ['out\nno end\n', 'err\n'])
    assert.match(output, /\x01\x01\x01out\n/)
  })

  test('a log is followed as it grows, and ends with its command', needsProcesses, async () => {
    const [session, command] = await begin('for i in 1 2 3; do echo out$i; echo err$i >&2; sleep 0.2; done; echo สวัสดี')
    let stdout = ''
    let stderr = ''
    const arrivals = new Set()
    const add = (chunk) => {
      arrivals.add(Math.round(performance.now() / 100))
      return chunk
    }
    await run.getSessionCommandLogs(
      session,
      command,
      (chunk) => (stdout += add(chunk)),
      (chunk) => (stderr += add(chunk)),
    )
    assert.equal(stdout, 'out1\nout2\nout3\nสวัสดี\n')
    assert.equal(stderr, 'err1\nerr2\nerr3\n')
    assert.ok(arrivals.size > 1, 'it came in more than one piece')
  })

  test('the log of a command that has ended is followed to its end at once', async () => {
    const [session, command] = await begin('true')
    await until(() => run.getSessionCommand(session, command), (it) => it.exitCode !== undefined)
    await run.getSessionCommandLogs(session, command, () => {}, () => {})
  })

  test('a log that is followed ends when its session is deleted', async () => {
    const [session, command] = await begin(simulated ? 'npm run dev' : 'echo begun; sleep 600')
    await new Promise((resolve, reject) => {
      const begun = () => run.deleteSession(session).catch(reject)
      run.getSessionCommandLogs(session, command, begun, () => {}).then(resolve, reject)
    })
  })

  test('the log of a command that there is not is refused', async () => {
    const [session] = await begin('true')
    await assert.rejects(run.getSessionCommandLogs(session, 'nobody', () => {}, () => {}))
  })

  test('a command is given something to read', needsProcesses, async () => {
    const [session, command] = await begin('read name; echo "hello $name"')
    await run.sendSessionCommandInput(session, command, 'ploy')
    await until(() => run.getSessionCommand(session, command), (it) => it.exitCode !== undefined)
    const { stdout } = await run.getSessionCommandLogs(session, command)
    assert.equal(stdout, 'ploy\nhello ploy\n')
    await assert.rejects(run.sendSessionCommandInput(session, command, 'late'), { statusCode: 410 })
  })

  test('what a command is given is kept out of its log where that is asked for', needsProcesses, async () => {
    const [session, command] = await begin('read -r secret; echo "${#secret}"', { suppressInputEcho: true })
    await run.sendSessionCommandInput(session, command, 'hidden')
    await until(() => run.getSessionCommand(session, command), (it) => it.exitCode !== undefined)
    assert.equal((await run.getSessionCommandLogs(session, command)).stdout, '6\n')
  })

  test('a command that is waited for finds nothing to read', needsProcesses, async () => {
    await run.createSession('eof')
    const done = await run.executeSessionCommand('eof', { command: 'cat; echo end' })
    assert.equal(done.stdout, 'end\n')
  })

  test('the commands of a session run one after another', needsProcesses, async () => {
    const [session, first] = await begin('sleep 0.5; echo first')
    const { cmdId: second } = await run.executeSessionCommand(session, { command: 'echo second', runAsync: true })
    assert.equal((await run.getSessionCommand(session, second)).exitCode, undefined)
    await until(() => run.getSessionCommand(session, second), (it) => it.exitCode !== undefined)
    assert.equal((await run.getSessionCommand(session, first)).exitCode, 0)
  })

  test('a session whose shell has ended answers nothing any more', needsProcesses, async () => {
    const [session, command] = await begin('exit 1')
    const { cmdId: behind } = await run.executeSessionCommand(session, { command: 'echo never', runAsync: true })
    await new Promise((next) => setTimeout(next, 300))
    assert.equal((await run.getSessionCommand(session, command)).exitCode, undefined)
    assert.equal((await run.getSessionCommand(session, behind)).exitCode, undefined)
  })
})
