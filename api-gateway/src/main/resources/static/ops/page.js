// Puts the operations page together: refreshes by itself while somebody looks, and says when it could not.
import { PreviewApi, PreviewError } from '/client/index.js'
import { at, text } from '/pages/dom.js'
import { currentLanguage, languageButton, onLanguage, t, useWords } from '/pages/language.js'
import { showOverview } from '/ops/figures.js'
import { LetterTable } from '/ops/letters.js'
import { Reaper } from '/ops/reaper.js'
import { SandboxTable } from '/ops/sandboxes.js'
import words from '/ops/words.js'

const EVERY = 5000
const STALE = 3 * EVERY
/** Whoever may not look now may have signed in a little later, in another tab. */
const EVERY_WHILE_FORBIDDEN = 6 * EVERY

useWords(words)
languageButton(at('language'))

const api = new PreviewApi({ headers: () => ({ 'Accept-Language': currentLanguage() }) })
const reaper = new Reaper(api, () => refresh())
const sandboxes = new SandboxTable(api, say, () => refresh())
const letters = new LetterTable(api, say)
let overview
let updated
let timer
let refreshing = false
let forbidden = false
let deadBefore

/** Shows what went wrong, or that nothing does any more. */
function say(e) {
  if (e && !(e instanceof PreviewError)) throw e
  at('problem').hidden = !e
  forbidden = e?.status === 403 || e?.status === 401
  document.body.toggleAttribute('data-forbidden', forbidden)
  if (e) text(at('problem'), forbidden ? t('forbidden') : `${e.message} ${e.hint}`)
}

async function refresh() {
  if (refreshing) return
  refreshing = true
  clearTimeout(timer)
  try {
    overview = await api.call('/api/preview/ops/overview')
    showOverview(overview)
    await Promise.all([sandboxes.refresh(), reaper.refresh()])
    updated = Date.now()
    say()
    await lookAtLettersWhereTheirNumberChanged()
  } catch (e) {
    say(e)
  } finally {
    refreshing = false
    showFreshness()
    if (document.visibilityState === 'visible') timer = setTimeout(refresh, forbidden ? EVERY_WHILE_FORBIDDEN : EVERY)
  }
}

async function lookAtLettersWhereTheirNumberChanged() {
  const dead = overview.queues?.find((queue) => queue.kind === 'dead')?.messages
  if (dead === undefined || dead === deadBefore) return
  deadBefore = dead
  await letters.refresh()
}

function showFreshness() {
  const age = updated === undefined ? undefined : Date.now() - updated
  const stale = age === undefined ? !at('problem').hidden : age > STALE
  const ago = Math.round((age ?? 0) / 1000)
  text(at('fresh'), age === undefined ? t(stale ? 'nothing' : 'looking') : t(stale ? 'stale' : 'fresh', { ago }))
  at('fresh').dataset.tone = stale ? 'bad' : age === undefined ? 'busy' : 'good'
}

at('refresh').addEventListener('click', refresh)
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh())
window.addEventListener('online', refresh)
onLanguage(() => {
  document.title = t('title')
  if (overview) showOverview(overview)
  reaper.show()
  sandboxes.show()
  letters.show()
  showFreshness()
})
document.title = t('title')
setInterval(showFreshness, 1000)
showFreshness()
await refresh()
