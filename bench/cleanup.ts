/** What must be undone however the run ends: child processes, servers, temporary files. */
export class Cleanup {
  private readonly steps = new Set<() => Promise<void>>()

  /** Remembers a step; gives back how to take it at once, which also forgets it. */
  add(step: () => Promise<void>): () => Promise<void> {
    this.steps.add(step)
    return async () => {
      if (this.steps.delete(step)) await step()
    }
  }

  /** Takes all remaining steps, the newest first. One that fails does not keep the others from running. */
  async run(): Promise<void> {
    const steps = [...this.steps]
    this.steps.clear()
    for (let step = steps.pop(); step; step = steps.pop()) await step().catch(() => undefined)
  }
}
