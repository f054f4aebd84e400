import { expect, it } from 'vitest'
import { fileSize } from './file-size.ts'

it.each([
  [0, '0 bytes'],
  [1023, '1,023 bytes'],
  [1024, '1 KB'],
  [1_500_000, '1.4 MB'],
  [25 * 1024 * 1024, '25 MB'],
])('%d bytes are %s', (size, words) => expect(fileSize(size)).toBe(words))
