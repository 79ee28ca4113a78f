// The project of this page: the sample, a JSON file of the person's, or whatever a resumed sandbox shows.
import { at, bytes, make, sizeOf, text } from '/pages/dom.js'
import { t } from '/pages/language.js'

/** The error of a file that is no project; its message is a key of the page's words. */
export class NoProject extends Error {}

export function parseProject(json) {
  let value
  try {
    value = JSON.parse(json)
  } catch {
    throw new NoProject('badJson')
  }
  const files = value?.files
  const whole =
    typeof value?.projectId === 'string' &&
    Array.isArray(files) &&
    files.length > 0 &&
    files.every((file) => typeof file?.path === 'string' && typeof file?.content === 'string')
  if (!whole) throw new NoProject('badProject')
  return value
}

/** The files as a tree of folders that open, and buttons that choose a file. */
export class FileTree {
  #place
  #chosen
  #onChoose

  constructor(place, onChoose) {
    this.#place = place
    this.#onChoose = onChoose
  }

  show(project) {
    const root = new Map()
    for (const file of project.files) {
      let folder = root
      const parts = file.path.split('/')
      for (const part of parts.slice(0, -1)) {
        if (!(folder.get(part) instanceof Map)) folder.set(part, new Map())
        folder = folder.get(part)
      }
      folder.set(parts.at(-1), file)
    }
    this.#place.replaceChildren(this.#list(root))
    this.mark(this.#chosen)
    text(at('project'), project.projectId)
    const known = project.files.every((file) => file.content !== undefined)
    const size = known ? bytes(project.files.reduce((sum, file) => sum + sizeOf(file.content), 0)) : ''
    text(at('project-size'), t('filesAndSize', { count: project.files.length, size }).replace(/, $/, ''))
  }

  #list(folder) {
    const folders = [...folder].filter(([, value]) => value instanceof Map)
    const files = [...folder].filter(([, value]) => !(value instanceof Map))
    return make(
      'ul',
      {},
      ...folders.map(([name, inner]) => make('li', {}, make('details', { open: true }, make('summary', {}, name), this.#list(inner)))),
      ...files.map(([name, file]) => make('li', {}, this.#button(name, file))),
    )
  }

  #button(name, file) {
    const size = file.content === undefined ? '' : bytes(sizeOf(file.content))
    const button = make('button', { type: 'button', data: { path: file.path } }, make('span', {}, name), make('span', { class: 'size' }, size))
    if (file.edited) {
      button.dataset.edited = ''
      button.append(make('span', { class: 'visually-hidden' }, t('edited')))
    }
    button.addEventListener('click', () => this.#onChoose(file.path))
    return button
  }

  mark(path) {
    this.#chosen = path
    for (const button of this.#place.querySelectorAll('button')) {
      if (button.dataset.path === path) button.setAttribute('aria-current', 'true')
      else button.removeAttribute('aria-current')
    }
  }
}
