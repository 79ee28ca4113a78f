// English and Thai: which one, and the words of a page in it.

const KEPT = 'midori-language'
const KNOWN = ['en', 'th']

function chosen() {
  try {
    return localStorage.getItem(KEPT)
  } catch {
    return null
  }
}

const preferred = (navigator.languages ?? [navigator.language]).map((one) => one.slice(0, 2)).find((one) => KNOWN.includes(one))
const kept = chosen()
let language = KNOWN.includes(kept) ? kept : (preferred ?? 'en')
let words = {}
const listeners = new Set()

export const currentLanguage = () => language

/** The words of a page: `{ en: { key: text }, th: { key: text } }`; `{name}` in a text is filled in. */
export function useWords(all) {
  words = all
  show()
}

/** A text in the language of now. What is missing in Thai comes in English. */
export function t(key, values = {}) {
  const text = words[language]?.[key] ?? words.en?.[key] ?? key
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole))
}

export const has = (key) => key in (words.en ?? {})

/** Called once the language has changed. */
export function onLanguage(listener) {
  listeners.add(listener)
}

/** Makes a button that changes to the other language. */
export function languageButton(button) {
  const name = () => {
    const other = language === 'en' ? 'th' : 'en'
    button.lang = other
    button.textContent = other === 'th' ? 'ไทย' : 'English'
  }
  button.addEventListener('click', () => {
    language = language === 'en' ? 'th' : 'en'
    try {
      localStorage.setItem(KEPT, language)
    } catch {
      // It holds for this page, then.
    }
    name()
    show()
    listeners.forEach((listener) => listener())
  })
  name()
}

const ATTRIBUTES = { tLabel: 'aria-label', tTitle: 'title', tPlaceholder: 'placeholder' }

function show() {
  document.documentElement.lang = language
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t)
  for (const [data, attribute] of Object.entries(ATTRIBUTES)) {
    const name = data.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
    for (const element of document.querySelectorAll(`[data-${name}]`)) element.setAttribute(attribute, t(element.dataset[data]))
  }
}

const plain = { en: 'en', th: 'th-u-nu-latn' }

export const number = (value, options) => new Intl.NumberFormat(plain[language], options).format(value)
export const time = (at) => new Intl.DateTimeFormat(plain[language], { timeStyle: 'medium' }).format(at)
export const dayTime = (at) => new Intl.DateTimeFormat(plain[language], { dateStyle: 'medium', timeStyle: 'short' }).format(at)
