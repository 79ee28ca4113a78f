// Counts, queues, workers, steps and users, out of one overview and the one before it.
import { at, make, seconds, text } from '/pages/dom.js'
import { number, t } from '/pages/language.js'
import { bar, fill, pill, signed, span } from '/ops/table.js'

const STATUSES = ['running', 'building', 'creating', 'stopping', 'error', 'stopped']
const STEPS = ['creating', 'uploading', 'installing', 'building', 'starting']
const WINDOW = 60_000

/** Overviews of the last minute: rates are what changed between the oldest of them and the newest. */
const samples = []

export function showOverview(overview) {
  const now = Date.parse(overview.at)
  if (samples.at(-1)?.at !== now) samples.push({ at: now, overview })
  while (samples.length > 2 && samples[0].at < now - WINDOW) samples.shift()
  showCounts(overview.counts)
  showQueues(overview.queues)
  showWorkers(overview.workers, now)
  showSteps(overview.workers)
  showUsers(overview)
}

/** What changes per minute; undefined until there is something to compare with. */
function rate(value) {
  const [first, last] = [samples[0], samples.at(-1)]
  const minutes = (last.at - first.at) / 60_000
  const [before, after] = [value(first.overview), value(last.overview)]
  return minutes > 0 && before !== undefined && after !== undefined ? (after - before) / minutes : undefined
}

function showCounts(counts) {
  at('counts').replaceChildren(...STATUSES.map((status) => make('li', {}, pill(status), make('b', {}, number(counts[status] ?? 0)))))
}

function showQueues(queues) {
  // Passive declares tell depths alone: how much came and how much was taken only the management plugin knows.
  text(at('queues-note'), t(queues ? 'queuesNote' : 'brokerAway'))
  const depth = (name) => (overview) => overview.queues?.find((queue) => queue.name === name)?.messages
  const rows = (queues ?? []).map(({ name, kind, messages, consumers }) => {
    const change = rate(depth(name))
    const lonely = kind === 'work' && consumers === 0 && messages > 0
    return [
      [make('code', {}, name), ...(lonely ? [make('span', { class: 'quiet up' }, t('noConsumer'))] : [])],
      number(messages),
      change === undefined ? '–' : signed(change),
      kind === 'work' ? number(consumers) : '–',
    ]
  })
  fill(at('queues'), [['queue'], ['waiting', 'figure'], ['perMinute', 'figure'], ['consumers', 'figure']], rows, t('brokerAway'))
}

function showWorkers(workers, now) {
  const flying = workers.reduce((sum, one) => sum + one.inFlight, 0)
  const room = workers.reduce((sum, one) => sum + one.capacity, 0)
  text(at('workers-note'), workers.length > 0 ? t('inFlight', { count: flying, most: room }) : '')
  const rows = workers.map((worker) => {
    const ran = rate((overview) => overview.workers.find((one) => one.name === worker.name)?.running)
    return [
      [make('code', {}, worker.name.replace(/^worker-/, '')), ...(worker.paused ? [make('span', { class: 'quiet up' }, t('paused', { why: worker.paused }))] : [])],
      [make('span', { class: 'number' }, `${worker.inFlight} / ${worker.capacity}`), bar(worker.inFlight / worker.capacity)],
      ran === undefined ? '–' : number(ran, { maximumFractionDigits: 1 }),
      number(worker.failed),
      span(now - Date.parse(worker.startedAt)),
    ]
  })
  fill(at('workers'), [['worker'], ['jobs'], ['ran', 'figure'], ['failed', 'figure'], ['since', 'figure']], rows, t('noWorkers'))
}

function showSteps(workers) {
  const all = STEPS.map((step) => {
    const times = workers.map((worker) => worker.steps[step]).filter(Boolean)
    const count = times.reduce((sum, one) => sum + one.count, 0)
    return {
      step,
      count,
      mean: count > 0 ? times.reduce((sum, one) => sum + one.total, 0) / count : 0,
      longest: Math.max(0, ...times.map((one) => one.recentMax)),
    }
  }).filter((one) => one.count > 0)
  const most = Math.max(...all.map((one) => one.mean))
  const rows = all.map(({ step, count, mean, longest }) => [make('span', { class: 'whole' }, t(`step.${step}`)), bar(mean / most), seconds(mean), longest > 0 ? seconds(longest) : '–', number(count)])
  fill(at('steps'), [['step'], [''], ['mean', 'figure'], ['longest', 'figure'], ['times', 'figure']], rows, t('noSteps'))
}

function showUsers({ users, maxUsagePerDay }) {
  text(at('users-note'), t('usersNote', { count: users.filter((user) => user.usedSeconds >= maxUsagePerDay).length }))
  const minutes = (value) => number(value / 60, { maximumFractionDigits: 0 })
  at('users').replaceChildren(
    ...users.map(({ userId, usedSeconds }) => {
      const share = usedSeconds / maxUsagePerDay
      const words = t('usedOf', { used: minutes(usedSeconds), most: minutes(maxUsagePerDay) })
      return make('div', {}, make('p', {}, make('code', {}, userId), make('span', { class: 'quiet small number' }, words)), bar(share, share >= 1 ? 'bad' : share >= 0.8 ? 'warn' : 'good'))
    }),
  )
  if (users.length === 0) at('users').append(make('p', { class: 'quiet' }, t('noUsers')))
}
