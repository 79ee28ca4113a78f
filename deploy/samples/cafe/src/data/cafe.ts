export const cafe = {
  // The word joiner keeps the two countries on one line.
  tagline: "A small Thai–\u2060Japanese café, one table at a time.",
  intro: "Matcha whisked to order, curry udon at noon, mango mochi until it runs out.",
  street: "7 Soi Bai Cha, Ari",
  district: "Phaya Thai, Bangkok",
  email: "hello@midori-cafe.example",
};

/** Opening and closing time in minutes after midnight, Bangkok time; null on a day off. Starts with Sunday. */
export type Hours = { opens: number; closes: number } | null;

const hours = (opens: number, closes: number): Hours => ({ opens: opens * 60, closes: closes * 60 });

export const week: Hours[] = [
  hours(9, 17),
  null,
  hours(8, 18),
  hours(8, 18),
  hours(8, 18),
  hours(8, 22),
  hours(8, 22),
];

export const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

export type Cloth = "phakhaoma" | "seigaiha" | "mudmee" | "sashiko" | "prajam" | "tatami";

export interface Table {
  cloth: Cloth;
  name: string;
  about: string;
  seats: number;
}

export const tables: Table[] = [
  { cloth: "phakhaoma", name: "Pha khao ma", about: "The long one. Checked cotton, best for a crowd.", seats: 8 },
  { cloth: "seigaiha", name: "Seigaiha", about: "Waves, by the window.", seats: 2 },
  { cloth: "mudmee", name: "Mudmee", about: "Ikat silk, under the fan.", seats: 4 },
  { cloth: "sashiko", name: "Sashiko", about: "Stitched by hand, near the kitchen.", seats: 2 },
  { cloth: "prajam", name: "Prajam yam", about: "Four petals, out in the garden.", seats: 4 },
  { cloth: "tatami", name: "Tatami", about: "Low table, shoes off.", seats: 6 },
];
