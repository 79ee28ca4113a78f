// Puts what was measured between the markers of its part in a document; parts that were not measured stay as they are.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const document = process.argv[2]
const results = process.env.RESULTS

function number(value) {
  if (Number.isInteger(value) && value < 100) return `${value}`
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

const told = ({ median, least, most, n }, unit) =>
  `**${number(median)}${unit && ` ${unit}`}**` + (n > 1 ? ` (${number(least)}–${number(most)}, n=${n})` : '')

function line({ what, unit, ours, reference, ratio, bar, holds }) {
  const limit = !bar ? '' : bar.most === undefined ? `≥ ${bar.least}` : `≤ ${bar.most}`
  return `| ${[
    what,
    told(ours, unit),
    reference ? `${reference.name}: ${told(reference, unit)}` : '–',
    ratio === undefined ? '–' : ratio.toFixed(ratio < 0.1 ? 3 : 2),
    bar ? `${limit} ${holds ? '✓' : '✗ missed'}` : '–',
  ].join(' | ')} |`
}

function section({ command, rows, notes, machine, commit, load, at }) {
  return [
    '| | ours, median (range) | reference in the same run | ratio | bar |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(line),
    '',
    `\`${command}\` at ${at} on ${machine}; commit ${commit}; load before it ${load}.`,
    ...(notes.length ? ['', ...notes.map((note) => `- ${note}`)] : []),
  ].join('\n')
}

let text = existsSync(document) ? readFileSync(document, 'utf8') : '# Performance\n'
for (const file of readdirSync(results).filter((name) => name.endsWith('.json')).sort()) {
  const figures = JSON.parse(readFileSync(`${results}/${file}`, 'utf8'))
  const [begin, end] = [`<!-- figures: ${figures.part} -->`, `<!-- end: ${figures.part} -->`]
  const block = `${begin}\n${section(figures)}\n${end}`
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  text = from >= 0 && to > from ? text.slice(0, from) + block + text.slice(to + end.length) : `${text}\n## ${figures.part}\n\n${block}\n`
}
writeFileSync(document, text)
console.log(`wrote ${document}`)
