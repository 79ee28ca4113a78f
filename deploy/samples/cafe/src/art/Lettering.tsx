/** The café's own alphabet: one round line, drawn from arcs, so that no font has to be fetched. */

interface Glyph {
  /** Path data; the line's middle runs from x = 0 to x = width, x-height 160 to baseline 400. */
  d: string;
  width: number;
  /** Space beside the letter: straight strokes need more of it than round or open ones. */
  left: number;
  right: number;
  /** Where the dot of i and j sits. */
  dotAt: number | undefined;
}

/** How thick the line is. */
export const WEIGHT = 56;

const STRAIGHT = 50;
const ROUND = 40;
const OPEN = 32;

const glyph = (d: string, width: number, left: number, right: number, dotAt?: number): Glyph => ({
  d,
  width,
  left,
  right,
  dotAt,
});

const BOWL = "M0 280a120 120 0 1 1 240 0a120 120 0 1 1-240 0";

const GLYPHS: Record<string, Glyph> = {
  a: glyph(`M240 160V400${BOWL}`, 240, ROUND, STRAIGHT),
  b: glyph(`M0 40V400${BOWL}`, 240, STRAIGHT, ROUND),
  c: glyph("M205 195a120 120 0 1 0 0 170", 205, ROUND, OPEN),
  d: glyph(`M240 40V400${BOWL}`, 240, ROUND, STRAIGHT),
  e: glyph("M0 280H240a120 120 0 1 0-35 85", 240, ROUND, ROUND),
  f: glyph("M160 46a80 80 0 0 0-80 80V400M0 170H160", 160, OPEN, OPEN),
  g: glyph(`M240 160V400a120 120 0 0 1-205 85${BOWL}`, 240, ROUND, STRAIGHT),
  h: glyph("M0 40V400M0 265a105 105 0 0 1 210 0V400", 210, STRAIGHT, STRAIGHT),
  i: glyph("M0 160V400", 0, STRAIGHT, STRAIGHT, 0),
  j: glyph("M80 160V440a80 80 0 0 1-80 80", 80, OPEN, STRAIGHT, 80),
  k: glyph("M0 40V400M170 160L0 310M66 252L180 400", 180, STRAIGHT, OPEN),
  l: glyph("M0 40V400", 0, STRAIGHT, STRAIGHT),
  m: glyph("M0 160V400M0 235a75 75 0 0 1 150 0V400M150 235a75 75 0 0 1 150 0V400", 300, STRAIGHT, STRAIGHT),
  n: glyph("M0 160V400M0 265a105 105 0 0 1 210 0V400", 210, STRAIGHT, STRAIGHT),
  o: glyph(BOWL, 240, ROUND, ROUND),
  p: glyph(`M0 160V520${BOWL}`, 240, STRAIGHT, ROUND),
  q: glyph(`M240 160V520${BOWL}`, 240, ROUND, STRAIGHT),
  r: glyph("M0 160V400M0 270a110 110 0 0 1 110-110", 110, STRAIGHT, OPEN),
  s: glyph("M168 204a82 66 0 0 0-80-44h-14a58 58 0 0 0 0 116h38a62 62 0 0 1 0 124h-24a86 70 0 0 1-84-48", 174, OPEN, ROUND),
  t: glyph("M80 60V320a80 80 0 0 0 80 80M0 160H160", 160, OPEN, OPEN),
  u: glyph("M0 160V295a105 105 0 0 0 210 0M210 160V400", 210, STRAIGHT, STRAIGHT),
  v: glyph("M0 160L110 400L220 160", 220, OPEN, OPEN),
  w: glyph("M0 160L85 400L170 160L255 400L340 160", 340, OPEN, OPEN),
  x: glyph("M0 160L200 400M200 160L0 400", 200, OPEN, OPEN),
  y: glyph("M0 160V295a105 105 0 0 0 210 0M210 160V415a105 105 0 0 1-195 55", 210, STRAIGHT, STRAIGHT),
  z: glyph("M0 160H190L0 400H195", 195, OPEN, OPEN),
};

const ASCENDERS = /[bdfhijklt]/;
const DESCENDERS = /[gjpqy]/;
const SPACE = 120;

export interface PlacedGlyph {
  char: string;
  x: number;
  glyph: Glyph;
}

/** Sets letters side by side; a character that the alphabet lacks leaves a space. */
export function place(text: string): { letters: PlacedGlyph[]; width: number } {
  const letters: PlacedGlyph[] = [];
  let x = 0;
  for (const char of text.toLowerCase()) {
    const glyph = GLYPHS[char];
    if (!glyph) {
      x += SPACE;
      continue;
    }
    letters.push({ char, x: x + glyph.left, glyph });
    x += glyph.left + glyph.width + glyph.right;
  }
  return { letters, width: x };
}

/** A word in the café's letters. Its size follows the font size; its text stays readable to screen readers. */
export function Lettering({ text, className = "" }: { text: string; className?: string }) {
  const { letters, width } = place(text);
  const left = (letters[0]?.glyph.left ?? 0) - WEIGHT / 2;
  const right = width - (letters.at(-1)?.glyph.right ?? 0) + WEIGHT / 2;
  const top = ASCENDERS.test(text) ? 0 : 125;
  const bottom = DESCENDERS.test(text) ? 555 : 435;
  return (
    <span className={`lettering ${className}`}>
      <svg
        viewBox={`${left} ${top} ${right - left} ${bottom - top}`}
        style={{ height: `${(bottom - top) / 400}em` }}
        aria-hidden="true"
      >
        {letters.map(({ char, x, glyph }, index) => (
          <g key={index} data-char={char} transform={`translate(${x} 0)`}>
            <path d={glyph.d} className="stroke" strokeWidth={WEIGHT} />
            {glyph.dotAt !== undefined && <circle cx={glyph.dotAt} cy="66" r="36" className="dot" />}
          </g>
        ))}
      </svg>
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
