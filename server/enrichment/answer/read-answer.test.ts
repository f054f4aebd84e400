import { describe, expect, it } from 'vitest'
import { shapes } from '../catalog/shapes.ts'
import { convert } from './convert.ts'
import { readAnswer } from './read-answer.ts'

const definition = {
  ...shapes[0]!.definition,
  mapping: [
    { path: 'person.jobs[0].title', trait: 'title', type: 'text', when: 'always' },
    { path: 'person.age', trait: 'age', type: 'number', when: 'missing' },
    { path: 'person.__proto__.x', trait: 'x', type: 'text', when: 'missing' },
  ],
  not_found: { statuses: [404], empty_path: 'person' },
} as const
const read = (status: number, body: unknown, headers = {}) =>
  readAnswer(
    { ...definition, mapping: [...definition.mapping], not_found: { statuses: [404], empty_path: 'person' } },
    { status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) },
    0,
  )

describe('an answer', () => {
  it('gives the values at the paths, of the types', () => {
    const person = { jobs: [{ title: ' CTO ' }], age: '41' }
    expect(read(200, { person })).toEqual({ result: 'found', values: { title: 'CTO', age: 41 } })
  })

  it.each([
    [404, 'nobody', 'not_found'],
    [200, { person: {} }, 'not_found'],
    [200, { person: { other: 1 } }, 'not_found'],
    [200, '<html>', 'refused'],
    [200, `"${'x'.repeat(70_000)}`, 'refused'],
    [400, 'what?', 'refused'],
    [503, '', 'later'],
    [401, 'bad key', 'busy'],
  ])('of %s %j means %s', (status, body, result) => expect(read(status, body).result).toBe(result))

  it('that asks to wait says until when', () => {
    expect(read(429, '', { 'retry-after': '30' })).toMatchObject({ result: 'busy', notBeforeMs: 30_000 })
  })

  it('that never came is worth asking again', () => {
    const problem = { problem: 'timeout', sentence: 'Too slow.', detail: null } as const
    expect(readAnswer(shapes[0]!.definition, problem, 0)).toMatchObject({ result: 'later' })
  })
})

describe('a value', () => {
  it.each([
    ['1,200', 'number', 1200],
    ['', 'number', undefined],
    ['Yes', 'boolean', true],
    ['maybe', 'boolean', undefined],
    ['1980-02-03', 'date', '1980-02-03'],
    ['1980-02-03T10:00:00+01:00', 'date', '1980-02-03T09:00:00.000Z'],
    ['soon', 'date', undefined],
    [['a', {}, 2], 'list', ['a', 2]],
    [{ a: 1 }, 'object', { a: 1 }],
    [{}, 'object', undefined],
    [{ a: 1 }, 'text', undefined],
    ['a\0b', 'text', 'ab'],
  ] as const)('%j as %s is %j', (value, type, becomes) => expect(convert(value, type)).toEqual(becomes))
})
