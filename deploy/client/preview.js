import { PreviewApi, PreviewError } from './api.js'
import { readEvents } from './events.js'

/**
 * @typedef {'idle'|'starting'|'creating'|'building'|'running'|'stopping'|'stopped'|'error'|'gone'} PreviewStatus
 *   The gateway's words, and three of the client's own: `idle` before anything was started, `starting` until the
 *   gateway has accepted, `gone` once it knows the sandbox no more.
 *
 * @typedef {object} PreviewStep
 * @property {string} name
 * @property {'waiting'|'now'|'done'|'failed'} state
 * @property {number} [startedAt] epoch milliseconds by the server's clock
 * @property {number} [endedAt]
 *
 * @typedef {object} LogLine
 * @property {string} step
 * @property {string} line
 *
 * @typedef {object} PreviewSnapshot
 * @property {string|null} sandboxId
 * @property {string|null} projectId
 * @property {PreviewStatus} status
 * @property {readonly PreviewStep[]} steps
 * @property {{done: number, total: number}} progress
 * @property {readonly LogLine[]} logs the newest lines
 * @property {string|null} previewUrl what a browser opens, authorised by itself
 * @property {string|null} previewToken
 * @property {string|null} error one sentence
 * @property {import('./api.js').Problem|null} problem code, hint and the failing lines that go with it
 * @property {string|null} endedBecause `user`, `replaced`, `idle`, `expired`, `quota`, `orphan`, `operator`, `failed`
 * @property {boolean} reused whether it was there already
 * @property {boolean} loading whether it is on its way
 * @property {number|null} lastHeartbeat epoch milliseconds
 * @property {number|null} nextHeartbeat
 * @property {boolean} isHeartbeatActive whether the last heartbeat arrived
 * @property {boolean} visible whether heartbeats say that the page is in sight
 * @property {'none'|'stream'|'polling'|'offline'} connection how the state is learnt
 */

/** What is done for a preview, in order. */
export const STEPS = Object.freeze(['queued', 'creating', 'uploading', 'installing', 'building', 'starting'])

const LINES_KEPT = 5000
const ON_ITS_WAY = new Set(['creating', 'building'])
const LIVE = new Set(['creating', 'building', 'running'])
const SETTLED = new Set(['stopped', 'error', 'gone', 'idle'])

/**
 * Milliseconds. `silence`: the gateway sends something each 15 s, a stream that is silent for longer is dead.
 * `firstByte`: it sends something at once, so that a proxy that collects what it should pass on is noticed.
 */
const PACE = {
  poll: 2000,
  reopen: 1000,
  reopenAtMost: 15_000,
  firstByte: 8000,
  silence: 40_000,
  beatAgain: 5000,
  pauseAtMost: 30_000,
}

/** @type {PreviewSnapshot} */
const IDLE = Object.freeze({
  sandboxId: null,
  projectId: null,
  status: 'idle',
  steps: Object.freeze(STEPS.map((name) => ({ name, state: /** @type {const} */ ('waiting') }))),
  progress: { done: 0, total: STEPS.length },
  logs: [],
  previewUrl: null,
  previewToken: null,
  error: null,
  problem: null,
  endedBecause: null,
  reused: false,
  loading: false,
  lastHeartbeat: null,
  nextHeartbeat: null,
  isHeartbeatActive: false,
  visible: true,
  connection: 'none',
})

/**
 * @typedef {object} PreviewOptions
 * @property {PreviewApi} [api]
 * @property {Pick<Storage, 'getItem'|'setItem'|'removeItem'>} [storage] where the sandbox's id outlives a reload
 * @property {string} [key] under which it is kept there
 * @property {boolean} [stopOnLeave] whether leaving the page stops the preview; a reload is leaving too
 * @property {Partial<typeof PACE>} [pace] for tests
 */

/**
 * One preview from start to end: starts it, follows it over the event stream (and by polling where there is none), says
 * that somebody is there while it runs, and knows what became of it. Immutable snapshots and `subscribe` make it fit
 * any framework. It never starts anything by itself, and asks for nothing once the sandbox is gone.
 */
export class Preview {
  #api
  #storage
  #key
  #stopOnLeave
  #pace
  #snapshot = IDLE
  /** @type {Set<() => void>} */
  #listeners = new Set()
  /** @type {Watch|undefined} */
  #watch
  /** @type {Promise<PreviewSnapshot>|undefined} */
  #starting
  #failures = 0
  #lastFailure = 0
  #opened = false

  /** @param {PreviewOptions} [options] */
  constructor({ api = new PreviewApi(), storage, key = 'midori-preview', stopOnLeave = false, pace = {} } = {}) {
    this.#api = api
    this.#storage = storage
    this.#key = key
    this.#stopOnLeave = stopOnLeave
    this.#pace = { ...PACE, ...pace }
  }

  /** @returns {PreviewSnapshot} the same object until something changes */
  getSnapshot = () => this.#snapshot

  /**
   * @param {() => void} listener called after each change
   * @returns {() => void} ends that
   */
  subscribe = (listener) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Listens to the page: its visibility, its network, its end. To be called once; {@link close} undoes it. */
  open() {
    if (this.#opened) return
    this.#opened = true
    globalThis.document?.addEventListener('visibilitychange', this.#onVisibility)
    globalThis.addEventListener?.('online', this.#onOnline)
    globalThis.addEventListener?.('pagehide', this.#onLeave)
    const id = this.#snapshot.sandboxId
    if (id && !SETTLED.has(this.#snapshot.status)) this.#follow(id)
  }

  /** Lets go of the page and of the network; the preview lives on until nobody keeps it. */
  close() {
    this.#opened = false
    globalThis.document?.removeEventListener('visibilitychange', this.#onVisibility)
    globalThis.removeEventListener?.('online', this.#onOnline)
    globalThis.removeEventListener?.('pagehide', this.#onLeave)
    this.#unwatch()
  }

  /**
   * Goes on with the sandbox that was started before a reload, or with this one. Answers whether there was any.
   * @param {string|null} [sandboxId]
   */
  resume(sandboxId = this.#storage?.getItem(this.#key) ?? null) {
    if (!sandboxId || sandboxId === this.#snapshot.sandboxId) return Boolean(sandboxId)
    this.#set({ ...IDLE, sandboxId, status: 'creating', loading: true })
    this.#follow(sandboxId)
    return true
  }

  /**
   * Starts a preview of this project, or joins the one that there is; a second call while one is on its way joins that
   * call. After failures in a row it waits before it asks again, so that a page that starts in a loop does no harm.
   * @param {import('./api.js').Project} project
   * @param {{replace?: boolean, force?: boolean}} [options]
   * @returns {Promise<PreviewSnapshot>} as it stands once the gateway has accepted; rejects with a {@link PreviewError}
   */
  start(project, options = {}) {
    this.#starting ??= this.#start(project, options).finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  /**
   * @param {import('./api.js').Project} project
   * @param {{replace?: boolean, force?: boolean}} options
   */
  async #start(project, options) {
    this.#unwatch()
    const { visible } = this.#snapshot
    this.#set({ ...IDLE, visible, projectId: project.projectId, status: 'starting', loading: true })
    await pause(this.#pauseBeforeStart())
    try {
      const { sandboxId, reused } = await this.#api.create(project, options)
      this.#remember(sandboxId)
      this.#set({ ...this.#snapshot, sandboxId, reused, status: 'creating' })
      this.#follow(sandboxId)
      return this.#snapshot
    } catch (e) {
      this.#failed()
      const problem = problemOf(e)
      this.#set({ ...IDLE, visible, projectId: project.projectId, status: 'error', error: problem.error, problem })
      throw e
    }
  }

  #pauseBeforeStart() {
    if (this.#failures === 0) return 0
    const pace = Math.min(this.#pace.pauseAtMost, this.#pace.reopen * 2 ** (this.#failures - 1))
    return Math.max(0, this.#lastFailure + pace - Date.now())
  }

  #failed() {
    this.#failures++
    this.#lastFailure = Date.now()
  }

  /** Stops it. What is left goes in the background. */
  async stop() {
    const id = this.#snapshot.sandboxId
    if (!id || SETTLED.has(this.#snapshot.status)) return
    const before = this.#snapshot
    this.#set({ ...before, status: 'stopping', loading: false, previewUrl: null, previewToken: null, isHeartbeatActive: false })
    try {
      await this.#api.stop(id)
    } catch (e) {
      if (e instanceof PreviewError && e.isGone) return this.#ended(id, 'gone', e.problem)
      if (this.#snapshot.sandboxId === id) this.#set(before)
      throw e
    } finally {
      this.#watch?.hurry()
    }
  }

  /**
   * Changes files of the preview that runs.
   * @param {readonly import('./api.js').ProjectFile[]} files
   * @param {readonly string[]} [deletedFiles]
   */
  async update(files, deletedFiles = []) {
    const id = this.#snapshot.sandboxId
    if (!id || this.#snapshot.status !== 'running') {
      throw new PreviewError(409, { error: 'The preview is not running.', code: 'NOT_RUNNING', hint: 'Wait until it runs.' })
    }
    try {
      return await this.#api.update(id, files, deletedFiles)
    } catch (e) {
      if (e instanceof PreviewError && (e.isGone || e.code === 'NOT_RUNNING')) this.#watch?.hurry()
      throw e
    }
  }

  /** Fetches what the steps have printed, where the stream no longer tells it. */
  async loadLogs() {
    const id = this.#snapshot.sandboxId
    if (!id) return
    const texts = await Promise.all(STEPS.map((step) => this.#api.log(id, step).catch(() => '')))
    if (this.#snapshot.sandboxId !== id || this.#snapshot.logs.length > 0) return
    const logs = texts.flatMap((text, i) => linesOf(text).map((line) => ({ step: STEPS[i] ?? '', line })))
    this.#set({ ...this.#snapshot, logs: logs.slice(-LINES_KEPT) })
  }

  /** Stops what is shown as running on the page that goes away, if that is wanted. */
  leave() {
    const { sandboxId, status } = this.#snapshot
    if (this.#stopOnLeave && sandboxId && LIVE.has(status)) {
      this.#api.stopOnLeaving(sandboxId)
      this.#storage?.removeItem(this.#key)
    }
  }

  #onLeave = () => this.leave()

  #onVisibility = () => {
    this.#set({ ...this.#snapshot, visible: isVisible() })
    this.#watch?.beatNow()
  }

  #onOnline = () => this.#watch?.hurry()

  /** @param {string} id */
  #remember(id) {
    try {
      this.#storage?.setItem(this.#key, id)
    } catch {
      // A full or forbidden storage costs the resumption after a reload, and nothing else.
    }
  }

  /** @param {string} id */
  #follow(id) {
    this.#unwatch()
    this.#set({ ...this.#snapshot, visible: isVisible() })
    const watch = new Watch(id, this.#api, this.#pace, {
      known: () => this.#snapshot,
      tell: (/** @type {Partial<PreviewSnapshot>} */ news) => {
        if (this.#watch === watch) this.#tell(news)
      },
      ended: (/** @type {'stopped'|'error'|'gone'} */ status, /** @type {any} */ more) => {
        if (this.#watch === watch) this.#ended(id, status, more)
      },
    })
    this.#watch = watch
    watch.begin()
  }

  /** @param {Partial<PreviewSnapshot>} news */
  #tell(news) {
    const next = { ...this.#snapshot, ...news }
    next.loading = next.status === 'starting' || ON_ITS_WAY.has(next.status)
    if (next.status === 'running') this.#failures = 0
    this.#set(next)
  }

  /**
   * @param {string} id
   * @param {PreviewStatus} status
   * @param {Partial<import('./api.js').Problem>} more
   */
  #ended(id, status, more) {
    this.#unwatch()
    if (this.#storage?.getItem(this.#key) === id) this.#storage.removeItem(this.#key)
    if (status === 'error') this.#failed()
    const failed = status === 'error' && more.error
    this.#set({
      ...this.#snapshot,
      status,
      steps: status === 'error' ? failing(this.#snapshot.steps, this.#api.now()) : this.#snapshot.steps,
      error: failed ? more.error ?? null : null,
      problem: failed ? { code: 'INTERNAL_ERROR', error: '', ...more } : null,
      endedBecause: more.endedBecause ?? this.#snapshot.endedBecause,
      previewUrl: null,
      previewToken: null,
      loading: false,
      nextHeartbeat: null,
      isHeartbeatActive: false,
      connection: 'none',
    })
  }

  #unwatch() {
    this.#watch?.end()
    this.#watch = undefined
  }

  /** @param {PreviewSnapshot} next */
  #set(next) {
    this.#snapshot = next
    for (const listener of [...this.#listeners]) listener()
  }
}

/**
 * @typedef {object} Told
 * @property {() => PreviewSnapshot} known
 * @property {(news: Partial<PreviewSnapshot>) => void} tell
 * @property {(status: 'stopped'|'error'|'gone', more: Partial<import('./api.js').Problem>) => void} ended
 */

/** Follows one sandbox until it has ended or nobody wants to know any more. */
class Watch {
  #id
  #api
  #pace
  #told
  #over = new AbortController()
  /** @type {string|undefined} */
  #position
  /** Lines that the stream told, and after them those that only polling told. @type {LogLine[]} */
  #streamed = []
  /** When each step began. @type {Map<string, number>} */
  #began = new Map()
  /** @type {number|undefined} */
  #doneAt
  #doneExactly = false
  /** @type {AbortController|undefined} */
  #stream
  /** @type {(() => void)|undefined} */
  #wake
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #beatTimer
  #beating = false
  #beatsAgain = false
  #status = /** @type {PreviewStatus} */ ('creating')
  #published = false

  /**
   * @param {string} id
   * @param {PreviewApi} api
   * @param {typeof PACE} pace
   * @param {Told} told
   */
  constructor(id, api, pace, told) {
    this.#id = id
    this.#api = api
    this.#pace = pace
    this.#told = told
  }

  begin() {
    this.#run().catch((e) => {
      if (!this.#over.signal.aborted) throw e
    })
  }

  end() {
    this.#over.abort()
    clearTimeout(this.#beatTimer)
    this.#wake?.()
    this.#stream?.abort()
  }

  /** Looks now: the network is back, or something was asked for. */
  hurry() {
    if (this.#wake) this.#wake()
    else this.#look().catch(() => {})
  }

  beatNow() {
    if (this.#status !== 'running') return
    // The one on its way may say what is no longer so.
    if (this.#beating) this.#beatsAgain = true
    else this.#beat()
  }

  async #run() {
    // Whoever comes back after a reload shall not wait for the stream to see how things stand.
    await this.#look()
    for (let attempt = 0; !this.#isOver; attempt++) {
      const opened = await this.#readStream()
      if (this.#isOver) return
      if (opened) attempt = 0
      await this.#sleep(Math.min(this.#pace.reopenAtMost, this.#pace.reopen * 2 ** attempt))
      if (!this.#isOutOfSight) await this.#look()
    }
  }

  /** A look is a sign that somebody sees the preview; where nobody does, beats say when it is gone. */
  get #isOutOfSight() {
    return this.#status === 'running' && !isVisible()
  }

  get #isOver() {
    return this.#over.signal.aborted
  }

  /** Reads the stream until it breaks or ends; polls wherever it cannot be opened. Answers whether it was. */
  async #readStream() {
    this.#stream = new AbortController()
    const watchdog = new Watchdog(() => this.#stream?.abort())
    watchdog.feed(this.#pace.firstByte)
    try {
      const answer = await this.#api.events(this.#id, this.#position, this.#stream.signal)
      if (answer.status === 204 || !answer.body) return false
      for await (const event of readEvents(answer.body, () => this.#signOf(watchdog))) {
        if (this.#isOver) return true
        await this.#hear(event)
      }
      return true
    } catch (e) {
      if (e instanceof PreviewError && e.isGone) await this.#look()
      return false
    } finally {
      watchdog.end()
      this.#publishLogs()
      if (!this.#isOver && this.#told.known().connection === 'stream') this.#told.tell({ connection: 'polling' })
    }
  }

  /** @param {Watchdog} watchdog */
  #signOf(watchdog) {
    watchdog.feed(this.#pace.silence)
    if (!this.#isOver && this.#told.known().connection !== 'stream') this.#told.tell({ connection: 'stream' })
  }

  /** @param {import('./events.js').StreamEvent} event */
  async #hear({ id, name, data }) {
    if (id) this.#position = id
    if (name === 'log') this.#streamed.push({ step: data.step, line: data.line })
    if (this.#streamed.length > LINES_KEPT) this.#streamed.splice(0, this.#streamed.length - LINES_KEPT)
    if (name === 'log') return this.#publishSoon()
    this.#publishLogs()
    if (name === 'step') this.#stepBegan(data.step, Date.parse(data.at), true)
    if (name === 'status') await this.#statusIs(data.status, Date.parse(data.at))
    if (name === 'done') await this.#look()
  }

  /** A build prints hundreds of lines a second: they are told a few times a second. */
  #publishSoon() {
    if (this.#published) return
    this.#published = true
    setTimeout(() => this.#publishLogs(), 80)
  }

  #publishLogs() {
    this.#published = false
    if (!this.#isOver && this.#streamed.length > 0) this.#told.tell({ logs: [...this.#streamed] })
  }

  /**
   * The stream knows when a step began; a status that was polled only that it had begun by then.
   * @param {string} step
   * @param {number} at
   * @param {boolean} exact
   */
  #stepBegan(step, at, exact) {
    if (!STEPS.includes(step) || (!exact && this.#began.has(step))) return
    this.#began.set(step, at)
    this.#tellSteps()
  }

  /**
   * @param {number} at
   * @param {boolean} exact
   */
  #allDone(at, exact) {
    if (this.#doneExactly || (this.#doneAt && !exact)) return
    this.#doneExactly = exact
    this.#doneAt = at
    this.#tellSteps()
  }

  #tellSteps() {
    const reached = Math.max(...STEPS.map((name, i) => (this.#began.has(name) ? i : -1)))
    const steps = STEPS.map((name, i) => {
      const startedAt = this.#began.get(name)
      if (i > reached || (i === reached && !this.#doneAt)) {
        return { name, state: /** @type {'now'|'waiting'} */ (i === reached ? 'now' : 'waiting'), ...(startedAt && { startedAt }) }
      }
      const next = STEPS.slice(i + 1).find((later) => this.#began.has(later))
      const endedAt = next ? this.#began.get(next) : this.#doneAt
      return { name, state: /** @type {const} */ ('done'), ...(startedAt && { startedAt, endedAt }) }
    }).map((one) => (this.#doneAt ? { ...one, state: /** @type {const} */ ('done') } : one))
    this.#told.tell({ steps, progress: { done: steps.filter((one) => one.state === 'done').length, total: STEPS.length } })
  }

  /**
   * @param {PreviewStatus} status
   * @param {number} at
   */
  async #statusIs(status, at) {
    if (status === 'creating' && this.#status !== 'running') this.#stepBegan('queued', at, true)
    if (status === 'running') this.#allDone(at, true)
    // Links, and why something ended, are in the status alone.
    if (status !== 'creating' && status !== 'building') await this.#look()
    else if (this.#status !== 'running' && !this.#isOver) this.#becomes(status, {})
  }

  /** Reads how it stands. Where nothing answers it says so, and somebody asks again. */
  async #look() {
    try {
      const state = await this.#api.status(this.#id)
      if (!this.#isOver) this.#see(state)
    } catch (e) {
      if (this.#isOver || !(e instanceof PreviewError)) throw e
      if (e.isGone) this.#told.ended('gone', e.problem)
      else this.#told.tell({ connection: 'offline', isHeartbeatActive: false })
    }
  }

  /** @param {import('./api.js').StatusAnswer} state */
  #see(state) {
    if (state.step && ON_ITS_WAY.has(state.status)) this.#stepBegan(state.step, Date.parse(state.updatedAt), false)
    if (state.status === 'running') this.#allDone(Date.parse(state.updatedAt), false)
    if (state.status === 'stopped' || state.status === 'error') {
      if (state.status === 'error' && state.step) this.#stepBegan(state.step, Date.parse(state.updatedAt), false)
      this.#addPolled(state)
      const { error, code, hint, log, endedBecause } = state
      return this.#told.ended(state.status, { error, code, hint, log, endedBecause })
    }
    this.#addPolled(state)
    this.#becomes(state.status, {
      projectId: state.projectId,
      previewUrl: state.previewUrl ?? null,
      previewToken: state.previewToken ?? null,
      endedBecause: state.endedBecause ?? null,
      ...(this.#told.known().connection === 'stream' ? {} : { connection: /** @type {const} */ ('polling') }),
    })
  }

  /** @param {import('./api.js').StatusAnswer} state */
  #addPolled(state) {
    // A stream that flows tells each line once, with its step; of very many at once, the last ones.
    if (state.logs.length === 0 || this.#told.known().connection === 'stream') return
    const known = this.#streamed.map((one) => one.line)
    const more = state.logs.slice(overlap(known, state.logs)).map((line) => ({ step: state.step ?? '', line }))
    this.#told.tell({ logs: [...this.#streamed, ...more].slice(-LINES_KEPT) })
  }

  /**
   * @param {PreviewStatus} status
   * @param {Partial<PreviewSnapshot>} more
   */
  #becomes(status, more) {
    const before = this.#status
    this.#status = status
    this.#told.tell({ status, ...more })
    if (status === 'running' && (before !== 'running' || !this.#beatTimer)) this.#beat()
    if (status !== 'running') clearTimeout(this.#beatTimer)
  }

  async #beat() {
    if (this.#beating) return
    this.#beating = true
    clearTimeout(this.#beatTimer)
    let next = this.#pace.beatAgain
    try {
      const answer = await this.#api.heartbeat(this.#id, isVisible())
      if (this.#isOver) return
      next = answer.nextHeartbeatInSeconds * 1000
      const now = Date.now()
      this.#told.tell({ lastHeartbeat: now, nextHeartbeat: now + next, isHeartbeatActive: true })
    } catch (e) {
      if (this.#isOver || !(e instanceof PreviewError)) return
      if (e.isGone) return this.#look().catch(() => {})
      next = e.retryAfter ?? next
      this.#told.tell({ isHeartbeatActive: false, nextHeartbeat: Date.now() + next })
    } finally {
      this.#beating = false
    }
    if (this.#beatsAgain) next = 0
    this.#beatsAgain = false
    if (!this.#isOver && this.#status === 'running') this.#beatTimer = setTimeout(() => this.#beat(), next)
  }

  /**
   * Waits until the stream is tried again, and polls meanwhile.
   * @param {number} time
   */
  async #sleep(time) {
    const until = Date.now() + time
    while (!this.#isOver && Date.now() < until) {
      const step = Math.min(this.#pace.poll, until - Date.now())
      const hurried = await new Promise((/** @type {(hurried: boolean) => void} */ resolve) => {
        const timer = setTimeout(() => resolve(false), step)
        this.#wake = () => {
          clearTimeout(timer)
          resolve(true)
        }
      })
      this.#wake = undefined
      if (hurried) return
      if (!this.#isOver && Date.now() < until && !this.#isOutOfSight) await this.#look()
    }
  }
}

/** Barks when it was not fed in time. */
class Watchdog {
  #bark
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer

  /** @param {() => void} bark */
  constructor(bark) {
    this.#bark = bark
  }

  /** @param {number} time in which it must be fed again */
  feed(time) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#bark, time)
  }

  end() {
    clearTimeout(this.#timer)
  }
}

/**
 * How many of the newest lines are known already: as many as agree where both are laid over each other, the newest no
 * earlier than they must be. Either may reach further than the other.
 * @param {readonly string[]} known
 * @param {readonly string[]} newest
 */
export function overlap(known, newest) {
  for (let start = 0; start < known.length; start++) {
    const size = Math.min(newest.length, known.length - start)
    if (newest.slice(0, size).every((line, i) => line === known[start + i])) return size
  }
  return 0
}

/**
 * @param {readonly PreviewStep[]} steps
 * @param {number} at
 */
function failing(steps, at) {
  return steps.map((one) => (one.state === 'now' ? { ...one, state: /** @type {const} */ ('failed'), endedAt: at } : one))
}

/**
 * @param {unknown} e
 * @returns {import('./api.js').Problem}
 */
function problemOf(e) {
  return e instanceof PreviewError ? e.problem : { code: 'UNEXPECTED', error: 'Something went wrong in this page.' }
}

/** @param {string} text */
function linesOf(text) {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
}

function isVisible() {
  return globalThis.document?.visibilityState !== 'hidden'
}

/** @param {number} time */
function pause(time) {
  return time > 0 ? new Promise((resolve) => setTimeout(resolve, time)) : Promise.resolve()
}
