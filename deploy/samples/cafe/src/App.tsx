import { Header } from "./components/Header";
import { Hero } from "./components/Hero";
import { Menu } from "./components/Menu";
import { OpeningHours } from "./components/OpeningHours";
import { Reservation } from "./components/Reservation";
import { Story } from "./components/Story";
import { Tables } from "./components/Tables";
import { Lettering } from "./art/Lettering";
import { cafe } from "./data/cafe";

export function App() {
  return (
    <>
      <a className="skip-link" href="#menu">
        Skip to the menu
      </a>
      <Header />
      <main>
        <Hero />
        <Menu />
        <OpeningHours />
        <Story />
        <Tables />
        <Reservation />
      </main>
      <footer className="footer">
        <div className="runner" aria-hidden="true" />
        <div className="footer-inner">
          <Lettering text="midori" className="footer-mark" />
          <address>
            {cafe.street}
            <br />
            {cafe.district}
            <br />
            <a href={`mailto:${cafe.email}`}>{cafe.email}</a>
          </address>
          <p>
            Midori is a made-up café. Every plate, cloth and letter on this page is drawn in code: no photographs, no
            web fonts.
          </p>
        </div>
      </footer>
    </>
  );
}
