import { useState } from "react";
import { Dish } from "../art/Dish";
import { Lettering } from "../art/Lettering";
import { categories, menu, type Category, type MenuItem, type Trait } from "../data/menu";

const wishes = {
  vegan: { label: "Vegan", fits: (item: MenuItem) => item.traits.includes("vegan") },
  mild: { label: "Not spicy", fits: (item: MenuItem) => !item.traits.includes("spicy") },
  calm: { label: "No caffeine", fits: (item: MenuItem) => !item.traits.includes("caffeine") },
};
type Wish = keyof typeof wishes;

const traitLabels: Record<Trait, string> = {
  vegan: "vegan",
  spicy: "spicy",
  caffeine: "caffeine",
  nuts: "peanuts",
};

export function Menu() {
  const [category, setCategory] = useState<Category | "all">("all");
  const [wanted, setWanted] = useState<Wish[]>([]);

  const shown = menu.filter(
    (item) => (category === "all" || item.category === category) && wanted.every((wish) => wishes[wish].fits(item)),
  );
  const toggle = (wish: Wish) =>
    setWanted((before) => (before.includes(wish) ? before.filter((other) => other !== wish) : [...before, wish]));
  const showAll = () => {
    setCategory("all");
    setWanted([]);
  };

  return (
    <section className="section menu" id="menu" aria-labelledby="menu-title">
      <div className="section-head">
        <h2 id="menu-title">
          <Lettering text="menu" />
        </h2>
        <div className="filters">
          <div className="segments" role="group" aria-label="Category">
            {(["all", ...Object.keys(categories)] as (Category | "all")[]).map((key) => (
              <button key={key} type="button" aria-pressed={category === key} onClick={() => setCategory(key)}>
                {key === "all" ? "All" : categories[key]}
              </button>
            ))}
          </div>
          <div className="wishes" role="group" aria-label="Wishes">
            {(Object.keys(wishes) as Wish[]).map((wish) => (
              <button key={wish} type="button" aria-pressed={wanted.includes(wish)} onClick={() => toggle(wish)}>
                {wishes[wish].label}
              </button>
            ))}
          </div>
        </div>
      </div>
      <p className="visually-hidden" role="status">
        {shown.length} of {menu.length} dishes shown
      </p>
      {shown.length === 0 ? (
        <p className="nothing">
          Nothing like that today.{" "}
          <button type="button" className="link" onClick={showAll}>
            Show the whole menu
          </button>
        </p>
      ) : (
        <ul className="dishes">
          {shown.map((item) => (
            <DishCard key={item.art} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

function DishCard({ item }: { item: MenuItem }) {
  return (
    <li className="dish-card">
      <Dish name={item.art} />
      <div>
        <h3>
          <span>{item.name}</span>
          <span className="price">
            <span className="visually-hidden">{item.price} baht</span>
            <span aria-hidden="true">฿{item.price}</span>
          </span>
        </h3>
        <p>{item.about}</p>
        {item.traits.length > 0 && (
          <ul className="traits">
            {item.traits.map((trait) => (
              <li key={trait} className={`trait-${trait}`}>
                {traitLabels[trait]}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
