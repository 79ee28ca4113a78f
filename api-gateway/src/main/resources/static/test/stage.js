// The preview itself, or what there is to say while there is none.
import { at, make, seconds, text } from '/pages/dom.js'
import { has, t } from '/pages/language.js'

const TONES = { running: 'good', starting: 'busy', creating: 'busy', building: 'busy', stopping: 'warn', error: 'bad' }
const ENDED = ['stopped', 'gone']
const WRONG = /error|ERR!|failed|cannot find|TS\d{4}/i

export class Stage {
  #frame
  #lastBeat

  constructor() {
    at('reload').addEventListener('click', () => {
      if (this.#frame) this.#frame.src = this.#frame.dataset.url
    })
    setInterval(() => this.#presence?.(), 1000)
  }

  #presence

  show(snapshot) {
    text(at('status'), t(`status.${snapshot.status}`))
    Object.assign(at('status').dataset, { status: snapshot.status, tone: TONES[snapshot.status] ?? 'none' })
    text(at('sandbox'), snapshot.sandboxId ?? '')
    this.#showFrame(snapshot.status === 'running' ? snapshot.previewUrl : null)
    this.#showPlaceholder(snapshot)
    this.#showProblem(snapshot)
    this.#presence = () => this.#showPresence(snapshot)
    this.#presence()
    const connection = { offline: t('offline'), polling: snapshot.loading ? t('polling') : '' }[snapshot.connection] ?? ''
    text(at('connection'), connection)
    at('connection').hidden = !connection
  }

  #showFrame(url) {
    if ((this.#frame?.dataset.url ?? null) === url) return
    this.#frame?.remove()
    this.#frame = undefined
    at('reload').hidden = !url
    const link = at('preview-link')
    link.hidden = !url
    text(at('address'), url ? shortened(url) : '')
    if (!url) return link.removeAttribute('href')
    link.href = url
    this.#frame = make('iframe', { title: t('frame'), referrerPolicy: 'no-referrer', data: { url } })
    // The preview is somebody's code on an origin of its own: it keeps that origin, and may not steer this page.
    this.#frame.sandbox = 'allow-scripts allow-same-origin allow-forms allow-popups allow-modals allow-downloads'
    this.#frame.src = url
    at('screen').append(this.#frame)
  }

  #showPlaceholder({ status, steps, progress, logs }) {
    at('placeholder').hidden = Boolean(this.#frame)
    const building = ['creating', 'building'].includes(status)
    const now = steps.find((step) => step.state === 'now')?.name ?? 'queued'
    const place = ENDED.includes(status) ? 'ended' : status === 'running' ? 'starting' : status
    text(at('placeholder-title'), building ? t(`step.${now}`) : t(`place.${place}`))
    text(at('placeholder-text'), !building && has(`place.${place}.text`) ? t(`place.${place}.text`) : '')
    at('placeholder-progress').hidden = !building
    at('placeholder-progress').setAttribute('aria-valuenow', progress.done)
    at('placeholder-progress').firstElementChild.style.width = `${(100 * (progress.done + 0.5)) / progress.total}%`
    text(at('placeholder-line'), building ? (logs.at(-1)?.line ?? '') : '')
  }

  #showProblem({ status, error, problem, endedBecause }) {
    const ended = ENDED.includes(status)
    at('error').hidden = !error && !ended
    at('error').dataset.tone = ended ? 'warn' : 'bad'
    if (ended) {
      text(at('error-title'), t('ended'))
      text(at('error-hint'), has(`why.${endedBecause}`) ? t(`why.${endedBecause}`) : t('why.unknown'))
    } else {
      text(at('error-title'), error ?? '')
      text(at('error-hint'), problem?.hint ?? '')
    }
    text(at('error-code'), ended ? '' : (problem?.code ?? ''))
    showFailingLines(ended ? '' : (problem?.log ?? ''))
  }

  #showPresence({ status, lastHeartbeat, isHeartbeatActive, visible }) {
    const heart = at('heart')
    if (status !== 'running' || (!lastHeartbeat && isHeartbeatActive)) return (heart.dataset.beat = 'none')
    heart.dataset.beat = isHeartbeatActive ? 'alive' : lastHeartbeat ? 'lost' : 'none'
    const ago = seconds(Math.max(0, Date.now() - (lastHeartbeat ?? Date.now()))).replace(/\.\d/, '')
    text(at('presence'), isHeartbeatActive ? t(visible ? 'alive' : 'aliveHidden', { ago }) : t('lostBeat'))
    if (lastHeartbeat !== this.#lastBeat) {
      this.#lastBeat = lastHeartbeat
      heart.classList.remove('beats')
      requestAnimationFrame(() => heart.classList.add('beats'))
    }
  }
}

function showFailingLines(log) {
  const place = at('error-log')
  place.hidden = !log
  if (place.dataset.log === log) return
  place.dataset.log = log
  place.replaceChildren(...log.trimEnd().split('\n').flatMap((line) => [WRONG.test(line) ? make('b', {}, line) : line, '\n']))
  place.scrollTop = place.scrollHeight
}

/** A signed link is a secret for whoever looks over one's shoulder: its host is shown with its middle left out. */
function shortened(url) {
  const { host } = new URL(url)
  return host.replace(/^(\d+-)([^.]{10})[^.]+/, '$1$2…')
}
