export function SegmentBuilderPage() {
  return null
}
