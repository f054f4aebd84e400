import { quietly } from './warn.ts'

/**
 * `kith-forms.js`, at both ends: a page of any site shows a form wherever it has an element `data-kith-form="ID"`, and the form's
 * own page tells how high it is and hears who the visitor is.
 */

type Height = { kithForm: 'height'; height: number }
type Visitor = { kithForm: 'visitor'; anonymousId: string }

/** What may be on the page to say who the visitor is. */
type Trackers = {
  kith?: { user?(): { anonymousId?: string } }
  analytics?: { user?(): { anonymousId?(): string | null | undefined } }
  rudderanalytics?: { getAnonymousId?(): string | undefined }
}

const FIRST_HEIGHT_PX = 420
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null

quietly(start)()

function start(): void {
  const own = document.querySelector<HTMLFormElement>('form[action^="/f/"]')
  if (window.parent !== window && location.pathname.startsWith('/f/')) return tellParent(own)
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', quietly(showForms))
  else showForms()
}

function showForms(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-kith-form]')) showForm(place)
}

function showForm(place: HTMLElement): void {
  const id = place.dataset['kithForm']
  if (!id || !script || place.firstElementChild?.tagName === 'IFRAME') return
  const frame = document.createElement('iframe')
  const where = new URLSearchParams({ page_url: location.href, referrer: document.referrer })
  const page = new URL(`/f/${encodeURIComponent(id)}?${where.toString()}`, script.src)
  frame.src = page.href
  frame.title = place.dataset['title'] ?? 'Form'
  frame.style.cssText = `width:100%;border:0;height:${FIRST_HEIGHT_PX}px`
  window.addEventListener('message', (event: MessageEvent<Partial<Height>>) => {
    if (event.source !== frame.contentWindow || event.data?.kithForm !== 'height') return
    frame.style.height = `${Math.ceil(Number(event.data.height))}px`
    tellVisitor(frame, page.origin)
  })
  window.addEventListener('load', () => tellVisitor(frame, page.origin))
  place.replaceChildren(frame)
}

function tellVisitor(frame: HTMLIFrameElement, origin: string): void {
  const anonymousId = visitorId()
  const said: Visitor = { kithForm: 'visitor', anonymousId: anonymousId ?? '' }
  if (anonymousId) frame.contentWindow?.postMessage(said, origin)
}

function visitorId(): string | null | undefined {
  const { kith, analytics, rudderanalytics } = window as unknown as Trackers
  return (
    kith?.user?.().anonymousId ?? analytics?.user?.().anonymousId?.() ?? rudderanalytics?.getAnonymousId?.()
  )
}

function tellParent(form: HTMLFormElement | null): void {
  const tell = () => {
    const said: Height = {
      kithForm: 'height',
      height: document.documentElement.getBoundingClientRect().height,
    }
    // How high a form is, is no secret from whoever shows it.
    window.parent.postMessage(said, '*')
  }
  new ResizeObserver(tell).observe(document.documentElement)
  window.addEventListener('message', (event: MessageEvent<Partial<Visitor>>) => {
    const input = form?.elements.namedItem('anonymous_id')
    if (event.source !== window.parent || event.data?.kithForm !== 'visitor') return
    if (input instanceof HTMLInputElement) input.value = String(event.data.anonymousId)
  })
}
