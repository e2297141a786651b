export type KnownDifference = { operation: string; differences: string[]; reason: string; reality: string }
export const KNOWN_DIFFERENCES: KnownDifference[] = []
