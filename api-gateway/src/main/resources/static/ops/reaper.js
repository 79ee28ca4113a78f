// The clean-up: how it does, and what operators may ask of it.
import { at, make, text } from '/pages/dom.js'
import { t } from '/pages/language.js'
import { confirmed } from '/ops/confirm.js'
import { span } from '/ops/table.js'

const PATH = '/api/preview/cleanup'

export class Reaper {
  #api
  #after
  #stats
  #acting = false

  /** @param after called once something was done */
  constructor(api, after) {
    this.#api = api
    this.#after = after
    for (const button of document.querySelectorAll('[data-action]')) button.addEventListener('click', () => this.#act(button.dataset.action))
  }

  async refresh() {
    // While it is at something its own answer brings the figures, and it may have none for others.
    if (this.#acting) return
    try {
      this.#stats = (await this.#api.call(PATH)).stats
      this.show()
    } catch (e) {
      this.#stats = undefined
      this.show()
      text(at('reaper-said'), e.message)
    }
  }

  show() {
    const stats = this.#stats
    const on = stats?.isServiceRunning
    text(at('reaper-state'), stats ? t(on ? 'on' : 'off') : t('unknown'))
    at('reaper-state').dataset.tone = stats ? (on ? 'good' : 'warn') : 'bad'
    at('start').disabled = !stats || on
    at('stop').disabled = !stats || !on
    at('reaper').replaceChildren(...(stats ? this.#rows(stats) : []))
  }

  #rows(stats) {
    const minutes = (age) => (age == null ? '–' : span(age * 60_000))
    const rows = [
      ['lastCleanup', stats.lastCleanup ? t('ago', { time: span(Date.now() - stats.lastCleanup) }) : t('never')],
      ['interval', span((stats.serviceHealth?.intervals?.idleCleanup ?? 0) * 1000)],
      ['heartbeatLag', stats.heartbeatLagSeconds == null ? '–' : `${stats.heartbeatLagSeconds} s`],
      ['judging', stats.notJudging ?? t('yes')],
      ['oldestRunning', minutes(stats.oldestRunningAge)],
      ['oldestStopped', minutes(stats.oldestStoppedAge)],
    ]
    return rows.flatMap(([key, value]) => [make('dt', {}, t(key)), make('dd', {}, value)])
  }

  async #act(action) {
    if (action === 'stop' && !(await confirmed(t('ask.stop'), t('ask.stop.text'), t('action.stop'), true))) return
    const buttons = [...document.querySelectorAll('[data-action]')]
    buttons.forEach((button) => (button.disabled = true))
    text(at('reaper-said'), t('working'))
    this.#acting = true
    try {
      const done = await this.#api.call(PATH, 'POST', { action })
      this.#stats = done.stats ?? this.#stats
      text(at('reaper-said'), done.message)
    } catch (e) {
      text(at('reaper-said'), `${e.message} ${e.hint ?? ''}`)
    }
    this.#acting = false
    buttons.forEach((button) => (button.disabled = false))
    this.show()
    this.#after()
  }
}
