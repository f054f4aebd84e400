import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Markdown } from './Markdown.tsx'

/** What is drawn, without the frame around it. */
const drawn = (text: string) =>
  renderToStaticMarkup(<Markdown text={text} />)
    .replace(/^<div[^>]*>/, '')
    .replace(/<\/div>$/, '')
    .replaceAll(/ (class|target|rel)="[^"]*"/g, '')

it.each([
  ['plain', '<p>plain</p>'],
  ['one\ntwo\n\nthree', '<p>one<br/>two</p><p>three</p>'],
  ['**bold** and *slanted* and _so_', '<p><strong>bold</strong> and <em>slanted</em> and <em>so</em></p>'],
  ['**a *b* c**', '<p><strong>a <em>b</em> c</strong></p>'],
  ['2 * 3 * 4, snake_case_name', '<p>2 * 3 * 4, snake_case_name</p>'],
  ['They want:\n- one\n- **two**', '<p>They want:</p><ul><li>one</li><li><strong>two</strong></li></ul>'],
  ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
  ['# Title\ntext', '<p>Title</p><p>text</p>'],
  ['> said', '<blockquote>said</blockquote>'],
  ['`a **b**`', '<p><code>a **b**</code></p>'],
  ['```\n**x**\n\ny\n```', '<pre>**x**\n\ny</pre>'],
  ['see https://a.example/b.', '<p>see <a href="https://a.example/b">https://a.example/b</a>.</p>'],
  ['[here](https://a.example)', '<p><a href="https://a.example">here</a></p>'],
])('draws %j', (text, html) => {
  expect(drawn(text)).toBe(html)
})

it('lets no text become a script', () => {
  expect(drawn('<img src=x onerror=alert(1)>')).toBe('<p>&lt;img src=x onerror=alert(1)&gt;</p>')
  expect(drawn('[x](javascript:alert(1))')).toBe('<p>[x](javascript:alert(1))</p>')
})

it('draws a long text of nothing but marks', () => {
  expect(drawn('`a`'.repeat(2_000)).match(/<code>/g)).toHaveLength(2_000)
})
