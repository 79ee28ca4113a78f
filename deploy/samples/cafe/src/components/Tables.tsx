import type { CSSProperties } from "react";
import { Dish, type DishName } from "../art/Dish";
import { Lettering } from "../art/Lettering";
import { tables, type Cloth } from "../data/cafe";

/** A dish on a table: its middle in per cent of the cloth, its size in about per cent of the cloth's shorter side. */
type Setting = [name: DishName, x: number, y: number, size: number];

const settings: Record<Cloth, Setting[]> = {
  phakhaoma: [
    ["udon", 20, 37, 50],
    ["somtam", 49, 58, 54],
    ["okonomiyaki", 79, 38, 50],
    ["anchan", 37, 20, 25],
    ["onigiri", 27, 82, 32],
    ["sencha", 68, 80, 26],
    ["hojicha", 61, 17, 23],
  ],
  seigaiha: [
    ["usucha", 38, 40, 50],
    ["castella", 68, 70, 46],
  ],
  mudmee: [
    ["bualoi", 37, 60, 52],
    ["chayen", 70, 33, 38],
  ],
  sashiko: [
    ["ochazuke", 50, 47, 56],
    ["hojicha", 82, 76, 28],
  ],
  prajam: [
    ["kakigori", 36, 43, 48],
    ["mochi", 69, 65, 40],
  ],
  tatami: [
    ["dorayaki", 17, 52, 64],
    ["sencha", 30, 34, 38],
    ["onigiri", 50, 50, 72],
    ["usucha", 71, 62, 46],
    ["castella", 85, 46, 62],
  ],
};

export function Tables() {
  return (
    <section className="section tables" id="tables" aria-labelledby="tables-title">
      <div className="section-head">
        <h2 id="tables-title">
          <Lettering text="tables" />
        </h2>
        <p>Six of them, and each wears a cloth. Ask for yours by name.</p>
      </div>
      <ul className="gallery">
        {tables.map((table) => (
          <li key={table.cloth} className={`table table-${table.cloth}`}>
            <div className={`cloth cloth-${table.cloth}`} aria-hidden="true">
              {settings[table.cloth].map(([name, x, y, size]) => (
                <span key={name} className="setting" style={{ "--x": x, "--y": y, "--size": size } as CSSProperties}>
                  <Dish name={name} />
                </span>
              ))}
            </div>
            <div className="table-text">
              <h3>{table.name}</h3>
              <p>
                {table.about} Seats {table.seats}.
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
