// Asks before something is done that can't be taken back.
import { at, text } from '/pages/dom.js'

/** Answers whether it shall be done. */
export function confirmed(title, words, yes, bad = false) {
  const dialog = at('confirm')
  text(at('confirm-title'), title)
  text(at('confirm-text'), words)
  text(at('confirm-yes'), yes)
  at('confirm-yes').classList.toggle('bad', bad)
  at('confirm-yes').classList.toggle('main', !bad)
  dialog.returnValue = 'no'
  dialog.showModal()
  return new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }))
}
