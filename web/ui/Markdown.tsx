import { Fragment, type ReactNode } from 'react'
import classes from './Markdown.module.css'

export type MarkdownProps = {
  text: string
  /** Draws plain text, where it is more than text. */
  plain?: (text: string) => ReactNode
}

type Plain = NonNullable<MarkdownProps['plain']>
const asIs: Plain = (text) => text

/** Simple Markdown: headings, lists, quotes, code, emphasis and links. What it draws are elements, so no text can be a script. */
export function Markdown({ text, plain = asIs }: MarkdownProps) {
  return (
    <div className={classes.text}>
      {blocksOf(text).map((block, place) => (
        <Block key={place} block={block} plain={plain} />
      ))}
    </div>
  )
}

/** Cuts a text into paragraphs, and code out of them whole. */
function blocksOf(text: string): string[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/(^```[^\n]*\n[^]*?^```$)|\n{2,}/m)
    .map((block) => block?.replaceAll(/^\n+|\s+$/g, '') ?? '')
    .filter(Boolean)
}

function Block({ block, plain }: { block: string; plain: Plain }) {
  const code = /^```[^\n]*\n([^]*?)\n?```$/.exec(block)
  if (code) return <pre>{code[1]}</pre>
  const lines = block.split('\n')
  const heading = /^#{1,6} +(.+)$/.exec(lines[0] ?? '')
  if (heading) {
    return (
      <>
        <p className={classes.heading}>{inline(heading[1] ?? '', plain)}</p>
        {lines.length > 1 && <Block block={lines.slice(1).join('\n')} plain={plain} />}
      </>
    )
  }
  if (lines.every((line) => line.startsWith('>')))
    return (
      <blockquote>
        <Lines lines={lines.map((line) => line.replace(/^> ?/, ''))} plain={plain} />
      </blockquote>
    )
  return <TextOrList lines={lines} plain={plain} />
}

/** A list may follow a line of text at once. */
function TextOrList({ lines, plain }: { lines: string[]; plain: Plain }) {
  const start = lines.findIndex((line) => ITEM.test(line))
  if (start === -1) {
    return (
      <p>
        <Lines lines={lines} plain={plain} />
      </p>
    )
  }
  const items = lines.slice(start)
  const List = /^\s*\d/.test(items[0] ?? '') ? 'ol' : 'ul'
  return (
    <>
      {start > 0 && (
        <p>
          <Lines lines={lines.slice(0, start)} plain={plain} />
        </p>
      )}
      <List>
        {items.map((line, place) => (
          <li key={place}>{inline(line.replace(ITEM, ''), plain)}</li>
        ))}
      </List>
    </>
  )
}

function Lines({ lines, plain }: { lines: string[]; plain: Plain }) {
  return lines.map((line, place) => (
    <Fragment key={place}>
      {place > 0 && <br />}
      {inline(line, plain)}
    </Fragment>
  ))
}

const ITEM = /^\s*([-*]|\d{1,3}[.)]) +/

/** Every kind of emphasis in one expression, so that a long text is gone through once. */
const MARKS =
  /`(?<code>[^`]+)`|\*\*(?<strong>.+?)\*\*|(?<![\w*])\*(?<star>[^*\s][^*]*)\*(?![\w*])|(?<!\w)_(?<under>[^_\s][^_]*)_(?!\w)|\[(?<label>[^\]]+)\]\((?<to>(?:https?:\/\/|mailto:)[^\s)]+)\)|(?<url>https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/g

function inline(text: string, plain: Plain): ReactNode {
  const pieces: ReactNode[] = []
  let at = 0
  for (const match of text.matchAll(MARKS)) {
    if (match.index > at) pieces.push(plain(text.slice(at, match.index)))
    pieces.push(marked(match.groups ?? {}, plain))
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push(plain(text.slice(at)))
  return pieces.map((piece, place) => <Fragment key={place}>{piece}</Fragment>)
}

function marked(groups: Record<string, string | undefined>, plain: Plain): ReactNode {
  const { code, strong, star, under, label, to, url } = groups
  if (code !== undefined) return <code>{code}</code>
  if (strong !== undefined) return <strong>{inline(strong, plain)}</strong>
  if (label !== undefined) return <External to={to ?? ''}>{label}</External>
  if (url !== undefined) return <External to={url}>{url}</External>
  return <em>{inline(star ?? under ?? '', plain)}</em>
}

function External({ to, children }: { to: string; children: ReactNode }) {
  return (
    <a href={to} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}
