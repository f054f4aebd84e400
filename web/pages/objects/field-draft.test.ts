import { describe, expect, it } from 'vitest'
import { draftOf, optionKey, withType } from './field-draft.ts'

describe('a field that is being edited', () => {
  it('loses what only its former type had', () => {
    const money = {
      ...withType({ ...draftOf('new'), label: 'Budget' }, 'money'),
      default_value: 5,
      indexed: true,
    }
    const choice = withType(money, 'select')
    expect(choice).toMatchObject({
      label: 'Budget',
      settings: { options: [] },
      default_value: null,
      indexed: true,
    })
    expect(withType(choice, 'address')).toMatchObject({ settings: {}, indexed: false })
  })
  it('names its options by keys that differ', () => {
    expect(optionKey('Très bien!', [])).toBe('tres_bien')
    expect(optionKey('Très bien!', ['tres_bien', 'tres_bien_2'])).toBe('tres_bien_3')
    expect(optionKey('–', [])).toBe('option')
  })
})
