// The steps, each with the time that it took and its share of all of them.
import { make, seconds, text } from '/pages/dom.js'
import { t } from '/pages/language.js'

const MARKS = { waiting: '', now: '', done: '✓', failed: '✕' }

export class StepList {
  #list
  #total
  #now
  #items = new Map()
  #steps = []

  /** @param now answers the server's time in epoch milliseconds */
  constructor(list, total, now) {
    this.#list = list
    this.#total = total
    this.#now = now
    setInterval(() => this.#tick(), 100)
  }

  show(steps) {
    this.#steps = steps
    if (this.#items.size !== steps.length) this.#build(steps)
    for (const step of steps) {
      const item = this.#items.get(step.name)
      item.dataset.state = step.state
      text(item.querySelector('.mark'), MARKS[step.state])
      text(item.querySelector('.name'), t(`step.${step.name}`))
    }
    this.#tick()
  }

  #build(steps) {
    for (const { name } of steps) {
      const item = make(
        'li',
        {},
        make('span', { class: 'mark', aria: { hidden: 'true' } }),
        make('span', { class: 'name' }),
        make('time', { class: 'number small' }),
        make('span', { class: 'share', aria: { hidden: 'true' } }, make('i')),
      )
      this.#items.set(name, item)
      this.#list.append(item)
    }
  }

  #tick() {
    const times = this.#steps.map((step) => this.#took(step))
    const all = times.reduce((sum, one) => sum + (one ?? 0), 0)
    this.#steps.forEach((step, i) => {
      const item = this.#items.get(step.name)
      text(item.querySelector('time'), times[i] === undefined ? '' : seconds(times[i]))
      item.querySelector('.share i').style.width = all > 0 ? `${(100 * (times[i] ?? 0)) / all}%` : '0'
    })
    text(this.#total, all > 0 ? t('inAll', { time: seconds(all) }) : '')
  }

  #took({ startedAt, endedAt, state }) {
    if (startedAt === undefined) return undefined
    if (endedAt !== undefined) return Math.max(0, endedAt - startedAt)
    return state === 'now' ? Math.max(0, this.#now() - startedAt) : undefined
  }
}
