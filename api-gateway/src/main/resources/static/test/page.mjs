// Starts the sample, follows it, shows that somebody is here, and says what became of it.
import * as api from './api.mjs'
import { Steps } from './steps.mjs'

const POLL = 1000
const REMEMBERED = 'midori-preview-sandbox'
const ON_ITS_WAY = ['creating', 'building']
const UNSETTLED = [...ON_ITS_WAY, 'stopping']
const REASONS = {
  user: 'You stopped it.',
  replaced: 'Another preview took its place.',
  idle: 'It was removed because nobody looked at it.',
  expired: 'It was removed because its time was over.',
  quota: "It was removed because today's running time is used up.",
  orphan: 'It was removed in a clean-up.',
  failed: 'It failed.',
}

const at = (id) => document.getElementById(id)
const steps = new Steps(at('steps'))
let project
let sandboxId
let pollTimer
let beatTimer

function text(id, value) {
  if (at(id).textContent !== value) at(id).textContent = value
}

function showError(problem) {
  at('error').hidden = !problem
  if (!problem) return
  text('error-title', problem.error ?? 'Something went wrong.')
  text('error-hint', problem.hint ?? '')
  text('error-code', problem.code ?? '')
  text('error-log', problem.log ?? '')
  at('error-log').hidden = !problem.log
}

function showProject() {
  text('project', project.projectId)
  const size = project.files.reduce((sum, file) => sum + new Blob([file.content]).size, 0)
  text('project-size', `${project.files.length} files, ${Math.ceil(size / 1024)} KiB`)
  at('files').replaceChildren(
    ...project.files.map((file) => {
      const item = document.createElement('li')
      const path = document.createElement('code')
      path.textContent = file.path
      item.append(path)
      return item
    }),
  )
}

function showLog(lines) {
  const log = at('log')
  const follow = log.scrollTop + log.clientHeight >= log.scrollHeight - 8
  text('log', lines.join('\n'))
  if (follow) log.scrollTop = log.scrollHeight
}

function showLink(url) {
  const link = at('preview-link')
  link.hidden = !url
  if (url) link.href = url
  else link.removeAttribute('href')
}

function show(state) {
  text('status', state.status)
  at('status').dataset.status = state.status
  text('why', state.endedBecause ? (REASONS[state.endedBecause] ?? state.endedBecause) : '')
  text('sandbox', state.sandboxId)
  showLink(state.previewUrl)
  showLog(state.logs)
  steps.show(state)
  showError(state.error ? state : undefined)
  const live = [...ON_ITS_WAY, 'running'].includes(state.status)
  at('start').disabled = live || !project
  at('stop').disabled = !live
  if (!live) text('presence', '')
}

function follow(id) {
  sandboxId = id
  sessionStorage.setItem(REMEMBERED, id)
  steps.reset()
  return look()
}

async function look() {
  clearTimeout(pollTimer)
  clearTimeout(beatTimer)
  const id = sandboxId
  try {
    const state = await api.status(id)
    if (id !== sandboxId) return
    show(state)
    if (UNSETTLED.includes(state.status)) pollTimer = setTimeout(look, POLL)
    else if (state.status === 'running') await beat()
    else sessionStorage.removeItem(REMEMBERED)
  } catch (e) {
    if (id === sandboxId) lookFailed(e)
  }
}

function lookFailed(e) {
  if (!(e instanceof api.Refused)) throw e
  showError(e.problem)
  if (e.status === 404) {
    sessionStorage.removeItem(REMEMBERED)
    text('status', 'gone')
    at('status').dataset.status = 'none'
    at('start').disabled = !project
    at('stop').disabled = true
  } else {
    pollTimer = setTimeout(look, POLL * (e.problem.retryAfter ?? 2))
  }
}

async function beat() {
  clearTimeout(beatTimer)
  const id = sandboxId
  try {
    const { nextHeartbeatInSeconds: next } = await api.heartbeat(id, document.visibilityState === 'visible')
    if (id !== sandboxId) return
    text('presence', `kept alive by this page, every ${next} s`)
    beatTimer = setTimeout(beat, next * 1000)
  } catch (e) {
    if (!(e instanceof api.Refused)) throw e
    if (id !== sandboxId) return
    if (e.status === 404) await look()
    else beatTimer = setTimeout(beat, POLL * (e.problem.retryAfter ?? 5))
  }
}

async function start() {
  at('start').disabled = true
  showError()
  try {
    const created = await api.create(project)
    await follow(created.sandboxId)
  } catch (e) {
    if (!(e instanceof api.Refused)) throw e
    showError(e.problem)
    at('start').disabled = false
  }
}

async function stop() {
  at('stop').disabled = true
  try {
    await api.stop(sandboxId)
    await look()
  } catch (e) {
    if (!(e instanceof api.Refused)) throw e
    showError(e.problem)
    at('stop').disabled = false
  }
}

async function open() {
  at('start').addEventListener('click', start)
  at('stop').addEventListener('click', stop)
  document.addEventListener('visibilitychange', () => {
    if (at('status').dataset.status === 'running') beat()
  })
  const remembered = sessionStorage.getItem(REMEMBERED)
  try {
    project = await api.sample()
    showProject()
    at('start').disabled = false
  } catch (e) {
    if (!(e instanceof api.Refused)) throw e
    text('project', 'no sample')
    showError(e.problem)
  }
  if (remembered) await follow(remembered)
}

await open()
