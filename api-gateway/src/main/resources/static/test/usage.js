// What the person has used of their day, and the week before it.
import { at, make, text } from '/pages/dom.js'
import { currentLanguage, dayTime, number, t } from '/pages/language.js'

const minutes = (seconds) => number(seconds / 60, { maximumFractionDigits: seconds < 600 ? 1 : 0 })

export function showUsage(usage) {
  if (!usage) {
    at('usage').replaceChildren(make('p', { class: 'quiet small' }, t('usageUnknown')))
    text(at('usage-left'), '')
    return
  }
  const left = usage.remainingSeconds
  const used = Math.min(100, (100 * usage.usageToday) / usage.maxUsagePerDay)
  const track = make('div', { class: 'track', data: { tone: used >= 100 ? 'bad' : used >= 80 ? 'warn' : 'good' }, aria: { hidden: 'true' } }, make('i'))
  track.firstChild.style.width = `${used}%`
  text(at('usage-left'), left > 0 || !usage.resetAt ? t('left', { left: minutes(left) }) : t('usedUp', { at: dayTime(new Date(usage.resetAt)) }))
  at('usage').replaceChildren(
    make('p', { class: 'number' }, t('usedOf', { used: minutes(usage.usageToday), most: minutes(usage.maxUsagePerDay) })),
    track,
    week(usage),
    make('p', { class: 'quiet small number' }, t('created', { count: number(usage.totalSandboxesCreated), running: usage.currentRunningSandboxes })),
  )
}

function week({ usageThisWeek, maxUsagePerDay }) {
  const most = Math.max(maxUsagePerDay, ...usageThisWeek)
  const name = new Intl.DateTimeFormat(currentLanguage(), { weekday: 'narrow' })
  const days = usageThisWeek.map((seconds, i) => {
    const bar = make('i')
    bar.style.height = `${(100 * seconds) / most}%`
    const day = new Date(Date.now() - (usageThisWeek.length - 1 - i) * 86_400_000)
    return make('span', {}, bar, name.format(day))
  })
  return make('div', { class: 'week', aria: { role: 'img', label: t('week', { list: usageThisWeek.map(minutes).join(', ') }) } }, ...days)
}
