/**
 * A map that forgets what was not asked for lately: when `size` new entries have come, those neither set nor read since
 * the time before are dropped. Holds between `size` and twice that many, at the price of a plain map.
 */
export class RecentMap<Key, Value> {
  private young = new Map<Key, Value>()
  private old = new Map<Key, Value>()
  private readonly size: number

  constructor(size: number) {
    this.size = size
  }

  get(key: Key): Value | undefined {
    const young = this.young.get(key)
    if (young !== undefined) return young
    const old = this.old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: Key, value: Value): void {
    if (this.young.size >= this.size) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(key, value)
  }

  clear(): void {
    this.young = new Map()
    this.old = new Map()
  }
}
