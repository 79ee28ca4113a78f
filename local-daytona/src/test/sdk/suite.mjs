// Every case in one process, for loading the SDK takes longer than most of them.
import './cases/sandboxes.mjs'
import './cases/lists.mjs'
import './cases/files.mjs'
import './cases/processes.mjs'
import './cases/previews.mjs'
import './cases/events.mjs'
import './cases/snapshots.mjs'
import './cases/errors.mjs'
