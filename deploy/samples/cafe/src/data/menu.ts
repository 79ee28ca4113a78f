import type { DishName } from "../art/Dish";

export type Category = "sips" | "plates" | "sweets";
export type Trait = "vegan" | "spicy" | "caffeine" | "nuts";

export interface MenuItem {
  art: DishName;
  category: Category;
  name: string;
  about: string;
  /** In baht, tax included. */
  price: number;
  traits: Trait[];
}

export const categories: Record<Category, string> = {
  sips: "Sips",
  plates: "Plates",
  sweets: "Sweets",
};

export const menu: MenuItem[] = [
  {
    art: "usucha",
    category: "sips",
    name: "Usucha",
    about: "First-harvest matcha, whisked at your table.",
    price: 140,
    traits: ["vegan", "caffeine"],
  },
  {
    art: "anchan",
    category: "sips",
    name: "Anchan yuzu soda",
    about: "Butterfly pea and yuzu. Stir it and blue turns violet.",
    price: 120,
    traits: ["vegan"],
  },
  {
    art: "chayen",
    category: "sips",
    name: "Cha yen float",
    about: "Thai tea over ice under a scoop of condensed-milk gelato.",
    price: 135,
    traits: ["caffeine"],
  },
  {
    art: "hojicha",
    category: "sips",
    name: "Hojicha oat latte",
    about: "Roasted green tea, palm sugar, warm oat milk.",
    price: 130,
    traits: ["vegan", "caffeine"],
  },
  {
    art: "sencha",
    category: "sips",
    name: "Cold sencha & makrut",
    about: "Steeped overnight with makrut lime and its leaves.",
    price: 110,
    traits: ["vegan", "caffeine"],
  },
  {
    art: "udon",
    category: "plates",
    name: "Green curry udon",
    about: "Thick noodles, pounded curry, sweet basil, chicken thigh.",
    price: 240,
    traits: ["spicy"],
  },
  {
    art: "onigiri",
    category: "plates",
    name: "Larb onigiri",
    about: "Two warm rice triangles, lime-and-mint pork, toasted rice.",
    price: 160,
    traits: ["spicy"],
  },
  {
    art: "okonomiyaki",
    category: "plates",
    name: "Tom yum okonomiyaki",
    about: "Cabbage pancake with prawns, galangal and lime mayonnaise.",
    price: 235,
    traits: ["spicy"],
  },
  {
    art: "ochazuke",
    category: "plates",
    name: "Jasmine ochazuke",
    about: "Jasmine rice, sour plum and nori under poured genmaicha.",
    price: 190,
    traits: ["vegan", "caffeine"],
  },
  {
    art: "somtam",
    category: "plates",
    name: "Som tam soba",
    about: "Cold buckwheat noodles, green papaya, peanuts, tamarind.",
    price: 210,
    traits: ["vegan", "spicy", "nuts"],
  },
  {
    art: "mochi",
    category: "sweets",
    name: "Mango mochi",
    about: "Nam dok mai mango in coconut rice dough. Until it runs out.",
    price: 120,
    traits: ["vegan"],
  },
  {
    art: "dorayaki",
    category: "sweets",
    name: "Pandan dorayaki",
    about: "Honey pancakes around pandan custard.",
    price: 110,
    traits: [],
  },
  {
    art: "kakigori",
    category: "sweets",
    name: "Matcha kakigori",
    about: "Shaved ice, matcha syrup, coconut cream, red beans.",
    price: 165,
    traits: ["vegan", "caffeine"],
  },
  {
    art: "bualoi",
    category: "sweets",
    name: "Black sesame bua loi",
    about: "Small rice dumplings in warm, salted coconut milk.",
    price: 130,
    traits: ["vegan"],
  },
  {
    art: "castella",
    category: "sweets",
    name: "Thai tea castella",
    about: "Nagasaki sponge, Thai tea, a crust of coarse sugar.",
    price: 95,
    traits: ["caffeine"],
  },
];
