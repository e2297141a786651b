/** What a key had before and has now; undefined where there is nothing. */
export type Watcher<Value> = (before: Value | undefined, after: Value | undefined) => void

/** Tells what is written and removed. Values are replaced, not changed in place, or `before` would be `after`. */
export class WatchedMap<Value> extends Map<string, Value> {
  private readonly watchers: Watcher<Value>[] = []

  watch(watcher: Watcher<Value>): void {
    this.watchers.push(watcher)
  }

  announce(before: Value | undefined, after: Value | undefined): void {
    for (const tell of this.watchers) tell(before, after)
  }

  override set(key: string, value: Value): this {
    const before = this.get(key)
    super.set(key, value)
    this.announce(before, value)
    return this
  }

  override delete(key: string): boolean {
    const before = this.get(key)
    const isDeleted = super.delete(key)
    if (isDeleted) this.announce(before, undefined)
    return isDeleted
  }
}
