// The days that are written in a text, whole or without their year; the same rule as in src/prakat/thai/written_date.py.
// Each is as many characters of the private area as the index has for it: year, month, day (search/folding.py).

const OFFSET = 543;
const BUDDHIST = [2400, 2700], COMMON = [1900, 2100];
const YEARS = 0xe000, MONTHS = 0xe100, DAYS = 0xe200;
const FULL = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split(" ");
const SHORT = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(" ");
const ENGLISH = "january february march april may june july august september october november december".split(" ");

const shortened = SHORT.map((name) => name.split(".")).map(([one, two]) => `${one}\\.? ?${two}(?:\\.|(?![ก-๎]))`);
const thai = [...FULL, ...shortened].join("|");
const english = ENGLISH.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join("|");
const month = `${thai}|(?:${english})(?![a-z])\\.?`;
const days = "[0-9]?(?: ?(?:[-–—,]|ถึง(?:วันที่)?|และ|to|and) ?[0-9]{1,2}){0,4}";
const year = `[0-9]{4}|[0-9]{2}(?! ?(?:เดือน|${month}))`;
const withMonth =
  `(${days})(?:st|nd|rd|th)? ?(?:เดือน ?)?(${month})(?:,? ?(?:พ\\.? ?ศ\\.? ?)?(${year})(?![.:]?[0-9]))?`;
const iso = "([0-9]{3})-([0-9]{2})-([0-9]{2})";
const numeric = "(?<![/-].)([0-9]?)[/-]([0-9]{1,2})[/-]([0-9]{4}|[0-9]{2})(?![/-]?[0-9])";
const WRITTEN = new RegExp(`([0-9])(?<![0-9].)(?:${withMonth}|${iso}|${numeric})`, "g");

// Of a folded text: where each stands, and its days.
export function datesIn(text) {
  return [...text.matchAll(WRITTEN)].flatMap((found) => {
    const runs = daysOf(found).filter(([, month, day]) => month >= 1 && month <= 12 && day >= 1 && day <= 31).map(run);
    return runs.length ? [{ from: found.index, to: found.index + found[0].length, runs }] : [];
  });
}

function daysOf([, first, listed, name, year, isoYear, isoMonth, isoDay, day, month, shortYear]) {
  if (name) {
    const number = yearOf(year ?? "", /^[a-z]/.test(name));
    return (first + listed).match(/[0-9]+/g).map((each) => [number, monthOf(name), Number(each)]);
  }
  if (isoYear) return [[yearOf(first + isoYear), Number(isoMonth), Number(isoDay)]];
  return [[yearOf(shortYear), Number(month), Number(first + day)]];
}

function run([year, month, day]) {
  const codes = [...(year ? [YEARS + year - COMMON[0]] : []), MONTHS + month, DAYS + day];
  return String.fromCharCode(...codes);
}

function monthOf(name) {
  const bare = name.replace(/[. ]/g, "");
  const names = [FULL, SHORT.map((each) => each.replaceAll(".", ""))];
  const index = Math.max(...names.map((each) => each.indexOf(bare)));
  return 1 + (index >= 0 ? index : ENGLISH.findIndex((each) => each.startsWith(bare.slice(0, 3))));
}

// 69 and 2569 are 2026, as 2026 is, and 26 after an English month.
function yearOf(written, isEnglish = false) {
  let number = Number(written);
  if (written.length === 2) number += isEnglish ? 2000 : 2500;
  if (number >= BUDDHIST[0] && number <= BUDDHIST[1]) number -= OFFSET;
  return number >= COMMON[0] && number <= COMMON[1] ? number : 0;
}
