import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiError, fieldErrors, get, post, queryString, sentenceOf, serverAnswers } from './http.ts'

const answer = (status: number, body: string) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(status === 204 ? null : body, { status })))

afterEach(() => vi.unstubAllGlobals())

describe('query strings', () => {
  it('leave out what is empty', () => {
    expect(queryString({ a: undefined, b: null, c: '', d: [], e: 0 })).toBe('?e=0')
    expect(queryString({ a: undefined })).toBe('')
  })
  it('carry objects and lists as JSON', () => {
    expect(queryString({ filter: [{ field: 'plan' }] })).toBe(
      `?filter=${encodeURIComponent('[{"field":"plan"}]')}`,
    )
  })
})

describe('requests', () => {
  it('give the answer', async () => {
    answer(200, '{"data":[1]}')
    expect(await get('/people')).toEqual({ data: [1] })
  })
  it('give nothing for an empty answer', async () => {
    answer(204, '')
    expect(await post('/x')).toBeUndefined()
  })
  it('throw what the server refused, with its code and sentence', async () => {
    answer(409, '{"error":{"code":"conflict","message":"Somebody changed this.","details":null}}')
    await expect(get('/deals')).rejects.toMatchObject({
      code: 'conflict',
      status: 409,
      message: 'Somebody changed this.',
    })
  })
  it('throw a sentence when the answer is no JSON', async () => {
    answer(502, '<html>Bad gateway</html>')
    await expect(get('/deals')).rejects.toThrow('answered 502')
  })
  it('say that the server does not answer', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
    await expect(get('/deals')).rejects.toMatchObject({ code: 'offline' })
    expect(serverAnswers.read()).toBe(false)
    answer(200, '{}')
    await get('/deals')
    expect(serverAnswers.read()).toBe(true)
  })
})

describe('errors', () => {
  it('name the problem of each field', () => {
    const error = new ApiError('validation_failed', 'name: is empty', 400, [
      { field: 'name', problem: 'is empty' },
    ])
    expect(fieldErrors(error)).toEqual({ name: 'is empty' })
  })
  it('have no fields when they are about something else', () => {
    expect(fieldErrors(new ApiError('conflict', 'no', 409, { actor: 'Ada' }))).toEqual({})
    expect(fieldErrors(new Error('x'))).toEqual({})
  })
  it('never show the words of a programming mistake', () => {
    expect(sentenceOf(new TypeError('x is undefined'))).not.toContain('undefined')
  })
})
