export type Snippet = {
  id: string
  name: string
  /** The command that installs the library, where there is one. */
  install?: string
  code: string
}

/** How a source's events reach Kith, for each kind of client, with the address and the write key filled in. */
export function snippetsFor(host: string, writeKey: string): Snippet[] {
  return [
    { id: 'browser', name: 'Browser', code: browser(host, writeKey) },
    { id: 'curl', name: 'curl', code: curl(host, writeKey) },
    { id: 'node', name: 'Node', code: node(host, writeKey) },
    {
      id: 'segment-browser',
      name: 'Segment web',
      install: 'npm install @segment/analytics-next',
      code: segmentBrowser(host, writeKey),
    },
    {
      id: 'segment-node',
      name: 'Segment Node',
      install: 'npm install @segment/analytics-node',
      code: segmentNode(host, writeKey),
    },
    {
      id: 'rudder-browser',
      name: 'RudderStack web',
      install: 'npm install @rudderstack/analytics-js',
      code: rudderBrowser(host, writeKey),
    },
    {
      id: 'rudder-node',
      name: 'RudderStack Node',
      install: 'npm install @rudderstack/rudder-sdk-node',
      code: rudderNode(host, writeKey),
    },
  ]
}

/** The three lines for a web page: loads the script, which records page views by itself, and says what happened. */
const browser = (host: string, writeKey: string) => `<script>window.kith = window.kith || []</script>
<script async src="${host}/kith.js" data-write-key="${writeKey}"></script>
<script>kith.push(['identify', 'user-1', { email: 'ada@example.com' }])</script>`

const curl = (host: string, writeKey: string) => `curl ${host}/v1/track \\
  -u ${writeKey}: -H 'content-type: application/json' \\
  -d '{"userId":"user-1","event":"Signed Up","properties":{"plan":"team"}}'`

const node = (host: string, writeKey: string) => `await fetch('${host}/v1/track', {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    authorization: \`Basic \${btoa('${writeKey}:')}\`,
  },
  body: JSON.stringify({ userId: 'user-1', event: 'Signed Up', properties: { plan: 'team' } }),
})`

const segmentBrowser = (
  host: string,
  writeKey: string,
) => `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load(
  { writeKey: '${writeKey}', cdnURL: '${host}' },
  { integrations: { 'Segment.io': { apiHost: '${withoutScheme(host)}/v1', protocol: '${scheme(host)}' } } },
)
analytics.identify('user-1', { email: 'ada@example.com' })
analytics.track('Signed Up', { plan: 'team' })`

const segmentNode = (host: string, writeKey: string) => `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${writeKey}', host: '${host}' })
analytics.identify({ userId: 'user-1', traits: { email: 'ada@example.com' } })
analytics.track({ userId: 'user-1', event: 'Signed Up', properties: { plan: 'team' } })
await analytics.closeAndFlush()`

const rudderBrowser = (
  host: string,
  writeKey: string,
) => `import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'

const analytics = new RudderAnalytics()
analytics.load('${writeKey}', '${host}', { configUrl: '${host}' })
analytics.identify('user-1', { email: 'ada@example.com' })
analytics.track('Signed Up', { plan: 'team' })`

const rudderNode = (
  host: string,
  writeKey: string,
) => `import RudderAnalytics from '@rudderstack/rudder-sdk-node'

const analytics = new RudderAnalytics('${writeKey}', { dataPlaneUrl: '${host}' })
analytics.identify({ userId: 'user-1', traits: { email: 'ada@example.com' } })
analytics.track({ userId: 'user-1', event: 'Signed Up', properties: { plan: 'team' } })
analytics.flush()`

const scheme = (host: string) => new URL(host).protocol.replace(':', '')
const withoutScheme = (host: string) => host.replace(/^https?:\/\//, '')
