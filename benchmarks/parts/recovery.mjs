// What the crash suite printed: how long jobs of killed workers lay, and what was done twice.
import { readFileSync } from 'node:fs'
import { row, save, spread } from '../lib/figures.mjs'

const log = readFileSync(process.env.LOG, 'utf8')
const told = /crash suite: duplicates (\d+), leaks (\d+), losses (\d+); (\d+) resumes after a kill, median (\d+) ms, worst (\d+) ms/.exec(log)
if (!told) throw new Error('the crash suite has printed no figures')
const [duplicates, leaks, losses, resumes, median, worst] = told.slice(1).map(Number)
save('recovery', 'benchmarks/run recovery', [
  row('from `kill -9` of a worker until another has its job, median', 's', { ...spread([median / 1000]) }),
  row('the same, worst', 's', { ...spread([worst / 1000]) }),
  row('duplicates, leaks and losses', '', spread([duplicates + leaks + losses])),
], [`${resumes} jobs of killed workers; ${/crash suite: (\d+ jobs in .*)/.exec(log)?.[1] ?? ''}`])
