// The steps of a provision, each with the time that it took as seen from here.

const NAMES = {
  queued: 'Waiting for a worker',
  creating: 'Creating the sandbox',
  uploading: 'Uploading the files',
  installing: 'npm install',
  building: 'npm run build',
  starting: 'Starting the dev server',
}
const ORDER = Object.keys(NAMES)

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

export class Steps {
  #list
  #begun = new Map()
  #items = new Map()
  #ended

  constructor(list) {
    this.#list = list
  }

  reset() {
    this.#begun.clear()
    this.#items.clear()
    this.#ended = undefined
    this.#list.replaceChildren(
      ...ORDER.map((name) => {
        const item = document.createElement('li')
        const label = document.createElement('span')
        label.textContent = NAMES[name]
        item.append(label, document.createElement('time'))
        this.#items.set(name, item)
        return item
      }),
    )
  }

  // What the status says now; `step` is missing once the sandbox was told to end.
  show({ status, step }) {
    const now = performance.now()
    if (step && !this.#begun.has(step)) this.#begun.set(step, now)
    if (!['creating', 'building'].includes(status)) this.#ended ??= now
    const at = ORDER.indexOf(step)
    ORDER.forEach((name, index) => {
      const item = this.#items.get(name)
      if (status === 'running' || (at >= 0 && index < at)) item.dataset.state = 'done'
      else if (index === at) item.dataset.state = status === 'error' ? 'failed' : 'now'
      item.querySelector('time').textContent = this.#took(name, index, now)
    })
  }

  #took(name, index, now) {
    const begun = this.#begun.get(name)
    if (begun === undefined) return ''
    const later = [...ORDER.slice(index + 1), 'running'].map((next) => this.#begun.get(next)).filter((time) => time !== undefined)
    return seconds(Math.min(...later, this.#ended ?? now) - begun)
  }
}
