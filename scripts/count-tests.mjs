// Prints "N passed, N failed" from vitest's reports; fails on a failure, on no test at all, and on a skipped one.
import { readFileSync } from 'node:fs'

const reports = ['unit', 'e2e'].map((name) =>
  JSON.parse(readFileSync(new URL(`../.reports/${name}.json`, import.meta.url), 'utf8'))
)
const sum = (key) => reports.reduce((total, report) => total + report[key], 0)
const [passed, failed, total] = [sum('numPassedTests'), sum('numFailedTests'), sum('numTotalTests')]
const skipped = total - passed - failed

if (skipped > 0) console.error(`${skipped} tests were skipped`)
if (reports.some((report) => report.numTotalTests === 0)) console.error('a test run had no tests')
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || skipped > 0 || reports.some((report) => report.numTotalTests === 0) ? 1 : 0
