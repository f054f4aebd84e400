import { expect, it } from 'vitest'
import { columnsOf } from './file-columns.ts'

it.each([
  ['Name,E-mail\nAda,ada@example.com', ['Name', 'E-mail']],
  ['\uFEFF"Name; all of it";"Customer number"\r\n', ['Name; all of it', 'Customer number']],
  ['id\tname\tid\n', ['id', 'name']],
  ['ada@example.com\nbob@example.com', []],
  ['', []],
])('reads the columns of %j', async (text, columns) => {
  expect(await columnsOf(new Blob([text]))).toEqual(columns)
})
