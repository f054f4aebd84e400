let wanted = false

/** A new page was asked for: the next heading that appears shall take the focus. */
export function wantPageFocus(): void {
  wanted = true
}

/** True once after a new page was asked for; false on the first page, where the browser reads from the top. */
export function takePageFocus(): boolean {
  const was = wanted
  wanted = false
  return was
}
