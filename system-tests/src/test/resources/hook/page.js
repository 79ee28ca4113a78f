// A page of a frontend that uses the hook, in React's strict mode. It renders every 100 ms, with new arrays each time.
import { useMidoriPreview } from '/hook/client/react.js'

const { createElement: h, useEffect, useState, StrictMode } = globalThis.React
const parameters = new URLSearchParams(location.search)
const broken = parameters.get('project') === 'broken'
const simulation = { build: { exitCode: 2, output: 'src/main.ts(1,1): error TS1005' } }
const files = () => [
  { path: 'package.json', content: '{"scripts":{"dev":"vite","build":"vite build"}}' },
  ...(broken ? [{ path: 'simulation.json', content: JSON.stringify(simulation) }] : []),
]

function Page() {
  const [renders, setRenders] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setRenders((count) => count + 1), 100)
    return () => clearInterval(timer)
  }, [])
  const [changed, setChanged] = useState('')
  const preview = useMidoriPreview({ projectId: broken ? 'hook-broken' : 'hook', files: files(), autoStart: true })
  const shown = { ...preview, steps: preview.steps.map((step) => step.state), logs: preview.logs.length, renders }
  const change = async () => setChanged((await preview.updateFiles([{ path: 'src/new.ts', content: 'export {}' }])).rebuildType)
  return h(
    'main',
    {},
    h('h1', { id: 'status' }, preview.status),
    h('button', { id: 'change', onClick: change }, 'Change'),
    h('output', { id: 'changed' }, changed),
    h('button', { id: 'stop', onClick: preview.stopPreview }, 'Stop'),
    h('button', { id: 'again', onClick: preview.startPreview }, 'Again'),
    h('pre', { id: 'all' }, JSON.stringify(shown)),
  )
}

globalThis.ReactDOM.createRoot(document.getElementById('root')).render(h(StrictMode, {}, h(Page)))
