// The log: follows what is printed, stands still while somebody reads above, finds, copies.
import { at, copy, make, text } from '/pages/dom.js'
import { number, t } from '/pages/language.js'

const WRONG = /\b(error|ERR!|failed|cannot find|TS\d{4})\b/i
const NEAR = 24

export class LogView {
  #place = at('log')
  #shown = []
  #following = true
  #hits = []
  #hit = -1

  constructor() {
    this.#place.addEventListener('scroll', () => this.#scrolled())
    at('follow').addEventListener('click', () => this.#follow(!this.#following))
    at('copy').addEventListener('click', () => this.#copy())
    at('search').addEventListener('input', () => this.#search())
    at('search').addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.#next(event.shiftKey ? -1 : 1)
    })
    this.show([])
  }

  /** Shows these lines; those that are there already stay as they are. */
  show(lines) {
    const last = this.#shown.at(-1)
    const known = last ? lines.lastIndexOf(last) : -1
    const kept = known < 0 ? 0 : known + 1
    if (kept === 0) this.#place.replaceChildren()
    else for (let gone = this.#shown.length - kept; gone > 0; gone--) this.#place.firstElementChild.remove()
    this.#append(lines, kept)
    this.#shown = lines
    if (lines.length === 0) this.#place.append(make('p', {}, t('logEmpty')))
    text(at('log-count'), lines.length > 0 ? t('lines', { count: number(lines.length) }) : '')
    at('copy').disabled = lines.length === 0
    if (this.#following) this.#toEnd()
    if (at('search').value) this.#search(true)
  }

  #append(lines, from) {
    const news = document.createDocumentFragment()
    for (let i = from; i < lines.length; i++) {
      const { step, line } = lines[i]
      const element = make('div', {}, line === '' ? '\u00a0' : line)
      if (WRONG.test(line)) element.className = 'wrong'
      if (lines[i - 1]?.step !== step) Object.assign(element.dataset, { first: '', name: t(`step.${step}`) })
      news.append(element)
    }
    this.#place.append(news)
  }

  #toEnd() {
    this.#place.scrollTop = this.#place.scrollHeight
  }

  #scrolled() {
    const atEnd = this.#place.scrollTop + this.#place.clientHeight >= this.#place.scrollHeight - NEAR
    if (atEnd !== this.#following) this.#mark(atEnd)
  }

  #mark(following) {
    this.#following = following
    at('follow').setAttribute('aria-pressed', String(following))
  }

  #follow(following) {
    this.#mark(following)
    if (following) this.#toEnd()
  }

  #search(quietly = false) {
    const wanted = at('search').value.toLowerCase()
    const lines = [...this.#place.querySelectorAll('div')]
    this.#hits = wanted ? lines.filter((line) => line.textContent.toLowerCase().includes(wanted)) : []
    const hits = new Set(this.#hits)
    lines.forEach((line) => line.classList.toggle('hit', hits.has(line)))
    if (!quietly) {
      lines.forEach((line) => line.classList.remove('current'))
      this.#hit = -1
      if (this.#hits.length > 0) this.#next(1)
    }
    this.#tellHits()
  }

  #next(way) {
    if (this.#hits.length === 0) return
    this.#hits[this.#hit]?.classList.remove('current')
    this.#hit = (this.#hit + way + this.#hits.length) % this.#hits.length
    this.#follow(false)
    this.#hits[this.#hit].classList.add('current')
    this.#hits[this.#hit].scrollIntoView({ block: 'nearest' })
    this.#tellHits()
  }

  #tellHits() {
    const count = this.#hits.length
    const said = count > 0 ? t('hits', { at: this.#hit + 1, count }) : t('noHits')
    text(at('found'), at('search').value ? said : '')
  }

  async #copy() {
    await copy(this.#shown.map((one) => one.line).join('\n'))
    text(at('copy'), t('copied'))
    setTimeout(() => text(at('copy'), t('copy')), 1500)
  }
}
