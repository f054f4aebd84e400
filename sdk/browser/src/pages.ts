/** Where an event happened. */
export interface PageInfo {
  path: string
  referrer: string
  search: string
  title: string
  url: string
}

export interface Pages {
  current(): PageInfo
  /** Calls back when the page is shown and has its title, and again on a return to it by way of the back button. */
  onShown(callback: () => void): void
  /** Calls back after each change of address without a page load. */
  onNavigation(callback: () => void): void
}

/** A fragment that is a route of a single-page application; any other may carry tokens and is left out. */
const ROUTE_FRAGMENT = /^#!?\//

/** Follows the visitor from page to page. */
export function createPages(): Pages {
  let url = currentUrl()
  let { referrer } = document

  return {
    current: () => ({
      path: location.pathname,
      referrer,
      search: location.search,
      title: document.title,
      url: currentUrl(),
    }),
    onShown(callback) {
      addEventListener('pageshow', (event) => event.persisted && callback())
      if ('prerendering' in document && document.prerendering) {
        document.addEventListener('prerenderingchange', callback, { once: true })
      } else if (document.readyState === 'loading' && !document.title) {
        document.addEventListener('DOMContentLoaded', callback, { once: true })
      } else callback()
    },
    onNavigation(callback) {
      watchHistory(() => {
        if (currentUrl() === url) return
        referrer = url
        url = currentUrl()
        callback()
      })
    },
  }
}

function currentUrl(): string {
  const { origin, pathname, search, hash } = location
  return origin + pathname + search + (ROUTE_FRAGMENT.test(hash) ? hash : '')
}

/** Waits for the next task, so that a redirect right after counts once and the framework has set the title. */
function watchHistory(callback: () => void): void {
  const later = () => setTimeout(callback)
  for (const change of ['pushState', 'replaceState'] as const) {
    const original = history[change]
    history[change] = function (...args) {
      original.apply(this, args)
      later()
    }
  }
  addEventListener('popstate', later)
}
