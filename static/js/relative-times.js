// Recent times in lists as "5 menit lalu". Done here because pages come from caches; the words stand on the body element.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const words = document.body.dataset;

// The calendar day at the offset that the page itself prints, so that "Kemarin" means the newsroom's yesterday.
const dayNumber = (milliseconds, offset) => Math.floor((milliseconds + offset) / DAY);

const offsetOf = (stamp) => {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(stamp) ?? [null, "+", 0, 0];
  return (sign === "-" ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
};

const phrase = (stamp, now) => {
  const then = Date.parse(stamp);
  const age = now - then;
  const offset = offsetOf(stamp);
  if (age < -MINUTE) return null; // the device's clock is slow: no word about an age would be true
  if (age < MINUTE) return words.justNow;
  if (age < HOUR) return words.minutesAgo.replace("N", Math.floor(age / MINUTE));
  if (age < DAY) return words.hoursAgo.replace("N", Math.floor(age / HOUR));
  if (dayNumber(now, offset) - dayNumber(then, offset) === 1) return words.yesterday;
  return null;
};

const refresh = () => {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    time.dataset.absolute ??= time.textContent;
    time.title = time.dataset.absolute;
    time.textContent = phrase(time.dateTime, Date.now()) ?? time.dataset.absolute;
  }
};

refresh();
setInterval(refresh, MINUTE);
