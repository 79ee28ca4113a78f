import { useEffect, useRef, useState, type CSSProperties, type FormEvent, type ReactNode } from "react";
import { Dish, type DishName } from "../art/Dish";
import { Lettering } from "../art/Lettering";
import { dayNames, tables, week, type Cloth } from "../data/cafe";
import { bangkokMoment, clock, type Moment } from "../hooks/useOpening";

interface Wish {
  name: string;
  email: string;
  date: string;
  time: string;
  guests: string;
  cloth: Cloth;
}
type Errors = Partial<Record<keyof Wish, string>>;

const DAYS_AHEAD = 60;
const DAY = 86_400_000;
/** The last seating leaves an hour and a half to eat; today's first one, half an hour to get here. */
const LAST_SEATING = 90;
const HEAD_START = 30;

const noon = (date: string) => new Date(`${date}T12:00:00Z`);
const isDate = (date: string) => /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(noon(date).getTime());

function seatings(date: string, now: Moment): string[] {
  const hours = isDate(date) ? week[noon(date).getUTCDay()] : null;
  if (!hours) return [];
  const earliest = date === now.date ? now.minutes + HEAD_START : 0;
  const times: string[] = [];
  for (let at = hours.opens; at <= hours.closes - LAST_SEATING; at += 30) {
    if (at >= earliest) times.push(clock(at));
  }
  return times;
}

function check(wish: Wish, now: Moment): Errors {
  const errors: Errors = {};
  if (wish.name.trim().length < 2) errors.name = "Please tell us who is coming.";
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(wish.email.trim())) errors.email = "Please write an address like you@example.com.";

  const last = bangkokMoment(noon(now.date).getTime() + DAYS_AHEAD * DAY).date;
  if (!isDate(wish.date)) errors.date = "Please pick a day.";
  else if (wish.date < now.date) errors.date = "That day has been and gone.";
  else if (wish.date > last) errors.date = `We book up to ${DAYS_AHEAD} days ahead.`;
  else if (!week[noon(wish.date).getUTCDay()]) errors.date = `We are closed on ${dayNames[noon(wish.date).getUTCDay()]}s.`;
  else if (seatings(wish.date, now).length === 0) errors.date = "No seating is left on that day.";
  else if (!seatings(wish.date, now).includes(wish.time)) errors.time = "Please pick a time.";

  const guests = Number(wish.guests);
  const table = tables.find(({ cloth }) => cloth === wish.cloth);
  if (!Number.isInteger(guests) || guests < 1) errors.guests = "At least one of you, please.";
  else if (table && guests > table.seats) errors.guests = `${table.name} seats ${table.seats}. Pick a bigger table below.`;
  return errors;
}

const fresh: Wish = { name: "", email: "", date: "", time: "", guests: "2", cloth: "seigaiha" };

export function Reservation() {
  const [wish, setWish] = useState(fresh);
  const [errors, setErrors] = useState<Errors>({});
  const [tried, setTried] = useState(false);
  const [booked, setBooked] = useState<Wish | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const now = bangkokMoment(Date.now());
  const times = seatings(wish.date, now);

  const set = (change: Partial<Wish>) => {
    const next = { ...wish, ...change };
    if (!seatings(next.date, now).includes(next.time)) next.time = "";
    setWish(next);
    if (tried) setErrors(check(next, now));
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = check(wish, now);
    setErrors(found);
    setTried(true);
    const first = Object.keys(fresh).find((field) => field in found);
    if (first) form.current?.querySelector<HTMLElement>(`#book-${first}`)?.focus();
    else setBooked(wish);
  };

  const again = () => {
    setBooked(null);
    setTried(false);
    setWish(fresh);
  };

  const field = (name: keyof Wish) => ({
    id: `book-${name}`,
    name,
    "aria-invalid": name in errors,
    "aria-describedby": name in errors ? `book-${name}-error` : undefined,
  });

  return (
    <section className="book" id="book" aria-labelledby="book-title">
      <div className="section book-inner">
        <div className="book-side">
          <h2 id="book-title">
            <Lettering text="book" />
          </h2>
          <p>Six tables fill quickly. Pick yours, and we will have the cloth ironed.</p>
          <LaidTable wish={booked ?? wish} />
        </div>
        {booked ? (
          <Ticket wish={booked} again={again} />
        ) : (
          <form ref={form} className="book-form" onSubmit={submit} noValidate>
            <Field name="name" label="Name" error={errors.name}>
              <input {...field("name")} autoComplete="name" value={wish.name} onChange={(e) => set({ name: e.target.value })} />
            </Field>
            <Field name="email" label="E-mail" error={errors.email}>
              <input {...field("email")} type="email" autoComplete="email" value={wish.email} onChange={(e) => set({ email: e.target.value })} />
            </Field>
            <Field name="date" label="Day" error={errors.date}>
              <input {...field("date")} type="date" min={now.date} value={wish.date} onChange={(e) => set({ date: e.target.value })} />
            </Field>
            <Field name="time" label="Time" error={errors.time}>
              <select {...field("time")} value={wish.time} disabled={times.length === 0} onChange={(e) => set({ time: e.target.value })}>
                <option value="">{times.length === 0 ? "Day first" : "Pick a time"}</option>
                {times.map((time) => (
                  <option key={time}>{time}</option>
                ))}
              </select>
            </Field>
            <Field name="guests" label="Guests" error={errors.guests}>
              <input {...field("guests")} type="number" inputMode="numeric" min={1} max={8} value={wish.guests} onChange={(e) => set({ guests: e.target.value })} />
            </Field>
            <fieldset>
              <legend>Table</legend>
              <div className="swatches">
                {tables.map((table) => (
                  <label key={table.cloth} className="swatch">
                    <input
                      type="radio"
                      name="cloth"
                      value={table.cloth}
                      checked={wish.cloth === table.cloth}
                      onChange={() => set({ cloth: table.cloth })}
                    />
                    <span className={`cloth cloth-${table.cloth}`} aria-hidden="true" />
                    <span>
                      {table.name} <small>seats {table.seats}</small>
                    </span>
                  </label>
                ))}
              </div>
            </fieldset>
            <button type="submit" className="button">
              Book the table
            </button>
          </form>
        )}
      </div>
    </section>
  );
}

const served: DishName[] = ["usucha", "anchan", "udon", "mochi", "onigiri", "sencha", "bualoi", "somtam"];

/** The chosen cloth with a dish for every guest. */
function LaidTable({ wish }: { wish: Wish }) {
  const guests = served.slice(0, Math.max(1, Number(wish.guests) || 1));
  return (
    <div className={`laid cloth cloth-${wish.cloth}`} aria-hidden="true">
      {guests.map((dish, index) => (
        <span key={dish} className="place" style={{ "--turn": `${index / guests.length}turn` } as CSSProperties}>
          <Dish name={dish} />
        </span>
      ))}
    </div>
  );
}

function Field({ name, label, error, children }: { name: string; label: string; error: string | undefined; children: ReactNode }) {
  return (
    <div className={`field field-${name}`}>
      <label htmlFor={`book-${name}`}>{label}</label>
      {children}
      {error && (
        <p className="error" id={`book-${name}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

function Ticket({ wish, again }: { wish: Wish; again: () => void }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const table = tables.find(({ cloth }) => cloth === wish.cloth);
  const day = noon(wish.date).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  return (
    <div className="ticket">
      <span className={`cloth cloth-${wish.cloth}`} aria-hidden="true" />
      <div>
        <h3 ref={title} tabIndex={-1}>
          See you soon, {wish.name.trim()}.
        </h3>
        <p className="ticket-when">
          {day}, {wish.time}
        </p>
        <p>
          {wish.guests === "1" ? "One guest" : `${wish.guests} guests`} at {table?.name}. This is a sample site: nothing
          was sent, and nobody is ironing yet.
        </p>
        <button type="button" className="link" onClick={again}>
          Book another table
        </button>
      </div>
    </div>
  );
}
