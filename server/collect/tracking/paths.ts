/** What a path of the tracking API means: the type of its events, or null for a batch. */
type Meaning = string | null

const calls: Record<string, Meaning> = {
  track: 'track',
  identify: 'identify',
  page: 'page',
  screen: 'screen',
  group: 'group',
  alias: 'alias',
  merge: 'merge',
  t: 'track',
  i: 'identify',
  p: 'page',
  s: 'screen',
  g: 'group',
  a: 'alias',
  batch: null,
  b: null,
  import: null,
  'batch/b': null,
}

/** Every path that events are sent to: with and without `/v1`, long and by first letter, and the beacon's. */
export const eventPaths: readonly [path: string, meaning: Meaning][] = [
  ...Object.entries(calls).map(([call, meaning]): [string, Meaning] => [`/v1/${call}`, meaning]),
  ...Object.entries(calls).map(([call, meaning]): [string, Meaning] => [`/${call}`, meaning]),
  ...['track', 'identify', 'page', 'screen', 'group', 'alias'].flatMap((call): [string, Meaning][] => [
    [`/api/s/${call}`, call],
    [`/api/s/s2s/${call}`, call],
  ]),
  ['/beacon/v1/batch', null],
]

/** Where Segment's libraries look for their settings; one of them doubles the word "projects" behind a proxy. */
export const settingsPaths = [
  '/v1/projects/:writeKey/settings',
  '/v1/projects/projects/:writeKey/settings',
  '/projects/:writeKey/settings',
  '/projects/projects/:writeKey/settings',
] as const

/** What libraries report about themselves; taken and not kept. */
export const reportPaths = ['/v1/m', '/m', '/rsaMetrics', '/v1/rsaMetrics'] as const

export const pixelPaths = ['/pixel/v1/track', '/pixel/v1/page', '/v1/pixel/track', '/v1/pixel/page'] as const
