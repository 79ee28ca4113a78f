import type { CSSProperties } from "react";
import { place, WEIGHT } from "./Lettering";

/** The name laid out like a table seen from above: the d is a bowl of matcha, the o a blue anchan latte. */
export function Wordmark() {
  return (
    <div className="wordmark" aria-hidden="true">
      <Syllable text="mi" />
      <Syllable text="do" />
      <Syllable text="ri" />
    </div>
  );
}

function Syllable({ text }: { text: "mi" | "do" | "ri" }) {
  const { letters, width } = place(text);
  return (
    <svg
      className={`syllable syllable-${text}`}
      viewBox={`0 0 ${width} 440`}
      style={{ "--units": width } as CSSProperties}
    >
      {letters.map(({ char, x, glyph }) => (
        <g key={char} transform={`translate(${x} 0)`}>
          {char === "d" && <Matcha />}
          {char === "o" && <Anchan />}
          <path d={glyph.d} className="stroke" strokeWidth={WEIGHT} />
          {char === "i" && (text === "mi" ? <Leaf /> : <Yuzu />)}
        </g>
      ))}
    </svg>
  );
}

function Matcha() {
  return (
    <g transform="translate(120 280)">
      <circle r="112" fill="#7fa32f" />
      <g className="stirred" fill="none" stroke="#c9dc7a" strokeLinecap="round">
        <path d="M0 0a9 9 0 0 1 18 0a20 20 0 0 1-40 0a31 31 0 0 1 62 0a42 42 0 0 1-84 0a53 53 0 0 1 106 0a64 64 0 0 1-128 0" strokeWidth="8" />
        <path d="M58 52a78 78 0 0 1-70 25" strokeWidth="6" opacity="0.7" />
      </g>
      <g fill="#e7f0b9">
        <circle cx="52" cy="-50" r="5" />
        <circle cx="64" cy="-34" r="3" />
        <circle cx="-62" cy="46" r="4" />
        <circle cx="-48" cy="60" r="2.5" />
      </g>
    </g>
  );
}

function Anchan() {
  return (
    <g transform="translate(120 280)">
      <circle r="112" fill="#4b48c6" />
      <circle r="82" fill="#6f6be0" />
      <g className="stirred slow" fill="#f3efff">
        {[0, 72, 144, 216, 288].map((angle) => (
          <path key={angle} transform={`rotate(${angle})`} d="M0-10C-26-24-30-58 0-66C30-58 26-24 0-10Z" />
        ))}
        <circle r="11" fill="#ffb52e" />
      </g>
    </g>
  );
}

function Leaf() {
  return (
    <g transform="translate(4 62) rotate(38)">
      <path d="M0-62C40-40 40 22 0 50C-40 22-40-40 0-62Z" className="leaf" />
      <path d="M0-34V44M0-2L16-18M0-2L-16-18M0 24L17 8M0 24L-17 8" className="leaf-vein" />
    </g>
  );
}

function Yuzu() {
  return (
    <g transform="translate(0 62)">
      <circle r="50" fill="#ffb52e" />
      <circle r="41" fill="#fff3cf" />
      {[0, 60, 120, 180, 240, 300].map((angle) => (
        <path key={angle} transform={`rotate(${angle})`} d="M0-7L15-31A35 35 0 0 0-15-31Z" fill="#ffc95c" stroke="#ffc95c" strokeWidth="3" strokeLinejoin="round" />
      ))}
    </g>
  );
}
