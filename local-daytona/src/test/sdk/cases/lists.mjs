import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { daytona, unique } from '../world.mjs'

describe('lists', () => {
  const group = unique('group')
  const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${group}-${letter}`)
  let sandboxes = []

  const all = async (query) => {
    const found = []
    for await (const sandbox of daytona.list({ labels: { group }, ...query })) found.push(sandbox.name)
    return found
  }

  before(async () => {
    for (const name of names) {
      sandboxes.push(await daytona.create({ name, language: 'typescript', labels: { group, name } }))
    }
  })
  after(() => Promise.all(sandboxes.map((sandbox) => sandbox.delete(60, true))))

  test('an iterator goes through all pages', async () => {
    assert.deepEqual((await all({ limit: 2 })).sort(), names)
  })

  test('a list is sorted as asked for', async () => {
    assert.deepEqual(await all({ sort: 'createdAt', order: 'asc', limit: 3 }), names)
    assert.deepEqual(await all({ sort: 'name', order: 'desc', limit: 2 }), names.toReversed())
  })

  test('every label has to be there', async () => {
    assert.deepEqual(await all({ labels: { group, name: names[2] } }), [names[2]])
    assert.deepEqual(await all({ labels: { group, name: 'nobody' } }), [])
  })

  test('states are filtered by', async () => {
    assert.deepEqual(await all({ states: ['stopped', 'error'] }), [])
    assert.equal((await all({ states: ['started', 'stopped'] })).length, names.length)
  })
})
