// What was measured, as medians with their spread, each beside its reference, kept for the report.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'

const sorted = (values) => [...values].sort((a, b) => a - b)

/** The value below which so much of them lies, by nearest rank. */
export const percentile = (values, share) => sorted(values)[Math.max(0, Math.ceil(share * values.length) - 1)]

export function median(values) {
  const all = sorted(values)
  const half = Math.floor(all.length / 2)
  return all.length % 2 ? all[half] : (all[half - 1] + all[half]) / 2
}

/** Several measurements of one thing. */
export const spread = (values) =>
  ({ n: values.length, median: median(values), least: Math.min(...values), most: Math.max(...values) })

/**
 * One line of a table.
 *
 * @param ours      what {@link spread} made of our values
 * @param reference what it made of the reference's, with its `name`
 * @param bar       `{ most }` or `{ least }` for the ratio of ours to the reference's, where there is one
 */
export function row(what, unit, ours, reference, bar) {
  const ratio = reference ? ours.median / reference.median : undefined
  const holds = bar && (bar.most === undefined ? ratio >= bar.least : ratio <= bar.most)
  return { what, unit, ours, reference, ratio, bar, holds }
}

const text = (file, pattern) => pattern.exec(readFileSync(file, 'utf8'))?.[1]

export function machine() {
  return `${os.availableParallelism()} cores (${text('/proc/cpuinfo', /^model name\s*: (.*)$/m) ?? os.arch()}), ` +
    `${Math.round(os.totalmem() / 2 ** 30)} GiB, ${text('/etc/os-release', /^PRETTY_NAME="?(.*?)"?$/m)}`
}

function commit() {
  const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim()
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', ':!docs/performance.md')
  return git('rev-parse', '--short=12', 'HEAD') + (changed ? ' and changes' : '')
}

/** Keeps a part's figures, and prints them. */
export function save(part, command, rows, notes = []) {
  const figures = {
    part, command, rows, notes,
    machine: machine(), commit: commit(), load: process.env.LOAD_BEFORE, at: new Date().toISOString().slice(0, 16) + 'Z',
  }
  writeFileSync(`${process.env.RESULTS}/${part}.json`, JSON.stringify(figures, null, 2))
  for (const { what, unit, ours, reference, ratio } of rows) {
    console.log(`  ${what}: ${ours.median.toFixed(2)} ${unit}` +
      (reference ? ` beside ${reference.median.toFixed(2)} of ${reference.name}, ratio ${ratio.toFixed(3)}` : ''))
  }
  for (const note of notes) console.log(`  ${note}`)
}
