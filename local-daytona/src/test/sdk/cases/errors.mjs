import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { Daytona } from '@daytonaio/sdk'
import { apiUrl, call, daytona, unique, withSandbox } from '../world.mjs'

/** Makes calls go wrong from now on. */
const faults = (all) =>
  fetch(new URL('/admin/faults', apiUrl), {
    method: 'PUT',
    headers: { authorization: `Bearer ${process.env.DAYTONA_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(all),
  }).then((answer) => assert.equal(answer.status, 200))

describe('errors', () => {
  afterEach(() => faults([]))

  test('400: what Daytona does not take', async () => {
    const wrong = daytona.create({ snapshot: 'some', resources: { cpu: 2 } })
    await assert.rejects(wrong, { name: 'DaytonaValidationError', statusCode: 400 })
  })

  test('401: a key that opens nothing', async () => {
    const stranger = new Daytona({ apiKey: 'wrong', apiUrl })
    await assert.rejects(stranger.get('any'), { name: 'DaytonaAuthenticationError', statusCode: 401 })
  })

  test('401: the toolbox of a sandbox that is gone', async () => {
    const gone = await daytona.create({ language: 'typescript' })
    await gone.delete(60, true)
    await assert.rejects(gone.fs.listFiles('.'), { name: 'DaytonaAuthenticationError' })
  })

  test('404: a sandbox that there is not', async () => {
    await assert.rejects(daytona.get(unique('nobody')), { name: 'DaytonaNotFoundError', statusCode: 404 })
  })

  test('409: a name that is taken, and a change during another one', async () => {
    await withSandbox({ name: unique('taken') }, async (one) => {
      await assert.rejects(daytona.create({ name: one.name }), { name: 'DaytonaConflictError', statusCode: 409 })
      const answers = await Promise.all([1, 2, 3].map(() => call(`/sandbox/${one.id}`, { method: 'DELETE' })))
      const codes = answers.map((answer) => answer.status)
      assert.equal(codes.filter((code) => code === 200).length, 1)
      assert.ok(codes.every((code) => [200, 404, 409].includes(code)))
    })
  })

  test('429: too many calls, with when to come again', async () => {
    await faults([
      { operation: 'LIST', times: 1, status: 429, headers: { 'Retry-After-authenticated': '7' }, message: 'slow down' },
    ])
    const asked = daytona.list()[Symbol.asyncIterator]().next()
    await assert.rejects(asked, (error) => {
      assert.equal(error.name, 'DaytonaRateLimitError')
      assert.equal(error.statusCode, 429)
      assert.equal(error.headers['retry-after-authenticated'], '7')
      return true
    })
  })

  test('quotas are refused as bad requests', async () => {
    await faults([{ operation: 'CREATE', times: 1, status: 400, message: 'Total CPU limit exceeded. Maximum allowed: 10.' }])
    await assert.rejects(daytona.create(), { name: 'DaytonaValidationError', message: /Total CPU limit exceeded/ })
  })

  test('a create that was answered badly may have worked all the same', async () => {
    const name = unique('late')
    await faults([{ operation: 'CREATE', times: 1, works: true, status: 502 }])
    await assert.rejects(daytona.create({ name }), { statusCode: 502 })
    await (await daytona.get(name)).delete(60, true)
  })
})
