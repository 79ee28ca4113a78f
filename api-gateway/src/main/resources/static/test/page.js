// Puts the page together: the project on the left, its preview on the right, one state between them.
import { Preview, PreviewApi, PreviewError } from '/client/index.js'
import { at, text } from '/pages/dom.js'
import { currentLanguage, has, languageButton, onLanguage, t, useWords } from '/pages/language.js'
import { Editor } from '/test/editor.js'
import { LogView } from '/test/log.js'
import { FileTree, NoProject, parseProject } from '/test/project.js'
import { Stage } from '/test/stage.js'
import { StepList } from '/test/steps.js'
import { showUsage } from '/test/usage.js'
import words from '/test/words.js'

const REMEMBERED = 'midori-preview'
const USAGE_EVERY = 30_000
const LIVE = ['starting', 'creating', 'building', 'running']
const ENDED = ['stopped', 'error', 'gone']

useWords(words)
languageButton(at('language'))

const api = new PreviewApi({ headers: () => ({ 'Accept-Language': currentLanguage() }) })
const preview = new Preview({ api, storage: safeStorage(), key: REMEMBERED })
const stage = new Stage()
const steps = new StepList(at('steps'), at('total'), () => api.now())
const log = new LogView()
const editor = new Editor(save)
const tree = new FileTree(at('files'), choose)
let project
let usage
let before = {}

function safeStorage() {
  try {
    localStorage.getItem(REMEMBERED)
    return localStorage
  } catch {
    return undefined
  }
}

function show() {
  const now = preview.getSnapshot()
  stage.show(now)
  steps.show(now.steps)
  if (now.logs !== before.logs) log.show(now.logs)
  at('start').disabled = LIVE.includes(now.status) || now.status === 'stopping' || !project
  at('again').disabled = at('start').disabled
  at('again').hidden = !project
  at('stop').disabled = !LIVE.includes(now.status) || !now.sandboxId
  announce(now)
  if (now.status !== before.status) changed(now)
  before = now
}

/** For whoever does not see the page. */
function announce(now) {
  const step = now.steps.find((one) => one.state === 'now')?.name
  if (now.status === 'running') text(at('announce'), t('running.now'))
  else if (['creating', 'building'].includes(now.status) && step) text(at('announce'), t(`step.${step}`))
  else text(at('announce'), now.status === 'idle' ? '' : t(`status.${now.status}`))
}

function changed({ status, sandboxId, projectId }) {
  if (status === 'running' || ENDED.includes(status)) loadUsage()
  if (status === 'running' && projectId && projectId !== project?.projectId) loadFromSandbox(sandboxId, projectId)
  // The stream forgets how it came to be some time after it runs; the steps' logs are kept for longer.
  if (status === 'running') setTimeout(() => preview.getSnapshot().logs.length === 0 && preview.loadLogs(), 1500)
}

async function loadUsage() {
  usage = await api.usage().catch((e) => {
    if (!(e instanceof PreviewError)) throw e
    // What was known is better than nothing while the gateway is away.
    return e.status === 0 ? usage : undefined
  })
  showUsage(usage)
}

function use(next) {
  project = next
  at('project-error').hidden = true
  tree.mark(undefined)
  tree.show(project)
  editor.close()
  show()
}

async function loadSample() {
  try {
    use(parseProject(JSON.stringify(await api.call('/test/sample.json'))))
  } catch (e) {
    projectFailed(e, 'sample.json')
    if (!project) text(at('project'), t('noSample'))
  }
}

/** After a reload: a project that only its sandbox has. Contents come when a file is opened. */
async function loadFromSandbox(sandboxId, projectId) {
  try {
    const { files } = await api.files(sandboxId)
    if (preview.getSnapshot().sandboxId === sandboxId) use({ projectId, files: files.map((path) => ({ path })), ofSandbox: true })
  } catch (e) {
    projectFailed(e, projectId)
  }
}

function projectFailed(e, name) {
  const known = e instanceof NoProject || e instanceof PreviewError
  if (!known) throw e
  text(at('project-error'), e instanceof NoProject ? t(e.message, { name }) : `${e.message} ${e.hint}`)
  at('project-error').hidden = false
}

async function openFile(file) {
  if (!file) return
  try {
    use(parseProject(await file.text()))
  } catch (e) {
    projectFailed(e, file.name)
  }
}

async function choose(path) {
  const file = project.files.find((one) => one.path === path)
  tree.mark(path)
  const { sandboxId, status } = preview.getSnapshot()
  // The sandbox knows better: another tab or an earlier visit may have changed it.
  if (status === 'running') {
    const current = await api.file(sandboxId, path).catch(() => undefined)
    if (current) file.content = current.content
  }
  if (file.content !== undefined) editor.open(path, file.content)
  at('editor').scrollIntoView({ block: 'nearest' })
}

async function save(path, content) {
  const file = project.files.find((one) => one.path === path)
  let said = 'savedLocally'
  if (preview.getSnapshot().status === 'running') {
    const answer = await preview.update([{ ...file, content, edited: undefined }])
    said = answer.rebuildType && has(`rebuild.${answer.rebuildType}`) ? `rebuild.${answer.rebuildType}` : 'savePending'
  }
  Object.assign(file, { content, edited: true })
  tree.show(project)
  return said
}

async function start() {
  if (project.ofSandbox) {
    const missing = project.files.filter((file) => file.content === undefined)
    if (missing.length > 0) await loadSample()
  }
  const files = project.files.map(({ path, content, type, language }) => ({ path, content, type, language }))
  await preview.start({ projectId: project.projectId, files }, { force: ENDED.includes(before.status) }).catch(known)
}

/** What the gateway refused is in the state already. */
function known(e) {
  if (!(e instanceof PreviewError)) throw e
}

function dropping(event) {
  if (![...(event.dataTransfer?.types ?? [])].includes('Files')) return
  event.preventDefault()
  at('drop').hidden = event.type === 'dragleave' && !event.relatedTarget
  if (event.type === 'drop') {
    at('drop').hidden = true
    openFile(event.dataTransfer.files[0])
  }
}

preview.subscribe(show)
preview.open()
at('start').addEventListener('click', start)
at('again').addEventListener('click', start)
at('stop').addEventListener('click', () => preview.stop().catch(known))
at('sample').addEventListener('click', loadSample)
at('file').addEventListener('change', (event) => {
  openFile(event.target.files[0])
  event.target.value = ''
})
for (const name of ['dragenter', 'dragover', 'dragleave', 'drop']) document.addEventListener(name, dropping)
// Another tab has started something: this one shows it too.
window.addEventListener('storage', (event) => {
  if (event.key === REMEMBERED && event.newValue && !LIVE.includes(preview.getSnapshot().status)) preview.resume(event.newValue)
})
onLanguage(() => {
  document.title = t('title')
  if (project) tree.show(project)
  editor.again()
  log.show([])
  log.show(preview.getSnapshot().logs)
  showUsage(usage)
  show()
})

document.title = t('title')
show()
await loadSample()
preview.resume()
await loadUsage()
setInterval(() => document.visibilityState === 'visible' && loadUsage(), USAGE_EVERY)
