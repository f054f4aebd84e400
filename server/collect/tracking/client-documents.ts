import type { SourceRow } from '../sources/sources.ts'

/** What Segment's libraries ask for before they send: where to send, and that no other destination runs in the browser. */
export function segmentSettings(source: SourceRow, { host, protocol }: { host: string; protocol: string }) {
  return {
    integrations: {
      'Segment.io': {
        apiKey: source.write_key,
        apiHost: `${host}/v1`,
        protocol,
        unbundledIntegrations: [],
        addBundledMetadata: true,
        maybeBundledConfigIds: {},
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: {
      track: { __default: { enabled: true, integrations: {} } },
      identify: { __default: { enabled: true } },
      group: { __default: { enabled: true } },
    },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  }
}

/** What RudderStack's libraries ask for: the source and that it is on. */
export function rudderSourceConfig(source: SourceRow) {
  return {
    source: {
      id: source.id,
      name: source.name,
      writeKey: source.write_key,
      enabled: source.enabled,
      workspaceId: 'kith',
      config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
      destinations: [],
      connections: [],
      dataplanes: {},
    },
    updatedAt: new Date(0).toISOString(),
  }
}
