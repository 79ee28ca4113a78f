import type { CSSProperties } from "react";
import { Lettering } from "../art/Lettering";
import { cafe, dayNames, week } from "../data/cafe";
import { clock, useOpening } from "../hooks/useOpening";

/** The chart runs from seven in the morning to eleven at night. */
const FROM = 7 * 60;
const TO = 23 * 60;
const share = (minutes: number) => (minutes - FROM) / (TO - FROM);

const mondayFirst = [1, 2, 3, 4, 5, 6, 0];

export function OpeningHours() {
  const { now, open, detail } = useOpening();
  return (
    <section className="hours" id="hours" aria-labelledby="hours-title">
      <div className="section hours-inner">
        <div className="hours-side">
          <h2 id="hours-title">
            <Lettering text="hours" />
          </h2>
          <p className="hours-now" role="status">
            <strong>{open ? "Open now" : "Closed now"}</strong>
            <span>{detail}</span>
          </p>
          <p className="hours-where">
            It is {clock(now.minutes)} in Bangkok.
            <br />
            {cafe.street}, four minutes on foot from the station.
          </p>
        </div>
        <ol className="week">
          {mondayFirst.map((day) => {
            const hours = week[day];
            const today = day === now.day;
            return (
              <li key={day} className={today ? "is-today" : ""} aria-current={today ? "date" : undefined}>
                <span className="day">{dayNames[day]}</span>
                <span className="track" aria-hidden="true">
                  {hours && (
                    <span
                      className="bar"
                      style={{ "--from": share(hours.opens), "--to": share(hours.closes) } as CSSProperties}
                    />
                  )}
                  {today && now.minutes > FROM && now.minutes < TO && (
                    <span className="needle" style={{ "--at": share(now.minutes) } as CSSProperties} />
                  )}
                </span>
                <span className="times">{hours ? `${clock(hours.opens)} – ${clock(hours.closes)}` : "Closed"}</span>
              </li>
            );
          })}
        </ol>
      </div>
    </section>
  );
}
