export {
  peopleOfMembers,
  putBackCompany,
  takeOutCompany,
  type CompanyContent,
} from './bin/company-content.ts'
export { putBackPerson, takeOutPerson, type PersonContent } from './bin/person-content.ts'
export { mergePeople, revokeDecision, splitPerson } from './decisions/decide.ts'
export { RECONSIDER_NEWS, readReconsiderations, reconsideredCount } from './decisions/reconsider.ts'
export { explainPair } from './explain/explain-pair.ts'
export { explainPerson, type EvidenceCount } from './explain/explain-person.ts'
export {
  byStrength,
  identifierIds,
  normalizeIdentifier,
  type IdentifierIds,
  type KnownIdentifier,
} from './identity/identifiers.ts'
export { advanceIdentityVersion, KnownIdentities } from './identity/known-identities.ts'
export { defaultRules, type IdentityRules } from './identity/rules.ts'
export { lockPeopleForWriting, storePersonFields, type PersonToWrite } from './fields/person-fields.ts'
export { assignCompanyIn, assignPersonIn } from './owners/assign-owner.ts'
export { tellOwned } from './owners/tell-owned.ts'
export { companyKind, personKind } from './owners/record-kinds.ts'
export { startEmailCompanies } from './companies/by-email/jobs.ts'
export { findPersonHousehold } from './households/find-household.ts'
export { startHouseholds } from './households/jobs.ts'
export { placeChangedPeople } from './households/processor.ts'
export { noteWorkAddresses } from './companies/by-email/processor.ts'
export { domainOf } from './companies/domain-of.ts'
export { retractCompanies } from './companies/retract-companies.ts'
export { currentPeople, recordFacts, RulesChanged, type Fact, type PeopleChanges } from './record-facts.ts'
export { strongestFirst } from './profiles/person-ref.ts'
export { comparePersonTrait } from './profiles/people-filter.ts'
export {
  hiddenTraits,
  hiddenTypes,
  requireReadableTraits,
  searchesContacts,
  seesEmail,
} from './profiles/visible-fields.ts'
export { retractFacts } from './retract-facts.ts'
export { recordUndoable, type FactUndo } from './undoable-facts.ts'
export { startRuleJobs } from './rules/rule-jobs.ts'
export { loadRules } from './rules/rule-versions.ts'
export { openRuleBook, type RuleBook } from './rules/rule-book.ts'
export { currentSnapshots } from './traits/refresh-people.ts'
export { findPerson } from './profiles/find-person.ts'
export { copyProfiles, readProfile } from './profiles/profile-copies.ts'
export { openSegmentNames } from './profiles/segment-names.ts'
export { registerPeopleRoutes } from './routes.ts'
export { sourceNames, traitFacts } from './profiles/trait-provenance.ts'
export { qualityAt, countTruePairs, truthTable } from './linkage/engine/truth.ts'
export type { RawColumn } from './linkage/engine/table.ts'
export { linkageProcessors } from './linkage/processors.ts'
export { startLinkageJobs } from './linkage/runs/jobs.ts'
export { decidePair, undecidePair } from './linkage/review/decide-pair.ts'
export type { MatchingTask, TouchedTask } from './linkage/runs/match-people.ts'
export { compareOnThread } from './linkage/runs/on-thread.ts'
export { slipsBetween } from './linkage/values/slips.ts'
export { linkByRules } from './linkage/link-by-rules.ts'
export { linkRecords } from './linkage/link-records.ts'
export { suggestSettings } from './linkage/suggest/suggest-settings.ts'
export { requirePeople } from './owners/require-person.ts'
export { startTraitJobs } from './schema/trait-jobs.ts'
export { companyFacts, findCompany } from './companies/list-companies.ts'
export { listPeople } from './profiles/list-people.ts'
export { traitEvidence, type EvidenceOfTrait, type TraitEvidence } from './profiles/trait-evidence.ts'
export { removeComputed, rewritePeople, storeComputed, type ComputedWrite } from './traits/store-computed.ts'
