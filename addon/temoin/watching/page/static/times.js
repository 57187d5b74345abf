// Moments and durations in words, as the terminal's report writes them.

const MINUTE = 60;
const HOUR = 3600;
const two = (value) => String(value).padStart(2, "0");

/** "3.4 s", "2 min 05 s", "1 h 02 min 05 s", "3 d 04 h 05 min". */
export const duration = (seconds, digits = 1) => {
  if (!(seconds < 1e11)) return `${Number(seconds).toPrecision(3)} s`;
  if (Number(seconds.toFixed(digits)) < MINUTE) return `${seconds.toFixed(digits)} s`;
  const whole = Math.round(seconds);
  const days = Math.floor(whole / HOUR / 24);
  const hours = Math.floor(whole / HOUR) % 24;
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const rest = whole % MINUTE;
  if (days) return hours || minutes ? `${days} d ${two(hours)} h ${two(minutes)} min` : `${days} d`;
  if (hours) return `${hours} h ${two(minutes)} min ${two(rest)} s`;
  return `${minutes} min ${two(rest)} s`;
};

/** "+3.4 s": when something was, counted from the start. */
export const since = (start, at, digits = 1) => {
  if (at === null || at === undefined || start === null || start === undefined) return "";
  const passed = at - start;
  const sign = Number(passed.toFixed(digits)) < 0 ? "-" : "+";
  return sign + duration(Math.abs(passed), digits);
};

/** The time of day on this machine's clock, for a hint beside the other. */
export const clock = (at) => {
  const date = new Date(at * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleTimeString([], { hour12: false });
};
