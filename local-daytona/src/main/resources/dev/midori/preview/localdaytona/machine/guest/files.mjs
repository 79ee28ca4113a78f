// Does one thing with the files of a machine. The request is the first line of standard input; what is to be written
// follows it byte by byte. The answer is a line of JSON; what was read follows it.
import fs from 'node:fs'
import path from 'node:path'

const CHUNK = 1 << 16
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
  return { content: fs.readFileSync(from) }
}

const KINDS = { [fs.constants.S_IFDIR]: 'd', [fs.constants.S_IFLNK]: 'l' }

function mode(stats) {
  const bits = [...'rwxrwxrwx'].map((letter, i) => (stats.mode & (1 << (8 - i)) ? letter : '-')).join('')
  return (KINDS[stats.mode & fs.constants.S_IFMT] ?? '-') + bits
}

function entry(folder, name) {
  const stats = fs.lstatSync(path.join(folder, name))
  return {
    name,
    size: stats.size,
    isDir: stats.isDirectory(),
    mode: mode(stats),
    permission: (stats.mode & 0o7777).toString(8).padStart(4, '0'),
    owner: String(stats.uid),
    group: String(stats.gid),
    modified: stats.mtime.toISOString(),
  }
}

function list({ path: folder }) {
  return { entries: fs.readdirSync(folder).sort().map((name) => entry(folder, name)) }
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
    return { write, read, list, folder, remove }[request.op](request)
  } catch (e) {
    if (e.code === 'ENOENT' || e.code === 'ENOTDIR') return { missing: true }
    return { error: `${request.path ?? ''}: ${e.code ?? e.message}` }
  }
}

const { content, ...rest } = answer()
writeAll(1, Buffer.from(JSON.stringify(rest) + '\n'))
if (content) writeAll(1, content)
