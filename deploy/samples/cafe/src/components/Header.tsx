import { useEffect, useState } from "react";
import { Lettering } from "../art/Lettering";

type Theme = "light" | "dark";

const STORAGE_KEY = "midori-theme";
const darkScheme = window.matchMedia("(prefers-color-scheme: dark)");

/** Storage may be closed to a page inside a frame; the choice then lasts as long as the page. */
function storedTheme(): Theme | null {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === "light" || stored === "dark" ? stored : null;
  } catch {
    return null;
  }
}

function useTheme(): [Theme, () => void] {
  const [chosen, setChosen] = useState(storedTheme);
  const [system, setSystem] = useState<Theme>(darkScheme.matches ? "dark" : "light");
  const theme = chosen ?? system;

  useEffect(() => {
    const follow = () => setSystem(darkScheme.matches ? "dark" : "light");
    darkScheme.addEventListener("change", follow);
    return () => darkScheme.removeEventListener("change", follow);
  }, []);

  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);

  const toggle = () => {
    const next = theme === "dark" ? "light" : "dark";
    setChosen(next);
    try {
      localStorage.setItem(STORAGE_KEY, next);
    } catch {
      // See storedTheme.
    }
  };
  return [theme, toggle];
}

const links = ["menu", "hours", "story", "tables", "book"];

export function Header() {
  const [theme, toggle] = useTheme();
  return (
    <header className="header" id="top">
      <a className="brand" href="#top" aria-label="Midori Café, top of the page">
        <Lettering text="midori" />
      </a>
      <nav aria-label="Page">
        <ul>
          {links.map((link) => (
            <li key={link}>
              <a href={`#${link}`}>{link}</a>
            </li>
          ))}
        </ul>
      </nav>
      <button
        type="button"
        className="theme-toggle"
        onClick={toggle}
        aria-pressed={theme === "dark"}
        aria-label="Dark theme"
        title={theme === "dark" ? "Light, please" : "Dark, please"}
      >
        <svg viewBox="0 0 40 40" aria-hidden="true">
          <circle cx="20" cy="20" r="11" className="lamp" />
          <circle cx="26" cy="15" r="9" className="lamp-shade" />
        </svg>
      </button>
    </header>
  );
}
