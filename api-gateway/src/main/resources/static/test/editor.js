// One file of the project: seen, changed, and sent to the preview that runs.
import { at, text } from '/pages/dom.js'
import { t } from '/pages/language.js'

export class Editor {
  #path
  #saved = ''
  #save
  #said

  /** @param save gets path and content; answers the key of what to say */
  constructor(save) {
    this.#save = save
    at('code').addEventListener('input', () => this.#show())
    at('code').addEventListener('keydown', (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
        event.preventDefault()
        this.save()
      }
    })
    at('save').addEventListener('click', () => this.save())
    at('revert').addEventListener('click', () => {
      at('code').value = this.#saved
      this.#show()
    })
    this.close()
  }

  open(path, content) {
    this.#path = path
    this.#saved = content
    text(at('editor-path'), path)
    at('code').disabled = false
    at('code').value = content
    at('code').scrollTop = 0
    this.#show()
  }

  close() {
    this.#path = undefined
    text(at('editor-path'), '')
    at('code').disabled = true
    at('code').value = t('pickFile')
    this.#saved = at('code').value
    this.#show()
  }

  /** The language has changed. */
  again() {
    if (this.#path === undefined) this.close()
    else this.#show()
  }

  get isChanged() {
    return this.#path !== undefined && at('code').value !== this.#saved
  }

  async save() {
    if (!this.isChanged || this.#said === 'saving') return
    const path = this.#path
    const content = at('code').value
    this.#show('saving')
    try {
      const said = await this.#save(path, content)
      if (path === this.#path) this.#saved = content
      this.#show(said)
    } catch (e) {
      this.#show(undefined, e.message)
    }
  }

  #show(said, words) {
    this.#said = said
    const changed = this.isChanged
    at('save').disabled = !changed || said === 'saving'
    at('revert').disabled = !changed || said === 'saving'
    text(at('editor-said'), words ?? (said ? t(said) : changed ? t('unsaved') : ''))
  }
}
