// Does one thing with the files of a machine. The request is the first line of standard input; what is to be written
// follows it byte by byte. The answer is a line of JSON; what was read follows it.
import fs from 'node:fs'
import path from 'node:path'

const CHUNK = 1 << 16
const MOST_MATCHES = 10_000
let pending = Buffer.alloc(0)

function more() {
  const chunk = Buffer.allocUnsafe(CHUNK)
  const length = fs.readSync(0, chunk, 0, CHUNK, null)
  return chunk.subarray(0, length)
}

function line() {
  for (;;) {
    const end = pending.indexOf(10)
    if (end >= 0) {
      const text = pending.toString('utf8', 0, end)
      pending = pending.subarray(end + 1)
      return text
    }
    const chunk = more()
    if (chunk.length === 0) throw new Error('the request ends early')
    pending = Buffer.concat([pending, chunk])
  }
}

// Takes exactly so many bytes of what follows, whether or not anybody wants them.
function take(size, use) {
  for (let left = size; left > 0; ) {
    if (pending.length === 0) pending = more()
    if (pending.length === 0) throw new Error('the request ends early')
    const part = pending.subarray(0, left)
    use(part)
    pending = pending.subarray(part.length)
    left -= part.length
  }
}

function writeAll(file, bytes) {
  for (let at = 0; at < bytes.length; ) at += fs.writeSync(file, bytes, at)
}

function writeOne({ path: to, size }) {
  let file
  let problem
  const attempt = (action) => {
    try {
      if (!problem) action()
    } catch (e) {
      problem = `${to}: ${e.code ?? e.message}`
    }
  }
  attempt(() => {
    fs.mkdirSync(path.dirname(to), { recursive: true })
    file = fs.openSync(to, 'w')
  })
  take(size, (part) => attempt(() => writeAll(file, part)))
  if (file !== undefined) fs.closeSync(file)
  return problem
}

function write({ files }) {
  const written = []
  const errors = []
  for (const file of files) {
    const problem = writeOne(file)
    if (problem) errors.push(problem)
    else written.push(file.path)
  }
  return { written, errors }
}

function read({ path: from }) {
  if (!fs.statSync(from).isFile()) return { missing: true }
  const file = fs.openSync(from)
  return { size: fs.fstatSync(file).size, content: file }
}

// Exactly so many bytes follow, also where the file becomes another one meanwhile.
function sendFile(file, size) {
  const chunk = Buffer.alloc(CHUNK)
  for (let left = size; left > 0; ) {
    const length = fs.readSync(file, chunk, 0, Math.min(CHUNK, left), null)
    if (length === 0) chunk.fill(0)
    const part = chunk.subarray(0, length || Math.min(CHUNK, left))
    writeAll(1, part)
    left -= part.length
  }
}

const KINDS = { [fs.constants.S_IFDIR]: 'd', [fs.constants.S_IFLNK]: 'l' }

function mode(stats) {
  const bits = [...'rwxrwxrwx'].map((letter, i) => (stats.mode & (1 << (8 - i)) ? letter : '-')).join('')
  return (KINDS[stats.mode & fs.constants.S_IFMT] ?? '-') + bits
}

function entry(at) {
  const stats = fs.lstatSync(at)
  return {
    name: path.basename(path.resolve(at)),
    path: at,
    size: stats.size,
    isDir: stats.isDirectory(),
    mode: mode(stats),
    permission: (stats.mode & 0o7777).toString(8).padStart(4, '0'),
    owner: String(stats.uid),
    group: String(stats.gid),
    modified: stats.mtime.toISOString(),
  }
}

// A folder may change while it is read: what is gone by then is not there.
function present(action) {
  try {
    return [action()]
  } catch (e) {
    if (e.code === 'ENOENT') return []
    throw e
  }
}

function list({ path: folder, depth }) {
  const entries = (at, level) =>
    fs.readdirSync(at).sort().flatMap((name) => {
      const one = present(() => entry(path.join(at, name)))
      return one[0]?.isDir && level < depth ? [...one, ...entries(one[0].path, level + 1)] : one
    })
  return { entries: entries(folder, 1) }
}

function info({ path: at }) {
  return { entries: [entry(at)] }
}

function* walk(at) {
  yield at
  if (!fs.lstatSync(at).isDirectory()) return
  for (const name of fs.readdirSync(at).sort()) yield* walk(path.join(at, name))
}

// Text has no zero bytes.
function* lines(at) {
  if (!fs.lstatSync(at).isFile()) return
  const content = fs.readFileSync(at)
  if (content.subarray(0, 8192).includes(0)) return
  yield* content.toString('utf8').split(/\r?\n/).entries()
}

function find({ path: at, text }) {
  const matches = []
  for (const file of walk(at)) {
    for (const [index, content] of lines(file)) {
      if (content.includes(text)) matches.push({ file, line: index + 1, content })
      if (matches.length >= MOST_MATCHES) return { matches }
    }
  }
  return { matches }
}

function search({ path: at, glob }) {
  const form = new RegExp(
    '^' +
      glob.replace(/\[[^\]]+\]|[^]/g, (part) => {
        if (part === '*') return '[^/]*'
        if (part === '?') return '[^/]'
        if (part.length > 1) return part
        return part.replace(/[.+^${}()|[\]\\]/, '\\$&')
      }) +
      '$',
    'u',
  )
  const paths = []
  for (const file of walk(at)) {
    if (file !== at && form.test(path.basename(file))) paths.push(file)
    if (paths.length >= MOST_MATCHES) break
  }
  return { paths }
}

function replace({ files, text, replacement }) {
  const one = (file) => {
    try {
      fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replaceAll(text, () => replacement))
      return { file }
    } catch (e) {
      return { file, error: e.code ?? e.message }
    }
  }
  return { replaced: files.map(one) }
}

function move({ path: from, to }) {
  fs.lstatSync(from)
  if (fs.existsSync(to)) return { taken: true }
  fs.renameSync(from, to)
  return {}
}

// The number of a user or a group in a file such as /etc/passwd.
function number(file, nameOrNumber, otherwise) {
  if (nameOrNumber === undefined) return otherwise
  if (/^\d+$/.test(nameOrNumber)) return Number(nameOrNumber)
  const known = fs.readFileSync(file, 'utf8').split('\n').find((line) => line.startsWith(`${nameOrNumber}:`))
  if (!known) throw new Error(`unknown: ${nameOrNumber}`)
  return Number(known.split(':')[2])
}

function permit({ path: at, owner, group, mode: octal }) {
  const stats = fs.statSync(at)
  const [uid, gid] = [number('/etc/passwd', owner, stats.uid), number('/etc/group', group, stats.gid)]
  if (uid !== stats.uid || gid !== stats.gid) fs.chownSync(at, uid, gid)
  if (octal !== undefined) fs.chmodSync(at, parseInt(octal, 8))
  return {}
}

function folder({ path: to, mode: octal }) {
  fs.mkdirSync(to, { recursive: true, mode: parseInt(octal, 8) })
  return {}
}

function remove({ path: what, recursive }) {
  if (fs.lstatSync(what).isDirectory()) {
    if (!recursive) return { isFolder: true }
    fs.rmSync(what, { recursive: true })
  } else {
    fs.unlinkSync(what)
  }
  return {}
}

function answer() {
  const request = JSON.parse(line())
  try {
    return { write, read, list, info, find, search, replace, move, permit, folder, remove }[request.op](request)
  } catch (e) {
    if (e.code === 'ENOENT' || e.code === 'ENOTDIR') return { missing: true }
    return { error: `${request.path ?? ''}: ${e.code ?? e.message}` }
  }
}

const { content, ...rest } = answer()
writeAll(1, Buffer.from(JSON.stringify(rest) + '\n'))
if (content !== undefined) sendFile(content, rest.size)
