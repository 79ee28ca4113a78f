import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { daytona, needsProcesses, needsUsers, simulated } from '../world.mjs'

describe('files', { concurrency: 4 }, () => {
  let sandbox
  let fs

  before(async () => {
    sandbox = await daytona.create({ language: 'typescript' })
    fs = sandbox.fs
  })
  after(() => sandbox.delete(60, true))

  test('a file comes back as it was brought', async () => {
    const bytes = randomBytes(simulated ? 2_000 : 3_000_000)
    await fs.uploadFile(bytes, 'deep/er/bytes.bin')
    assert.deepEqual(await fs.downloadFile('deep/er/bytes.bin'), bytes)
  })

  test('many files are brought and fetched at once, whatever their names', async () => {
    const names = ['many/a b.txt', 'many/ชื่อ.txt', 'many/quo"te.txt', 'many/100%.txt']
    await fs.uploadFiles(names.map((name) => ({ source: Buffer.from(name), destination: name })))
    const fetched = await fs.downloadFiles([...names, 'many/none.txt'].map((source) => ({ source })))
    assert.deepEqual(
      fetched.slice(0, -1).map((file) => file.result.toString()),
      names,
    )
    assert.equal(fetched.at(-1).errorDetails.statusCode, 404)
  })

  test('a file of this machine is brought, and one is fetched into it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sdk-'))
    try {
      await writeFile(path.join(folder, 'here.txt'), 'from here')
      await fs.uploadFile(path.join(folder, 'here.txt'), 'there.txt')
      await fs.downloadFile('there.txt', path.join(folder, 'back.txt'))
      assert.equal(await readFile(path.join(folder, 'back.txt'), 'utf8'), 'from here')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('a stream is brought and fetched', async () => {
    await fs.uploadFileStream(new Blob(['streamed']).stream(), 'streamed.txt')
    const chunks = []
    for await (const chunk of await fs.downloadFileStream('streamed.txt')) chunks.push(chunk)
    assert.equal(Buffer.concat(chunks).toString(), 'streamed')
  })

  test('folders are made and listed', async () => {
    await fs.createFolder('made/inner', '755')
    await fs.createFolder('made/inner', '755')
    await fs.uploadFile(Buffer.from('12345'), 'made/five.txt')
    const entries = await fs.listFiles('made')
    assert.deepEqual(entries.map(({ name, isDir }) => [name, isDir]).sort(), [
      ['five.txt', false],
      ['inner', true],
    ])
    assert.equal(entries.find((entry) => entry.name === 'five.txt').size, 5)
    await fs.uploadFile(Buffer.from('x'), 'made/inner/deeper.txt')
    assert.deepEqual((await fs.listFiles('made', { depth: 2 })).map((entry) => entry.name).sort(), [
      'deeper.txt',
      'five.txt',
      'inner',
    ])
    await assert.rejects(fs.listFiles('nowhere'), { name: 'DaytonaNotFoundError' })
  })

  test('a file tells what it is', async () => {
    await fs.uploadFile(Buffer.from('1234'), 'told.txt')
    const info = await fs.getFileDetails('told.txt')
    assert.equal(info.name, 'told.txt')
    assert.equal(info.size, 4)
    assert.equal(info.isDir, false)
    assert.ok(!Number.isNaN(Date.parse(info.modifiedAt)))
    await assert.rejects(fs.getFileDetails('untold.txt'), { name: 'DaytonaNotFoundError' })
  })

  test('texts and names are found', async () => {
    await fs.uploadFiles([
      { source: Buffer.from('one\ntwo needle\n'), destination: 'found/a.ts' },
      { source: Buffer.from('needle'), destination: 'found/sub/b.ts' },
      { source: Buffer.from('hay'), destination: 'found/c.js' },
    ])
    const matches = await fs.findFiles('found', 'needle')
    assert.deepEqual(
      matches.map(({ file, line, content }) => [path.basename(file), line, content]).sort(),
      [
        ['a.ts', 2, 'two needle'],
        ['b.ts', 1, 'needle'],
      ],
    )
    const { files } = await fs.searchFiles('found', '*.ts')
    assert.deepEqual(files.map((file) => path.basename(file)).sort(), ['a.ts', 'b.ts'])
  })

  test('texts are replaced in the files that are there', async () => {
    await fs.uploadFile(Buffer.from('a $& b $& c'), 'replaced.txt')
    const results = await fs.replaceInFiles(['replaced.txt', 'missing.txt'], '$&', '$1')
    assert.deepEqual(
      results.map(({ file, success }) => [file, success]),
      [
        ['replaced.txt', true],
        ['missing.txt', false],
      ],
    )
    assert.equal((await fs.downloadFile('replaced.txt')).toString(), 'a $1 b $1 c')
  })

  test('files are moved, but over nothing', async () => {
    await fs.uploadFile(Buffer.from('moved'), 'from.txt')
    await fs.moveFiles('from.txt', 'to.txt')
    assert.equal((await fs.downloadFile('to.txt')).toString(), 'moved')
    await assert.rejects(fs.moveFiles('from.txt', 'elsewhere.txt'), { name: 'DaytonaNotFoundError' })
    await fs.uploadFile(Buffer.from('other'), 'from.txt')
    await assert.rejects(fs.moveFiles('from.txt', 'to.txt'), { name: 'DaytonaConflictError' })
  })

  test('files are deleted, folders only with all that is in them', async () => {
    await fs.uploadFile(Buffer.from('x'), 'gone/x.txt')
    await assert.rejects(fs.deleteFile('gone'), { name: 'DaytonaValidationError' })
    await fs.deleteFile('gone/x.txt')
    await fs.deleteFile('gone', true)
    await assert.rejects(fs.deleteFile('gone', true), { name: 'DaytonaNotFoundError' })
    await assert.rejects(fs.downloadFile('gone/x.txt'), { name: 'DaytonaFileNotFoundError', statusCode: 404 })
  })

  test('permissions are set', needsProcesses, async () => {
    await fs.uploadFile(Buffer.from('#!/bin/sh\necho ran'), 'run.sh')
    await fs.setFilePermissions('run.sh', { mode: '750' })
    assert.equal((await fs.getFileDetails('run.sh')).permissions, '0750')
    assert.equal((await sandbox.process.executeCommand('./run.sh')).result, 'ran\n')
    await assert.rejects(fs.setFilePermissions('run.sh', { owner: 'root' }), { name: 'DaytonaValidationError' })
  })

  test('an owner is set by name', needsUsers, async () => {
    await fs.uploadFile(Buffer.from('x'), 'owned.txt')
    await fs.setFilePermissions('owned.txt', { owner: 'daytona', group: 'daytona' })
    assert.equal((await fs.getFileDetails('owned.txt')).owner, '1000')
  })

  test('an upload that fails in part says so', needsProcesses, async () => {
    const upload = fs.uploadFiles([
      { source: Buffer.from('x'), destination: '/usr/not-allowed.txt' },
      { source: Buffer.from('y'), destination: 'allowed.txt' },
    ])
    await assert.rejects(upload, { name: 'DaytonaValidationError', message: /not-allowed/ })
    assert.equal((await fs.downloadFile('allowed.txt')).toString(), 'y')
  })
})
