// The little that the pages need to make elements.

export const at = (id) => document.getElementById(id)

/** An element with properties and children; `data` and `aria` are objects. Text is never read as markup. */
export function make(tag, { data = {}, aria = {}, class: name, ...properties } = {}, ...children) {
  const element = document.createElement(tag)
  Object.assign(element, properties)
  if (name) element.className = name
  Object.assign(element.dataset, data)
  for (const [key, value] of Object.entries(aria)) element.setAttribute(key === 'role' ? 'role' : `aria-${key}`, value)
  element.append(...children.filter((child) => child !== null && child !== undefined))
  return element
}

/** Sets a text only where it is another one, so that screen readers hear of changes alone. */
export function text(element, value) {
  if (element.textContent !== value) element.textContent = value
}

export async function copy(value) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(value)
  const area = make('textarea', { value, class: 'visually-hidden' })
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

export function seconds(ms) {
  if (ms < 0 || !Number.isFinite(ms)) return ''
  return ms < 99_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)}:${String(Math.floor((ms / 1000) % 60)).padStart(2, '0')} min`
}

export function bytes(count) {
  if (count < 1024) return `${count} B`
  return count < 1024 * 1024 ? `${(count / 1024).toFixed(1)} KiB` : `${(count / 1024 / 1024).toFixed(1)} MiB`
}

const encoder = new TextEncoder()
export const sizeOf = (value) => encoder.encode(value).length
