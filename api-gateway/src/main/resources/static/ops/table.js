// Tables and small words that the parts of the page share.
import { make } from '/pages/dom.js'
import { number, t } from '/pages/language.js'

export const TONES = { running: 'good', creating: 'busy', building: 'busy', stopping: 'warn', error: 'bad' }

/** Fills a table; a column is `[key of its name, class]`, a row a list of cells (text, or elements). */
export function fill(table, columns, rows, empty) {
  const kept = table.contains(document.activeElement) ? document.activeElement.dataset.key : undefined
  const head = make('tr', {}, ...columns.map(([key, name = '']) => make('th', { scope: 'col', class: name }, key ? t(key) : make('span', { class: 'visually-hidden' }, '·'))))
  const body = rows.map((cells) => make('tr', {}, ...cells.map((cell, i) => make('td', { class: columns[i][1] ?? '' }, ...[cell].flat()))))
  if (rows.length === 0) body.push(make('tr', {}, make('td', { class: 'none', colSpan: columns.length }, empty)))
  table.replaceChildren(make('thead', {}, head), make('tbody', {}, ...body))
  // A refresh must not take the place away where somebody's keyboard is.
  if (kept) [...table.querySelectorAll('[data-key]')].find((one) => one.dataset.key === kept)?.focus()
}

export const pill = (status) => make('span', { class: 'pill', data: { tone: TONES[status] ?? 'none' } }, t(`status.${status}`))

export function bar(share, tone = 'good') {
  const track = make('div', { class: 'track', data: { tone }, aria: { hidden: 'true' } }, make('i'))
  track.firstChild.style.width = `${Math.min(100, 100 * share)}%`
  return track
}

/** How long ago or how long, in the largest unit that says enough. */
export function span(ms) {
  const s = Math.max(0, Math.round(ms / 1000))
  if (s < 100) return `${s} s`
  if (s < 6000) return `${Math.round(s / 60)} min`
  if (s < 48 * 3600) return `${(s / 3600).toFixed(1)} h`
  return `${Math.round(s / 86_400)} d`
}

export function signed(value) {
  const text = number(Math.abs(value), { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 })
  if (text === '0') return '0'
  return make('span', { class: value > 0 ? 'up' : 'down' }, `${value > 0 ? '+' : '−'}${text}`)
}
