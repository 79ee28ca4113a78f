import type { ReactElement, ReactNode } from "react";

export type DishName =
  | "usucha"
  | "anchan"
  | "chayen"
  | "hojicha"
  | "sencha"
  | "udon"
  | "onigiri"
  | "okonomiyaki"
  | "ochazuke"
  | "somtam"
  | "mochi"
  | "dorayaki"
  | "kakigori"
  | "bualoi"
  | "castella";

/** A dish seen from straight above, 100 units wide. Purely decoration: the menu says what it is. */
export function Dish({ name, className = "" }: { name: DishName; className?: string }) {
  return (
    <svg className={`dish ${className}`} viewBox="0 0 100 100" aria-hidden="true">
      {DISHES[name]}
    </svg>
  );
}

function Bowl({ rim, inside, fill, children }: { rim: string; inside: string; fill: string; children?: ReactNode }) {
  return (
    <>
      <circle cx="52" cy="54" r="45" className="dish-shadow" />
      <circle cx="50" cy="50" r="46" fill={rim} />
      <circle cx="50" cy="50" r="41" fill={inside} />
      <circle cx="50" cy="51" r="37" fill={fill} />
      {children}
    </>
  );
}

function Plate({ rim, middle, children }: { rim: string; middle: string; children?: ReactNode }) {
  return (
    <>
      <circle cx="52" cy="54" r="46" className="dish-shadow" />
      <circle cx="50" cy="50" r="47" fill={rim} />
      <circle cx="50" cy="50" r="35" fill={middle} />
      <circle cx="50" cy="50" r="43" fill="none" stroke={middle} strokeWidth="1.5" strokeDasharray="2 4" strokeLinecap="round" />
      {children}
    </>
  );
}

function Leaf({ at, turn = 0, size = 1, fill = "#3c8c4d" }: { at: [number, number]; turn?: number; size?: number; fill?: string }) {
  return (
    <g transform={`translate(${at[0]} ${at[1]}) rotate(${turn}) scale(${size})`}>
      <path d="M0-10C8-5 8 5 0 10C-8 5-8-5 0-10Z" fill={fill} />
      <path d="M0-6V8" stroke="#ffffff" strokeOpacity="0.45" strokeWidth="1.2" strokeLinecap="round" />
    </g>
  );
}

function Citrus({ at, peel = "#ffb52e", flesh = "#ffd678" }: { at: [number, number]; peel?: string; flesh?: string }) {
  return (
    <g transform={`translate(${at[0]} ${at[1]})`}>
      <circle r="12" fill={peel} />
      <circle r="10" fill="#fff6dc" />
      {[0, 60, 120, 180, 240, 300].map((angle) => (
        <path key={angle} transform={`rotate(${angle})`} d="M0-1.8L3.6-7.6A8.5 8.5 0 0 0-3.6-7.6Z" fill={flesh} stroke={flesh} strokeLinejoin="round" />
      ))}
    </g>
  );
}

function Ice({ at, turn }: { at: [number, number]; turn: number }) {
  return (
    <rect x="-8" y="-8" width="16" height="16" rx="4" transform={`translate(${at[0]} ${at[1]}) rotate(${turn})`} fill="#ffffff" fillOpacity="0.45" stroke="#ffffff" strokeOpacity="0.6" />
  );
}

const line = { fill: "none", strokeLinecap: "round", strokeLinejoin: "round" } as const;

const DISHES: Record<DishName, ReactElement> = {
  usucha: (
    <Bowl rim="#2b2b33" inside="#45454f" fill="#84a832">
      <path d="M50 51a4 4 0 0 1 8 0a9 9 0 0 1-18 0a14 14 0 0 1 28 0a19 19 0 0 1-38 0a24 24 0 0 1 48 0" stroke="#c9dc7a" strokeWidth="3.4" {...line} />
      <path d="M30 72a30 30 0 0 0 12 8" stroke="#dbe9a0" strokeWidth="2.4" {...line} />
      <g fill="#e7f0b9">
        <circle cx="70" cy="31" r="1.8" />
        <circle cx="75" cy="36" r="1.1" />
        <circle cx="27" cy="65" r="1.5" />
      </g>
    </Bowl>
  ),
  anchan: (
    <Bowl rim="#dfe8f2" inside="#c8d4e6" fill="#4b48c6">
      <path d="M13 54a37 37 0 0 0 74-6c-14 12-24-6-38 2s-20 14-36 4Z" fill="#8b5bd6" />
      <Ice at={[36, 38]} turn={20} />
      <Ice at={[40, 66]} turn={-14} />
      <Citrus at={[63, 52]} />
    </Bowl>
  ),
  chayen: (
    <Bowl rim="#dfe8f2" inside="#cfd9df" fill="#e07a2c">
      <path d="M24 42c12-14 22 6 34-4s16 0 24 6M20 58c14-8 20 8 32 2s18-4 28 4" stroke="#fbe3c4" strokeWidth="4" {...line} />
      <circle cx="50" cy="52" r="15" fill="#fff6e6" />
      <circle cx="46" cy="48" r="5" fill="#ffffff" />
      <Leaf at={[60, 42]} turn={40} size={0.6} />
    </Bowl>
  ),
  hojicha: (
    <Bowl rim="#c65f3c" inside="#e08a63" fill="#9a6236">
      <g stroke="#f3dfc4" strokeWidth="4" {...line}>
        <path d="M50 28V76" />
        <path d="M50 40c-4-6-10-6-13-3c1 6 7 9 13 8c6 1 12-2 13-8c-3-3-9-3-13 3" />
        <path d="M50 58c-5-7-13-7-17-3c1 7 9 11 17 9c8 2 16-2 17-9c-4-4-12-4-17 3" />
      </g>
    </Bowl>
  ),
  sencha: (
    <Bowl rim="#dbe7dc" inside="#c3d6c6" fill="#cfdc86">
      <Ice at={[38, 44]} turn={12} />
      <Ice at={[60, 66]} turn={35} />
      <Citrus at={[62, 40]} peel="#5e9e3a" flesh="#a8cf67" />
      <Leaf at={[38, 66]} turn={-50} />
      <Leaf at={[47, 73]} turn={-80} size={0.8} fill="#5aa352" />
    </Bowl>
  ),
  udon: (
    <Bowl rim="#12352a" inside="#2b5b48" fill="#9dbb52">
      <g stroke="#fbf3dc" strokeWidth="5" {...line}>
        <path d="M24 58c4-24 34-30 46-12" />
        <path d="M28 66c2-22 30-28 42-10" />
        <path d="M36 72c0-18 22-24 32-8" />
        <path d="M27 48c8-16 30-20 40-8" />
      </g>
      <Leaf at={[66, 66]} turn={60} />
      <Leaf at={[73, 57]} turn={15} size={0.8} fill="#2f7a4b" />
      <path d="M34 33c6-6 14-6 19-2" stroke="#d9432f" strokeWidth="4" {...line} />
      <circle cx="37" cy="69" r="4" fill="#d9432f" />
      <circle cx="37" cy="69" r="1.8" fill="#ffe0a8" />
    </Bowl>
  ),
  onigiri: (
    <Plate rim="#35538f" middle="#4a6bb0">
      {[
        [38, 44, -12],
        [62, 60, 14],
      ].map(([x, y, turn]) => (
        <g key={x} transform={`translate(${x} ${y}) rotate(${turn})`}>
          <path d="M0-13L14 11H-14Z" fill="#fffdf5" stroke="#fffdf5" strokeWidth="9" strokeLinejoin="round" />
          <rect x="-7" y="2" width="14" height="14" rx="1.5" fill="#1f3a30" />
          <g fill="#c9503b">
            <circle cx="-1" cy="-8" r="2.2" />
            <circle cx="4" cy="-4" r="1.6" />
            <circle cx="-4" cy="-3" r="1.4" />
          </g>
        </g>
      ))}
      <Leaf at={[70, 32]} turn={40} size={0.9} fill="#7fbf5f" />
    </Plate>
  ),
  okonomiyaki: (
    <Plate rim="#23313a" middle="#33444f">
      <circle cx="50" cy="50" r="30" fill="#d99a4b" />
      <circle cx="50" cy="50" r="26" fill="#8a3f26" />
      <path d="M30 40l8 18 8-24 8 34 8-32 8 20" stroke="#fff3d6" strokeWidth="2.8" {...line} />
      <g fill="#6fae4e">
        <circle cx="36" cy="36" r="2.4" />
        <circle cx="62" cy="66" r="2.4" />
        <circle cx="46" cy="69" r="2" />
        <circle cx="66" cy="36" r="2" />
      </g>
      <path d="M52 46c-2-8 8-12 11-5s-5 11-9 7" stroke="#ff9d86" strokeWidth="4.5" {...line} />
    </Plate>
  ),
  ochazuke: (
    <Bowl rim="#f3e9d6" inside="#dccfb4" fill="#d8cf7d">
      <circle cx="50" cy="51" r="22" fill="#fffdf3" />
      <g fill="#efe6cf">
        <ellipse cx="42" cy="45" rx="3" ry="1.6" />
        <ellipse cx="58" cy="48" rx="1.6" ry="3" />
        <ellipse cx="46" cy="62" rx="3" ry="1.6" />
        <ellipse cx="60" cy="60" rx="2.6" ry="1.6" />
      </g>
      <circle cx="50" cy="50" r="7" fill="#d14a63" />
      <circle cx="48" cy="48" r="2" fill="#eb8c9c" />
      <g fill="#1f3a30">
        <rect x="34" y="30" width="4" height="13" rx="1" transform="rotate(-30 36 36)" />
        <rect x="62" y="62" width="4" height="12" rx="1" transform="rotate(50 64 68)" />
        <rect x="64" y="32" width="4" height="12" rx="1" transform="rotate(20 66 38)" />
      </g>
      <Leaf at={[34, 64]} turn={-30} size={0.7} />
    </Bowl>
  ),
  somtam: (
    <Plate rim="#f2c14e" middle="#fbe6b0">
      <g stroke="#8c7a5f" strokeWidth="3.4" {...line}>
        <path d="M30 54c6-22 30-22 38-6" />
        <path d="M34 62c2-20 26-22 34-6" />
        <path d="M40 68c0-14 18-18 26-4" />
      </g>
      <g stroke="#cfe08a" strokeWidth="3" {...line}>
        <path d="M32 44c10-10 24-8 34 4" />
        <path d="M38 58c8-10 20-8 28 2" />
      </g>
      <g fill="#dd4b39">
        <path d="M64 60a8 8 0 1 1-12 6Z" />
        <circle cx="36" cy="38" r="5" />
      </g>
      <circle cx="36" cy="38" r="2" fill="#ffb9a6" />
      <g fill="#c78a45">
        <ellipse cx="58" cy="38" rx="4" ry="2.8" transform="rotate(30 58 38)" />
        <ellipse cx="45" cy="70" rx="4" ry="2.8" transform="rotate(-20 45 70)" />
        <ellipse cx="67" cy="48" rx="3.6" ry="2.6" transform="rotate(80 67 48)" />
      </g>
      <Leaf at={[30, 62]} turn={-40} size={0.8} />
    </Plate>
  ),
  mochi: (
    <Plate rim="#f6a5ae" middle="#fbcfd3">
      {[
        [40, 40, "#ffc83d", "#ffe08a"],
        [62, 48, "#fffaf0", "#ffffff"],
        [46, 63, "#ffb52e", "#ffd678"],
      ].map(([x, y, fill, light]) => (
        <g key={x}>
          <circle cx={x} cy={y} r="13" fill={fill as string} />
          <circle cx={Number(x) - 4} cy={Number(y) - 4} r="4.5" fill={light as string} />
        </g>
      ))}
      <Leaf at={[66, 68]} turn={70} />
    </Plate>
  ),
  dorayaki: (
    <Plate rim="#8fb08c" middle="#b4cdb0">
      <circle cx="42" cy="44" r="19" fill="#7a9a3a" />
      <circle cx="43" cy="43" r="16" fill="#a9743c" />
      <circle cx="60" cy="58" r="19" fill="#7a9a3a" />
      <circle cx="60" cy="58" r="16.5" fill="#b98146" />
      <path d="M60 50v16M60 56l-5-5M60 56l5-5M60 62l-5-5M60 62l5-5" stroke="#8a5a2b" strokeWidth="2.2" {...line} />
    </Plate>
  ),
  kakigori: (
    <Bowl rim="#bfe3e6" inside="#9fd0d6" fill="#eef8f4">
      <circle cx="50" cy="51" r="30" fill="#ffffff" />
      <path d="M50 25c16 0 26 12 24 24c-2 8-8 4-10 12s-12 4-16 12s-14-4-16-12s-10-8-6-20s12-16 24-16Z" fill="#b6cf5a" />
      <path d="M50 34c9 0 15 6 14 13s-8 6-12 12s-12 0-14-8s2-17 12-17Z" fill="#84a832" />
      <circle cx="48" cy="46" r="8" fill="#fffdf5" />
      <circle cx="48" cy="46" r="3.6" fill="#8a2f3d" />
    </Bowl>
  ),
  bualoi: (
    <Bowl rim="#5a3f7d" inside="#7d5fa6" fill="#fbf6ea">
      <g>
        {[
          [38, 40, "#f6a5ae"],
          [56, 34, "#a9cf6a"],
          [66, 50, "#ffc95c"],
          [50, 52, "#8d8af0"],
          [34, 58, "#a9cf6a"],
          [48, 70, "#f6a5ae"],
          [64, 67, "#8d8af0"],
        ].map(([x, y, fill]) => (
          <g key={`${x}-${y}`}>
            <circle cx={x} cy={y} r="7.5" fill={fill as string} />
            <circle cx={Number(x) - 2.4} cy={Number(y) - 2.4} r="2.2" fill="#ffffff" fillOpacity="0.6" />
          </g>
        ))}
      </g>
      <g fill="#3b3540">
        <circle cx="47" cy="42" r="1.2" />
        <circle cx="58" cy="43" r="1.2" />
        <circle cx="42" cy="49" r="1.2" />
        <circle cx="57" cy="60" r="1.2" />
        <circle cx="40" cy="67" r="1.2" />
      </g>
    </Bowl>
  ),
  castella: (
    <>
      <rect x="8" y="21" width="88" height="66" rx="14" className="dish-shadow" />
      <rect x="6" y="17" width="88" height="66" rx="14" fill="#a8734a" />
      <path d="M14 34H86M14 50H86M14 66H86" stroke="#8e5d39" strokeWidth="1.4" strokeLinecap="round" />
      {[26, 50, 74].map((x, index) => (
        <g key={x} transform={`rotate(${index * 5 - 5} ${x} 50)`}>
          <rect x={x - 9} y="29" width="18" height="42" rx="4" fill="#e98a3a" />
          <rect x={x - 9} y="29" width="18" height="8" rx="4" fill="#7a3f20" />
          <rect x={x - 9} y="65" width="18" height="6" rx="3" fill="#9c5429" />
        </g>
      ))}
    </>
  ),
};
