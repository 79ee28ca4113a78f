import { Lettering } from "../art/Lettering";

export function Story() {
  return (
    <section className="section story" id="story" aria-labelledby="story-title">
      <StillLife />
      <div className="story-text">
        <h2 id="story-title">
          <Lettering text="story" />
        </h2>
        <p className="lead">Two grandmothers never met. Their kitchens did.</p>
        <p>
          Haru whisked tea in Uji every afternoon at three. Malee pounded curry in Chiang Mai every morning at five. One
          left behind a bamboo whisk, the other a granite mortar, and both landed on the same shelf in Ari.
        </p>
        <p>
          We cook what those two tools can agree on. The leaf is green on both sides of the sea, so we called the place
          Midori.
        </p>
        <dl className="facts">
          <div>
            <dt>tables</dt>
            <dd>6</dd>
          </div>
          <div>
            <dt>whisk strokes</dt>
            <dd>90</dd>
          </div>
          <div>
            <dt>microwaves</dt>
            <dd>0</dd>
          </div>
        </dl>
      </div>
    </section>
  );
}

/** Whisk and bowl on the left, mortar and pestle on the right, one leaf between them. */
function StillLife() {
  return (
    <svg className="still-life" viewBox="0 0 520 520" role="img" aria-label="A tea whisk and bowl beside a mortar and pestle">
      <circle cx="260" cy="260" r="252" className="sun" />
      <g fill="none" strokeWidth="9" strokeLinecap="round" className="steam">
        <path d="M128 176c-20-24 20-40 0-66" />
        <path d="M164 158c-20-24 20-40 0-66" />
      </g>
      <g>
        <path d="M196 118h34l-3 62h-28Z" fill="#d9b877" />
        <path d="M197 132h32M198 146h30" stroke="#2b2b33" strokeWidth="4" />
        <path d="M199 176h28c4 40 22 62 18 106h-64c-4-44 14-66 18-106Z" fill="#ead09a" />
        <path d="M213 180V278M205 180c-2 40-14 60-14 98M221 180c2 40 14 60 14 98" stroke="#c9a25e" strokeWidth="3" fill="none" />
      </g>
      <path d="M62 236H248C250 322 218 372 190 376H120C92 372 60 322 62 236Z" fill="#2b2b33" />
      <path d="M62 236H248C248 256 246 272 243 286C206 300 178 274 140 288C112 298 84 292 66 280C63 266 62 252 62 236Z" fill="#5c5c69" />
      <rect x="118" y="370" width="74" height="22" rx="8" fill="#2b2b33" />
      <g>
        <path d="M352 262L428 92a19 19 0 0 1 36 16L398 276Z" fill="#b98a5a" />
        <path d="M428 92a19 19 0 0 1 36 16l-8 20l-37-15Z" fill="#d4a878" />
        <path d="M272 254H468C470 300 452 340 424 356L434 392H306L316 356C288 340 270 300 272 254Z" fill="#7d8a86" />
        <path d="M272 254H468C468 266 467 276 465 286H275C273 276 272 266 272 254Z" fill="#a3b0ab" />
        <g fill="#63706c">
          <circle cx="318" cy="318" r="4" />
          <circle cx="352" cy="334" r="3" />
          <circle cx="390" cy="314" r="4" />
          <circle cx="424" cy="326" r="3" />
          <circle cx="370" cy="364" r="3.5" />
        </g>
      </g>
      <rect x="34" y="390" width="452" height="18" rx="9" className="shelf" />
      <g transform="translate(258 372) rotate(64)">
        <path d="M0-46C30-28 30 20 0 42C-30 20-30-28 0-46Z" fill="#4f9a4c" />
        <path d="M0-30V38" stroke="#cfe6a8" strokeWidth="4" strokeLinecap="round" />
      </g>
      <g fill="none" strokeWidth="6" strokeLinecap="round" className="stitches">
        <path d="M92 434H428" strokeDasharray="1 17" />
        <path d="M132 458H388" strokeDasharray="1 17" />
      </g>
    </svg>
  );
}
