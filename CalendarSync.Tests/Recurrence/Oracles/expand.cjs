// Expands the cases on standard input with rrule or ical.js. Arguments: the library, the folder that holds node_modules.
// A case: {start: "19970902T090000", rule, until, limit}. An answer: its times as "19970902T090000", or {error};
// {times, gaveUp} where it sought too long for the next one.
const path = require("node:path");
const { createRequire } = require("node:module");
const vm = require("node:vm");

const [library, folder] = process.argv.slice(2);
const load = createRequire(path.join(folder, "package.json"));
const pad = (number, width = 2) => String(number).padStart(width, "0");
const parse = (t) => Date.UTC(+t.slice(0, 4), +t.slice(4, 6) - 1, +t.slice(6, 8), +t.slice(9, 11), +t.slice(11, 13), +t.slice(13, 15));
const text = (d) =>
  `${pad(d.getUTCFullYear(), 4)}${pad(d.getUTCMonth() + 1)}${pad(d.getUTCDate())}T${pad(d.getUTCHours())}${pad(d.getUTCMinutes())}${pad(d.getUTCSeconds())}`;

function byRrule({ start, rule, until, limit }, found) {
  const { RRule } = load("rrule");
  const options = RRule.parseString(rule);
  const bound = new Date(parse(until));
  options.dtstart = new Date(parse(start));
  // It would go on to the year 9999 in search of what is not there.
  options.until = options.until && options.until < bound ? options.until : bound;
  new RRule(options, true).all((time) => found.push(text(time)) < limit);
}

function byIcal({ start, rule, until, limit }, found) {
  const { default: ICAL = load("ical.js") } = load("ical.js");
  const time = (t) => ICAL.Time.fromString(`${t.slice(0, 4)}-${t.slice(4, 6)}-${t.slice(6, 8)}T${t.slice(9, 11)}:${t.slice(11, 13)}:${t.slice(13, 15)}`);
  const recur = ICAL.Recur.fromString(rule);
  const bound = time(until);
  recur.until = recur.until && recur.until.compare(bound) < 0 ? recur.until : bound;
  const walk = recur.iterator(time(start));
  for (let next = walk.next(); next && found.length < limit; next = walk.next()) {
    found.push(text(new Date(Date.UTC(next.year, next.month - 1, next.day, next.hour, next.minute, next.second))));
  }
}

const expand = library === "rrule" ? byRrule : byIcal;
let input = "";
process.stdin.on("data", (chunk) => (input += chunk)).on("end", () => {
  const answers = JSON.parse(input).map((item) => {
    const times = [];
    try {
      // What the rule makes no more is sought up to the year 9999, or for ever.
      vm.runInNewContext("expand(item, times)", { expand, item, times }, { timeout: 250 });
    } catch (error) {
      return error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? { times, gaveUp: true } : { error: String(error.message ?? error) };
    }
    return { times };
  });
  process.stdout.write(JSON.stringify(answers));
});
