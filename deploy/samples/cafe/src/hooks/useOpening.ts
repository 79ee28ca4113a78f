import { useEffect, useState } from "react";
import { dayNames, week } from "../data/cafe";

const MINUTE = 60_000;
/** Bangkok is seven hours ahead of UTC all year round. */
const BANGKOK_OFFSET = 7 * 60 * MINUTE;

export interface Moment {
  /** Today in Bangkok, as a date field writes it. */
  date: string;
  /** 0 is Sunday. */
  day: number;
  /** Minutes after midnight. */
  minutes: number;
}

export interface Opening {
  now: Moment;
  open: boolean;
  /** What follows "Open now" or "Closed now". */
  detail: string;
}

export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

export function bangkokMoment(epochMillis: number): Moment {
  const shifted = new Date(epochMillis + BANGKOK_OFFSET);
  return {
    date: shifted.toISOString().slice(0, 10),
    day: shifted.getUTCDay(),
    minutes: shifted.getUTCHours() * 60 + shifted.getUTCMinutes(),
  };
}

export function openingAt(now: Moment): Opening {
  const today = week[now.day];
  if (today && now.minutes >= today.opens && now.minutes < today.closes) {
    return { now, open: true, detail: `until ${clock(today.closes)}` };
  }
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = (now.day + ahead) % 7;
    const hours = week[day];
    if (hours && (ahead > 0 || now.minutes < hours.opens)) {
      const when = ahead === 0 ? "today" : ahead === 1 ? "tomorrow" : dayNames[day];
      return { now, open: false, detail: `opens ${when} at ${clock(hours.opens)}` };
    }
  }
  return { now, open: false, detail: "see you soon" };
}

/** Whether the café is open at this moment, kept up to date while the page is. */
export function useOpening(): Opening {
  const [epochMillis, setEpochMillis] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setEpochMillis(Date.now()), MINUTE / 4);
    return () => clearInterval(timer);
  }, []);
  return openingAt(bangkokMoment(epochMillis));
}
