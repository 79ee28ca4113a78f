import { Wordmark } from "../art/Wordmark";
import { cafe } from "../data/cafe";
import { useOpening } from "../hooks/useOpening";

export function Hero() {
  const { open, detail } = useOpening();
  return (
    <section className="hero" aria-labelledby="hero-title">
      <div className="hero-inner">
        <h1 id="hero-title" className="visually-hidden">
          Midori Café
        </h1>
        <Wordmark />
        <div className="hero-text">
          <p className="tagline">{cafe.tagline}</p>
          <div className="hero-side">
            <p>{cafe.intro}</p>
            <p className={open ? "status is-open" : "status"}>
              <span className="status-light" aria-hidden="true" />
              <span>
                <strong>{open ? "Open now" : "Closed now"}</strong>, {detail}
              </span>
            </p>
            <div className="actions">
              <a className="button" href="#book">
                Book a table
              </a>
              <a className="button is-quiet" href="#menu">
                See the menu
              </a>
            </div>
          </div>
        </div>
      </div>
      <div className="runner" aria-hidden="true" />
    </section>
  );
}
