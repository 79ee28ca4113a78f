// The sandboxes of all users: found, explained, stopped.
import { at, make, text } from '/pages/dom.js'
import { has, t, time } from '/pages/language.js'
import { confirmed } from '/ops/confirm.js'
import { fill, pill, span } from '/ops/table.js'

const PATH = '/api/preview/ops/sandboxes'
const STOPPABLE = ['creating', 'building', 'running']

export class SandboxTable {
  #api
  #after
  #say
  #pages = 1
  #shown = []
  #next
  #round = 0

  constructor(api, say, after) {
    this.#api = api
    this.#say = say
    this.#after = after
    let typing
    at('query').addEventListener('input', () => {
      clearTimeout(typing)
      typing = setTimeout(() => this.#again(), 250)
    })
    at('status').addEventListener('change', () => this.#again())
    at('filter').addEventListener('submit', (event) => {
      event.preventDefault()
      this.#again()
    })
    at('more').addEventListener('click', () => {
      this.#pages++
      this.refresh().catch(this.#say)
    })
  }

  #again() {
    this.#pages = 1
    this.refresh().catch(this.#say)
  }

  /** As many pages as somebody has asked for, as they are now. */
  async refresh() {
    const round = ++this.#round
    const found = []
    let after
    for (let page = 0; page < this.#pages; page++) {
      const query = new URLSearchParams({ query: at('query').value, status: at('status').value, ...(after ? { after } : {}) })
      const answer = await this.#api.call(`${PATH}?${query}`)
      found.push(...answer.sandboxes)
      after = answer.next
      if (!after) break
    }
    // A newer search has its own answer.
    if (round !== this.#round) return
    this.#shown = found
    this.#next = after
    this.show()
  }

  show() {
    const now = this.#api.now()
    text(at('sandboxes-note'), t('shown', { count: this.#shown.length }))
    at('more').hidden = !this.#next
    fill(
      at('sandboxes'),
      [['sandbox'], ['owner', 'wide'], ['status'], ['age', 'figure'], ['why', 'wide'], ['', 'actions']],
      this.#shown.map((one) => [
        [make('code', {}, one.id), ...(one.daytonaId ? [make('span', { class: 'quiet' }, one.daytonaId)] : [])],
        [one.userId, make('span', { class: 'quiet' }, one.projectId)],
        [pill(one.status), ...(['creating', 'building', 'error'].includes(one.status) ? [make('span', { class: 'quiet' }, t(`step.${one.step}`))] : [])],
        span(now - Date.parse(one.createdAt)),
        why(one, now),
        STOPPABLE.includes(one.status) ? this.#stopButton(one) : '',
      ]),
      t('noSandboxes'),
    )
  }

  #stopButton(one) {
    const button = make('button', { type: 'button', class: 'little bad', data: { key: one.id }, aria: { label: t('stopNamed', { id: one.id }) } }, t('stopIt'))
    button.addEventListener('click', () => this.#stop(one).catch(this.#say))
    return button
  }

  async #stop(one) {
    const sure = await confirmed(t('ask.sandbox'), t('ask.sandbox.text', { project: one.projectId, user: one.userId }), t('stopIt'), true)
    if (!sure) return
    await this.#api.call(`${PATH}/${encodeURIComponent(one.id)}/stop`, 'POST')
    text(at('said'), t('stopped'))
    this.#after()
  }
}

function why(one, now) {
  if (one.endedBecause) {
    const words = has(`why.${one.endedBecause}`) ? t(`why.${one.endedBecause}`) : one.endedBecause
    return [words, ...(one.failureCode ? [make('span', { class: 'quiet' }, one.failureCode)] : [])]
  }
  const sign = has(`alive.${one.aliveBecause}`) ? t(`alive.${one.aliveBecause}`) : one.aliveBecause
  const lives = t('lives', { sign, ago: span(now - Date.parse(one.lastHeartbeatAt)) })
  return [lives, ...(one.aliveUntil ? [make('span', { class: 'quiet' }, t('until', { time: time(Date.parse(one.aliveUntil)) }))] : [])]
}
