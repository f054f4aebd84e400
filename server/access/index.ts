export { audit, type AuditRecord } from './audit.ts'
export { createFirstAccess, type FirstAccess } from './first-access.ts'
export { registerAccess } from './register-access.ts'
export { systemActor } from './system-actor.ts'
