import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { PreviewApi } from './api.js'
import { Preview } from './preview.js'

/**
 * @typedef {object} UseMidoriPreviewOptions
 * @property {string} projectId
 * @property {readonly import('./api.js').ProjectFile[]} files
 * @property {boolean} [autoStart] whether it starts by itself, once for each project; false by default
 * @property {boolean} [stopOnLeave] whether leaving the page or the component stops it; true by default
 * @property {string} [baseUrl] where the gateway is; the page's own origin by default
 * @property {import('./api.js').ApiOptions['headers']} [headers]
 * @property {RequestCredentials} [credentials]
 *
 * @typedef {object} MidoriPreview
 * @property {string|null} sandboxId
 * @property {import('./preview.js').PreviewStatus} status
 * @property {string|null} previewUrl
 * @property {string|null} previewToken
 * @property {string|null} previewUrlWithToken what a frame shows: the preview's link, which is authorised by itself
 * @property {string|null} error one sentence
 * @property {import('./api.js').Problem|null} problem code, hint and the failing lines that go with it
 * @property {string|null} endedBecause
 * @property {boolean} loading
 * @property {() => Promise<void>} startPreview never rejects: what goes wrong is in `error`
 * @property {() => Promise<void>} stopPreview
 * @property {(files: readonly import('./api.js').ProjectFile[], deletedFiles?: readonly string[]) =>
 *   Promise<import('./api.js').FilesChanged>} updateFiles
 * @property {Date|null} lastHeartbeat
 * @property {boolean} isHeartbeatActive
 * @property {readonly import('./preview.js').PreviewStep[]} steps
 * @property {{done: number, total: number}} progress
 * @property {readonly string[]} logs
 * @property {import('./preview.js').PreviewSnapshot['connection']} connection
 */

/**
 * A preview of a project, in the shape of Midori's `useDaytonaPreview`. Nothing starts again by itself, whatever
 * changes between renders: call `startPreview`.
 *
 * @param {UseMidoriPreviewOptions} options
 * @returns {MidoriPreview}
 */
export function useMidoriPreview({ projectId, files, autoStart = false, stopOnLeave = true, baseUrl, headers, credentials }) {
  const newest = useRef({ files, headers })
  useEffect(() => {
    newest.current = { files, headers }
  })
  const [preview] = useState(
    () =>
      new Preview({
        api: new PreviewApi({
          baseUrl,
          credentials,
          headers: () => (typeof newest.current.headers === 'function' ? newest.current.headers() : (newest.current.headers ?? {})),
        }),
        stopOnLeave,
      }),
  )
  const snapshot = useSyncExternalStore(preview.subscribe, preview.getSnapshot, preview.getSnapshot)

  /** @type {import('react').MutableRefObject<ReturnType<typeof setTimeout>|undefined>} */
  const leaving = useRef(undefined)
  useEffect(() => {
    // React's strict mode takes components away and puts them back at once: that is no leaving.
    clearTimeout(leaving.current)
    preview.open()
    return () => {
      leaving.current = setTimeout(() => {
        preview.leave()
        preview.close()
      })
    }
  }, [preview])

  const actions = useMemo(
    () => ({
      startPreview: async () => {
        await preview.start({ projectId, files: newest.current.files }).catch(() => {})
      },
      stopPreview: async () => {
        await preview.stop().catch(() => {})
      },
      updateFiles: preview.update.bind(preview),
    }),
    [preview, projectId],
  )

  /** @type {import('react').MutableRefObject<string|undefined>} */
  const started = useRef(undefined)
  useEffect(() => {
    if (!autoStart || started.current === projectId) return
    started.current = projectId
    void actions.startPreview()
  }, [autoStart, projectId, actions])

  const logs = useMemo(() => snapshot.logs.map((one) => one.line), [snapshot.logs])
  return {
    sandboxId: snapshot.sandboxId,
    status: snapshot.status,
    previewUrl: snapshot.previewUrl,
    previewToken: snapshot.previewToken,
    previewUrlWithToken: snapshot.previewUrl,
    error: snapshot.error,
    problem: snapshot.problem,
    endedBecause: snapshot.endedBecause,
    loading: snapshot.loading,
    lastHeartbeat: snapshot.lastHeartbeat === null ? null : new Date(snapshot.lastHeartbeat),
    isHeartbeatActive: snapshot.isHeartbeatActive,
    steps: snapshot.steps,
    progress: snapshot.progress,
    logs,
    connection: snapshot.connection,
    ...actions,
  }
}
