/**
 * One file of a project.
 * @typedef {object} ProjectFile
 * @property {string} path relative and normalised, such as `src/App.tsx`
 * @property {string} content text; an empty one makes an empty file
 * @property {string} [type]
 * @property {string} [language]
 */

/**
 * What shall run.
 * @typedef {object} Project
 * @property {string} projectId
 * @property {readonly ProjectFile[]} files
 */

/**
 * A refusal or a failure, as the gateway words it (RFC 9457 and its own members).
 * @typedef {object} Problem
 * @property {string} error one sentence
 * @property {string} code what programs read
 * @property {string} [hint] what the caller can do
 * @property {number} [retryAfter] seconds
 * @property {string} [endedBecause] why the sandbox ended, where that is known
 * @property {string} [sandboxId] the sandbox that it is about
 * @property {string} [log] the last lines of what failed
 */

/**
 * @typedef {object} Created
 * @property {string} sandboxId
 * @property {string} status
 * @property {boolean} reused
 */

/**
 * @typedef {object} StatusAnswer
 * @property {string} sandboxId
 * @property {string} projectId
 * @property {'creating'|'building'|'running'|'stopping'|'stopped'|'error'} status
 * @property {string} [step]
 * @property {{done: number, total: number}} [progress]
 * @property {string} [previewUrl] what a browser opens; authorised by itself
 * @property {string} [previewToken] for programs, with the header `x-daytona-preview-token`
 * @property {string[]} logs the newest lines
 * @property {string} [error]
 * @property {string} [code]
 * @property {string} [hint]
 * @property {string} [log]
 * @property {number} createdAt epoch milliseconds
 * @property {number} lastHeartbeatAt epoch milliseconds
 * @property {string} updatedAt ISO 8601
 * @property {string} [aliveBecause]
 * @property {string} [endedBecause]
 */

/**
 * The caller's day, in seconds but for what says otherwise.
 * @typedef {object} Usage
 * @property {number} usageToday
 * @property {number} maxUsagePerDay
 * @property {number} usagePercent
 * @property {number} remainingSeconds
 * @property {number[]} usageThisWeek oldest first; the last one is today
 * @property {number} totalSandboxesCreated
 * @property {number} currentRunningSandboxes
 * @property {string} [resetAt] ISO 8601
 */

/**
 * @typedef {object} FilesChanged
 * @property {boolean} success
 * @property {number} [updatedFiles]
 * @property {number} totalFiles
 * @property {number} [skippedFiles]
 * @property {string} [rebuildType] `none`, `hmr`, `restart` or `install`
 * @property {string} message
 * @property {string} [status] `updating` where the change outlasted the wait
 */

/**
 * @typedef {object} ApiOptions
 * @property {string} [baseUrl] where the gateway is; the page's own origin by default
 * @property {Record<string, string>|(() => Record<string, string>)} [headers] sent with every call, such as
 *   `Authorization`; a function is asked each time
 * @property {RequestCredentials} [credentials] `same-origin` by default; `include` for a gateway on another origin
 * @property {typeof globalThis.fetch} [fetch]
 */

/** What the gateway refused, or that it could not be reached (`status` 0, code `UNREACHABLE`). */
export class PreviewError extends Error {
  /**
   * @param {number} status of HTTP; 0 where nothing answered
   * @param {Problem} problem
   */
  constructor(status, problem) {
    super(problem.error)
    this.name = 'PreviewError'
    this.status = status
    this.problem = problem
  }

  /** What programs read. */
  get code() {
    return this.problem.code
  }

  /** What the person can do; may be empty. */
  get hint() {
    return this.problem.hint ?? ''
  }

  /** Milliseconds after which trying again makes sense; undefined where it doesn't by itself. */
  get retryAfter() {
    return this.problem.retryAfter === undefined ? undefined : this.problem.retryAfter * 1000
  }

  /** The sandbox is unknown, gone, or somebody else's. */
  get isGone() {
    return this.status === 404
  }
}

const ROOT = '/api/preview/daytona'

/** The calls of the gateway. Each answers what came, or throws a {@link PreviewError}. */
export class PreviewApi {
  #baseUrl
  #headers
  #credentials
  #fetch
  #skew = 0

  /** @param {ApiOptions} [options] */
  constructor({ baseUrl = '', headers = {}, credentials = 'same-origin', fetch } = {}) {
    this.#baseUrl = baseUrl.replace(/\/$/, '')
    this.#headers = headers
    this.#credentials = credentials
    this.#fetch = fetch ?? ((/** @type {any} */ url, /** @type {any} */ init) => globalThis.fetch(url, init))
  }

  /** The server's time in epoch milliseconds, to about a second, as far as its answers told it. */
  now() {
    return Date.now() + this.#skew
  }

  /**
   * Asks for a preview and answers at once; what becomes of it is read from its status or its events.
   * @param {Project} project
   * @param {{replace?: boolean, force?: boolean}} [options] whether another project's preview gives way, and whether
   *   to try although the same files failed a moment ago
   * @returns {Promise<Created>}
   */
  create(project, options = {}) {
    return this.#call(ROOT, 'POST', { ...project, ...options }, { Prefer: 'respond-async' })
  }

  /**
   * @param {string} sandboxId
   * @returns {Promise<StatusAnswer>}
   */
  status(sandboxId) {
    return this.#call(`${ROOT}/status?${query({ sandboxId })}`)
  }

  /**
   * Says that somebody is there.
   * @param {string} sandboxId
   * @param {boolean} visible whether the page is in sight; a hidden one keeps a preview for a while only
   * @returns {Promise<{sandboxId: string, status: string, nextHeartbeatInSeconds: number}>}
   */
  heartbeat(sandboxId, visible) {
    return this.#call(`${ROOT}/heartbeat`, 'POST', { sandboxId, visible })
  }

  /**
   * Stops it; repeating that is fine.
   * @param {string} sandboxId
   * @returns {Promise<{success: boolean, status: string}>}
   */
  stop(sandboxId) {
    return this.#call(`${ROOT}/stop`, 'POST', { sandboxId })
  }

  /**
   * Stops it while the page goes away: sent by the browser even after the page has gone.
   * @param {string} sandboxId
   */
  stopOnLeaving(sandboxId) {
    const url = `${this.#baseUrl}${ROOT}/stop`
    const body = JSON.stringify({ sandboxId })
    const bare = Object.keys(this.#ownHeaders()).length === 0
    if (bare && globalThis.navigator?.sendBeacon?.(url, body)) return
    this.#fetch(url, { ...this.#init('POST', { sandboxId }), keepalive: true }).catch(() => {})
  }

  /**
   * Changes files of a preview that runs.
   * @param {string} sandboxId
   * @param {readonly ProjectFile[]} files
   * @param {readonly string[]} [deletedFiles]
   * @returns {Promise<FilesChanged>}
   */
  update(sandboxId, files, deletedFiles = []) {
    return this.#call(`${ROOT}?${query({ sandboxId })}`, 'PUT', { files, deletedFiles })
  }

  /**
   * The paths of the files as they are now.
   * @param {string} sandboxId
   * @returns {Promise<{files: string[]}>}
   */
  files(sandboxId) {
    return this.#call(`${ROOT}/files?${query({ sandboxId })}`)
  }

  /**
   * One file as it is now.
   * @param {string} sandboxId
   * @param {string} path
   * @returns {Promise<{path: string, content: string}>}
   */
  file(sandboxId, path) {
    return this.#call(`${ROOT}/files?${query({ sandboxId, path })}`)
  }

  /**
   * Everything that a step has printed.
   * @param {string} sandboxId
   * @param {string} step
   * @returns {Promise<string>}
   */
  async log(sandboxId, step) {
    const answer = await this.#send(`${ROOT}/logs?${query({ sandboxId, step })}`, this.#init('GET'))
    return answer.text()
  }

  /** @returns {Promise<Usage>} */
  usage() {
    return this.#call('/api/preview/usage')
  }

  /**
   * Any other call of the gateway, such as the operators' ones.
   * @param {string} path
   * @param {string} [method]
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  call(path, method = 'GET', body = undefined) {
    return this.#call(path, method, body)
  }

  /**
   * The stream of what happens. `position` is the id of the last event that was read.
   * @param {string} sandboxId
   * @param {string|undefined} position
   * @param {AbortSignal} signal
   * @returns {Promise<Response>}
   */
  events(sandboxId, position, signal) {
    // Never `visible=true`: a stream stays open in a hidden tab, and the heartbeats say which it is.
    const init = this.#init('GET', undefined, {
      Accept: 'text/event-stream',
      ...(position ? { 'Last-Event-ID': position } : {}),
    })
    return this.#send(`${ROOT}/events?${query({ sandboxId })}`, { ...init, signal })
  }

  #ownHeaders() {
    return typeof this.#headers === 'function' ? this.#headers() : this.#headers
  }

  /**
   * @param {string} method
   * @param {unknown} [body]
   * @param {Record<string, string>} [more]
   * @returns {RequestInit}
   */
  #init(method, body, more = {}) {
    const headers = { Accept: 'application/json', ...this.#ownHeaders(), ...more }
    const init = { method, headers, credentials: this.#credentials, cache: /** @type {const} */ ('no-store') }
    if (body === undefined) return init
    return { ...init, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) }
  }

  /**
   * @param {string} path
   * @param {string} [method]
   * @param {unknown} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>}
   */
  async #call(path, method = 'GET', body = undefined, headers = {}) {
    const answer = await this.#send(path, this.#init(method, body, headers))
    try {
      return await answer.json()
    } catch {
      throw unreachable('The gateway’s answer broke off.')
    }
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   */
  async #send(path, init) {
    let answer
    try {
      answer = await this.#fetch(this.#baseUrl + path, init)
    } catch (cause) {
      if (init.signal?.aborted) throw cause
      throw unreachable('The gateway does not answer.')
    }
    this.#learnTheTime(answer.headers.get('Date'))
    if (answer.ok) return answer
    const body = await answer.json().catch(() => ({}))
    const fallback = Number(answer.headers.get('Retry-After'))
    throw new PreviewError(answer.status, {
      error: `The gateway answered ${answer.status}.`,
      code: 'UNEXPECTED_ANSWER',
      ...(Number.isFinite(fallback) && fallback > 0 ? { retryAfter: fallback } : {}),
      ...body,
    })
  }

  /** @param {string|null} date with whole seconds, so that small differences say nothing */
  #learnTheTime(date) {
    const skew = date ? Date.parse(date) - Date.now() : NaN
    if (Number.isFinite(skew)) this.#skew = Math.abs(skew) > 2000 ? skew : 0
  }
}

/** @param {string} error */
function unreachable(error) {
  return new PreviewError(0, { error, code: 'UNREACHABLE', hint: 'Check the network; it is tried again.' })
}

/** @param {Record<string, string>} values */
function query(values) {
  return new URLSearchParams(values).toString()
}
