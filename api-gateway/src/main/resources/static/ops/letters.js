// The dead letters: looked at, put back (after a dry run), discarded.
import { at, bytes, make, text } from '/pages/dom.js'
import { number, t } from '/pages/language.js'
import { confirmed } from '/ops/confirm.js'
import { fill, span } from '/ops/table.js'

const PATH = '/api/preview/dead-letters'

export class LetterTable {
  #api
  #say
  #letters = []
  #reasons = new Set()

  constructor(api, say) {
    this.#api = api
    this.#say = say
    at('look').addEventListener('click', () => this.refresh().catch(say))
    at('reason').addEventListener('change', () => this.refresh().catch(say))
    at('replay-all').addEventListener('click', () => this.#replayAll().catch(say))
  }

  /** Looking has the broker hand each of them out and take it back, so it is done when asked for, not all the time. */
  async refresh() {
    const reason = at('reason').value
    const { deadLetters } = await this.#api.call(`${PATH}?${new URLSearchParams({ limit: 100, ...(reason ? { reason } : {}) })}`)
    this.#letters = deadLetters
    this.show()
  }

  show() {
    const letters = this.#letters
    text(at('letters-note'), letters.length > 0 ? t('lettersShown', { count: letters.length }) : '')
    at('replay-all').disabled = letters.length === 0
    this.#showReasons()
    fill(
      at('letters'),
      [['letter'], ['owner', 'wide'], ['reason'], ['attempts', 'figure'], ['age', 'figure'], ['size', 'figure'], ['', 'actions']],
      letters.map((one) => [
        [one.command, make('span', { class: 'quiet' }, make('code', {}, one.sandboxId ?? one.id))],
        [one.details?.userId ?? '–', make('span', { class: 'quiet' }, one.details?.projectId ?? '')],
        make('code', {}, one.reason),
        number(one.attempts),
        span(one.ageSeconds * 1000),
        bytes(one.size),
        [this.#button(one, 'replay', ''), this.#button(one, 'discard', 'bad')],
      ]),
      t('noLetters'),
    )
  }

  #showReasons() {
    this.#letters.forEach((one) => this.#reasons.add(one.reason))
    const options = new Set([...at('reason').options].map((option) => option.value))
    for (const reason of [...this.#reasons].sort()) if (!options.has(reason)) at('reason').append(make('option', { value: reason }, reason))
  }

  #button(one, what, name) {
    const properties = { type: 'button', class: `little ${name}`, data: { key: `${what} ${one.id}` }, aria: { label: t(`${what}Named`, { id: one.sandboxId ?? one.id }) } }
    const button = make('button', properties, t(what))
    button.addEventListener('click', () => this[what === 'replay' ? 'replay' : 'discard'](one).catch(this.#say))
    return button
  }

  async replay(one) {
    if (!(await confirmed(t('ask.one'), t('ask.one.text', one), t('replay')))) return
    await this.#api.call(`${PATH}/${encodeURIComponent(one.id)}/replay`, 'POST')
    await this.#done(t('replayed', { count: 1 }))
  }

  async discard(one) {
    if (!(await confirmed(t('ask.discard'), t('ask.discard.text', one), t('discard'), true))) return
    await this.#api.call(`${PATH}/${encodeURIComponent(one.id)}`, 'DELETE')
    await this.#done(t('discarded'))
  }

  /** First what would be done, then whether it shall be. */
  async #replayAll() {
    const reason = at('reason').value
    const body = { limit: 1000, ...(reason ? { reason } : {}) }
    const { replayed: count } = await this.#api.call(`${PATH}/replay`, 'POST', { ...body, dryRun: true })
    if (count === 0) return this.#done(t('nothingToReplay'))
    const words = t('ask.replay.text', { reason: reason ? t('ofReason', { reason }) : t('ofAny') })
    if (!(await confirmed(t('ask.replay', { count }), words, t('replay')))) return
    const { replayed } = await this.#api.call(`${PATH}/replay`, 'POST', { ...body, dryRun: false })
    await this.#done(t('replayed', { count: replayed }))
  }

  async #done(words) {
    await this.refresh()
    text(at('letters-note'), words)
    text(at('said'), words)
  }
}
