export { mergePeople, revokeDecision, splitPerson } from './decisions/decide.ts'
export { readReconsiderations } from './decisions/reconsider.ts'
export { explainPair } from './explain/explain-pair.ts'
export { explainPerson, type EvidenceCount } from './explain/explain-person.ts'
export {
  byStrength,
  identifierIds,
  normalizeIdentifier,
  type IdentifierIds,
  type KnownIdentifier,
} from './identity/identifiers.ts'
export { KnownIdentities } from './identity/known-identities.ts'
export { defaultRules, type IdentityRules } from './identity/rules.ts'
export {
  findPersonFields,
  lockPeopleForWriting,
  storePersonFields,
  type PersonToWrite,
} from './fields/person-fields.ts'
export { retractCompanies } from './companies/retract-companies.ts'
export { currentPeople, recordFacts, type Fact, type PeopleChanges } from './record-facts.ts'
export { strongestFirst } from './profiles/person-ref.ts'
export { hiddenTraits, requireReadableTraits, seesEmail } from './profiles/visible-fields.ts'
export { retractFacts } from './retract-facts.ts'
export { recordUndoable, type FactUndo } from './undoable-facts.ts'
export { currentSnapshots } from './traits/refresh-people.ts'
export { findPerson } from './profiles/find-profiles.ts'
export { copyProfiles, readProfile } from './profiles/profile-copies.ts'
export { openSegmentNames } from './profiles/segment-names.ts'
export { registerPeopleRoutes } from './routes.ts'
export { sourceNames } from './profiles/trait-provenance.ts'
export { qualityAt, countTruePairs, truthTable } from './linkage/engine/truth.ts'
export type { RawColumn } from './linkage/engine/table.ts'
export { linkageProcessors } from './linkage/processors.ts'
export { startLinkageJobs } from './linkage/runs/jobs.ts'
export { matchPeople, type MatchingTask } from './linkage/runs/match-people.ts'
export { linkByRules } from './linkage/link-by-rules.ts'
export { linkRecords } from './linkage/link-records.ts'
export { suggestSettings } from './linkage/suggest/suggest-settings.ts'
