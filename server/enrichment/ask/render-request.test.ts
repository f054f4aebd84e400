import { describe, expect, it } from 'vitest'
import type { EnrichmentRequest } from '../../../model/enrichment.ts'
import { shapes } from '../catalog/shapes.ts'
import { checkRequest } from './check-request.ts'
import { renderRequest, requestKey } from './render-request.ts'

const request: EnrichmentRequest = {
  method: 'POST',
  url: 'https://api.example.com/v1/{{ email }}?plan={{ traits.plan? }}',
  headers: [{ name: 'Authorization', value: 'Bearer {{ secret.api_key }}' }],
  body: {
    who: { email: '{{ email }}', age: '{{ age? }}', note: 'to {{ first_name? }}!' },
    fixed: [1, '{{ tags? }}'],
  },
}

describe('a request', () => {
  it('has each value escaped for where it stands', () => {
    const rendered = renderRequest(
      { ...request, headers: [...request.headers, { name: 'X-Name', value: '{{ first_name }}' }] },
      {
        email: 'a/b?c&d@x.io',
        first_name: 'Ann\r\nX-Evil: "1"',
        age: 7,
        tags: ['a'],
        traits: { plan: 'a b' },
      },
      { api_key: 'k1' },
    )
    expect(rendered.missing).toEqual([])
    expect(rendered.request).toEqual({
      method: 'POST',
      url: 'https://api.example.com/v1/a%2Fb%3Fc%26d%40x.io?plan=a%20b',
      headers: [
        { name: 'Authorization', value: 'Bearer k1' },
        { name: 'X-Name', value: 'AnnX-Evil: "1"' },
      ],
      body: { who: { email: 'a/b?c&d@x.io', age: 7, note: 'to Ann\r\nX-Evil: "1"!' }, fixed: [1, ['a']] },
    })
  })

  it('names what it misses, leaves out what may be missing, and never leads up its address', () => {
    const rendered = renderRequest(request, { email: '..' }, { api_key: 'k' })
    expect(rendered.missing).toEqual(['email'])
    expect(renderRequest(request, { email: 'a@b.c' }, { api_key: 'k' }).request).toMatchObject({
      url: 'https://api.example.com/v1/a%40b.c?plan=',
      body: { who: { email: 'a@b.c', note: 'to !' }, fixed: [1] },
    })
    expect(renderRequest(request, { email: 'a@b.c' }, {}).missing).toEqual(['secret.api_key'])
  })

  it('is the same for whoever is asked about in the same words, whatever the key', () => {
    const definition = { ...shapes[0]!.definition, request }
    expect(requestKey(definition, { email: 'a@b.c', x: 1 })).toBe(requestKey(definition, { email: 'a@b.c' }))
    expect(requestKey(definition, { email: 'a@b.c' })).not.toBe(requestKey(definition, { email: 'a@b.d' }))
  })
})

describe('checking a request', () => {
  it('accepts every ready shape with its keys', () => {
    for (const { definition, secrets } of shapes)
      expect(
        checkRequest(
          definition.request,
          secrets.map(({ name }) => name),
        ),
      ).toEqual([])
  })

  it.each<[string, Partial<EnrichmentRequest>, string]>([
    ['a server that depends on the person', { url: 'https://{{ domain }}/x?e={{ email }}' }, 'request.url'],
    ['no address', { url: 'ftp://x.io/{{ email }}' }, 'request.url'],
    ['a password in the address', { url: 'https://a:b@x.io/{{ email }}' }, 'request.url'],
    ['a name that is none', { url: 'https://x.io/{{ email | upper }}' }, 'request.url'],
    ['an open brace', { url: 'https://x.io/{{ email' }, 'request.url'],
    ['nobody', { url: 'https://x.io/', body: null }, 'request.url'],
    ['a key that is not kept', { headers: [{ name: 'X', value: '{{ secret.other }}' }] }, 'secrets.other'],
    [
      'a header that is ours',
      { headers: [{ name: 'Content-Length', value: '1' }] },
      'request.headers.0.name',
    ],
    ['a header with a space', { headers: [{ name: 'X Y', value: '1' }] }, 'request.headers.0.name'],
    ['a body that is got', { method: 'GET' }, 'request.body'],
  ])('refuses %s', (_, wrong, field) => {
    const problems = checkRequest({ ...request, ...wrong }, ['api_key'])
    expect(problems.map((one) => one.field)).toContain(field)
  })
})
