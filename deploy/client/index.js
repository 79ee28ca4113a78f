/** A client of Midori Preview: one class per concern, none of which needs anything but a browser (or Node 20). */
export { PreviewApi, PreviewError } from './api.js'
export { Preview, STEPS } from './preview.js'
export { readEvents } from './events.js'

/**
 * @typedef {import('./api.js').ProjectFile} ProjectFile
 * @typedef {import('./api.js').Project} Project
 * @typedef {import('./api.js').Problem} Problem
 * @typedef {import('./api.js').Usage} Usage
 * @typedef {import('./api.js').FilesChanged} FilesChanged
 * @typedef {import('./preview.js').PreviewSnapshot} PreviewSnapshot
 * @typedef {import('./preview.js').PreviewStatus} PreviewStatus
 * @typedef {import('./preview.js').PreviewStep} PreviewStep
 * @typedef {import('./preview.js').LogLine} LogLine
 */
