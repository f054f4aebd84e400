import type { Permission } from '../../model/roles.ts'

/** What a permission allows, in words. */
export const permissionNames: Record<Permission, string> = {
  'people:read': 'See people',
  'people:write': 'Change people',
  'companies:read': 'See companies',
  'companies:write': 'Change companies',
  'events:read': 'See events',
  'events:write': 'Send events',
  'sources:read': 'See sources',
  'sources:write': 'Add and change sources',
  'segments:read': 'See segments',
  'segments:write': 'Make and change segments',
  'destinations:read': 'See destinations and deliveries',
  'destinations:write': 'Add and change destinations',
  'deals:read': 'See deals',
  'deals:write': 'Make and change deals',
  'pipelines:write': 'Change pipelines',
  'records:read': 'See records of your own objects',
  'records:write': 'Make and change records of your own objects',
  'objects:write': 'Change objects and fields',
  'users:read': 'See colleagues',
  'users:write': 'Add, change and remove colleagues',
  'keys:read': 'See API keys',
  'keys:write': 'Make and revoke API keys',
  'audit:read': 'See the audit log',
  'system:read': 'See system health',
}
