import { describe, expect, it } from 'vitest'
import { eventSummary, eventTitle } from './event-words.ts'

const track = (event: string, properties = {}) => ({ type: 'track', event, properties })

describe('the title of an event', () => {
  it('is the name of what was done', () => {
    expect(eventTitle(track('Order Completed'))).toBe('Order Completed')
  })

  it('says which page was viewed, by its name, title or path', () => {
    const page = (event: string, properties: object) =>
      eventTitle({ type: 'page', event, properties: { ...properties } })
    expect(page('Pricing', { title: 'Our prices' })).toBe('Viewed Pricing')
    expect(page('', { title: 'Our prices', path: '/pricing' })).toBe('Viewed Our prices')
    expect(page('', { path: '/pricing' })).toBe('Viewed /pricing')
    expect(page('', {})).toBe('Viewed a page')
  })

  it('names the other kinds in words', () => {
    const titles = ['identify', 'group', 'alias', 'merge'].map((type) =>
      eventTitle({ type, event: '', properties: {} }),
    )
    expect(titles).toEqual(['Said who they are', 'Joined a company', 'Linked two ids', 'Merged two ids'])
  })
})

describe('the summary of an event', () => {
  it('writes amount and currency as money, and leaves ids out', () => {
    const properties = {
      order_id: 'O-1',
      currency: 'EUR',
      value: 1249.9,
      plan: 'pro',
      products: [{ sku: 'A' }],
    }
    expect(eventSummary(track('Order Completed', properties))).toBe('€1,249.90 · plan pro')
  })

  it('keeps an amount without a currency as it is', () => {
    expect(eventSummary(track('Checkout Started', { value: 88, gift_wrap: true }))).toBe(
      'value 88 · gift wrap Yes',
    )
  })

  it('tells of a deal by its name and its move', () => {
    const properties = {
      deal_id: '1',
      deal_name: 'Engine',
      from_stage: 'Qualified',
      to_stage: 'Proposal',
      amount: 5,
      currency: 'USD',
    }
    expect(eventSummary(track('Deal Stage Changed', properties))).toBe('Engine · Qualified → Proposal · $5')
  })

  it('does not repeat what the title says, nor more than three things', () => {
    const page = {
      type: 'page',
      event: 'Cart',
      properties: { title: 'Cart', path: '/cart', url: 'https://shop.test/cart' },
    }
    expect(eventSummary(page)).toBe('path /cart')
    expect(eventSummary(track('X', { a: 1, b: 2, c: 3, d: 4 }))).toBe('a 1 · b 2 · c 3')
  })
})
