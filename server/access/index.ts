export { audit } from './audit.ts'
export { createFirstAccess } from './first-access.ts'
export { registerAccess } from './register-access.ts'
export { systemActor } from './system-actor.ts'
