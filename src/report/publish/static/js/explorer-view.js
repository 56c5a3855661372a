/* The explorer's page: controls to a state, a state to sentences, charts and tables. All arithmetic is the model's. */
(() => {
  const root = document.getElementById("explorer");
  if (!root || !window.explorerData) return;
  const library = new URL("vega.js", document.currentScript.src).href;
  const data = window.explorerData;
  const model = window.explorerModel(data);
  const form = root.querySelector("form");
  const $ = (id) => document.getElementById(id);
  const marks = ["●", "■", "▲", "◆", "▼", "✚", "◀", "▶"];
  const shapes = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-left", "triangle-right"];
  const few = 3;
  const wide = 460;
  const sparse = 10;
  let { state, aside } = model.read(location.hash);
  let shown = [];
  let held = false;
  let quick = false;
  let bare = true;
  let picked = false;

  /* ---- Words and numbers ---- */

  const tag = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== false) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const decimal = (value, digits = 0) => {
    const text = Math.abs(value).toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
  };
  const plain = (value) => `${Number(value.toFixed(2))}`;
  const listed = (parts) => parts.flatMap((part, place) => [...(place ? [place === parts.length - 1 ? " and " : ", "] : []), part]);
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const whoIs = (code) => (data.groups[code] ?? data.allies[code]).name;
  const inText = (code) => (data.groups[code] ?? data.allies[code]).in_text;
  const national = () => data.national.includes(state.unit);
  const currency = (one) => (national() ? model.standing(one.edition, one.macro)[one.who].currency : "USD");
  const sign = (code) => data.symbols[code] ?? `${code} `;

  /* Millions at reading scale, three figures, as the other pages write them: US$17.6 billion. */
  const scaled = (millions) => data.scales.find(([size]) => Math.abs(millions) >= size * 0.9995) ?? data.scales.at(-1);
  const digitsOf = (value, word) => (word === "million" ? (value >= 99.95 ? 0 : 1) : value < 9.995 ? 2 : value < 99.95 || (value < 999.5 && word === "trillion") ? 1 : 0);
  const money = (millions, code) => {
    if (Math.abs(millions) < 0.05) return `${sign(code)}0`;
    const [size, word] = scaled(millions);
    const amount = Math.abs(millions) / size;
    return `${millions < 0 ? "−" : ""}${sign(code)}${decimal(amount, digitsOf(amount, word))} ${word}`;
  };

  /* An amount as the reader asked to see it: in all, per head, in per cent of GDP or of revenue. */
  const at = (one, year) => year - one.found.years[0];
  const aHead = (value, one) => `${value < -0.5 ? "−" : ""}${sign(currency(one))}${decimal(Math.abs(value))}`;
  const shownAmount = (one, year, what, millions) => {
    if (state.per === "total" || what === "cumulative") return money(millions, currency(one));
    const value = model.amount(one, year, what === "level" ? "level" : "extra", state.per, millions);
    if (state.per === "head") return aHead(value, one);
    return `${decimal(value, 2)}%`;
  };
  const perWords = { total: "", head: " per head", gdp: " of GDP", revenue: " of government revenue" };
  const figure = (one, year, quantity, millions, what = quantity) => tag(
    "data", { "data-quantity": quantity, "data-who": one.who, "data-year": year, "data-plan": one.plan, "data-title": one.road.title, "data-edition": one.edition, "data-macro": one.macro, value: millions },
    shownAmount(one, year, what, millions),
  );
  const yearWritten = (one, year) => (year >= data.editions[one.edition].first_estimate && year <= one.found.parts[0].base ? `${year}e` : `${year}`);
  const prices = () => {
    const bases = [...new Set(shown.map((one) => one.found.years[0]))];
    return state.unit.endsWith("constant") ? `at ${bases.join(" or ")} prices${national() ? "" : " and exchange rates"}` : "at current prices";
  };

  /* The year the answer is about: when one's own target or path is due, else the latest any of the plans is. */
  const dueYear = () => {
    const due = ({ own, road }) => (own && state.points.at(-1)?.[0]) || (road.core_year ?? road.horizon);
    const asked = isOwn() ? shown.filter((one) => one.own) : shown;
    return Math.max(...asked.map(due), ...shown.map((one) => one.found.years[0] + 1));
  };
  const varied = () => ["who", "plan", "edition", "macro"].filter((key) => state[key].length > 1 || (key === "plan" && shown.some((one) => one.exempt !== shown[0].exempt)));
  const dimension = { who: (one) => whoIs(one.who), plan: (one) => one.road.title, edition: (one) => data.editions[one.edition].label, macro: (one) => data.macros[one.macro].label };
  const label = (one) => (varied().length ? varied() : ["who"]).map((key) => dimension[key](one)).join(", ");
  const isOwn = () => shown[0].own;
  const ownPath = (one) => one.own && state.points.length > 0;
  /* Whether the plan exempts an ally of the series and the reader has lifted that. */
  const lifted = (one) => !one.exempt && model.members(one.who).some((iso3) => data.plans[one.plan].exemptions[iso3]);
  const short = () => [state.delivered < 100 && `${plain(state.delivered)}% of each step made`, state.delay && `every step ${state.delay} ${state.delay === 1 ? "year" : "years"} late`].filter(Boolean);
  const terms = () => [...(state.growth ? [`growth ${state.growth > 0 ? "+" : "−"}${plain(Math.abs(state.growth))} points a year`] : []), ...short()];
  /* Growth moves money, not a path's part of GDP, and so of revenue: those have no range. */
  const ranged = () => ["total", "head"].includes(state.per);
  const likely = () => data.ranges[state.unit];
  /* The share that extra is counted from and that an ally above its target keeps: “the 2026e share”. */
  const baseShare = () => {
    const bases = [...new Set(shown.map((one) => yearWritten(one, one.found.years[0])))];
    return `the ${bases.join(" or ")} share`;
  };

  const asking = () => {
    const [first] = shown;
    if (varied().includes("plan")) return "";
    const made = short().map((term) => `, ${term}`).join("");
    if (first.own && state.baseline !== "freeze" && shown.every(above)) return `Held at ${baseShare()}${made}`;  // nobody is on the way to what is asked
    if (ownPath(first)) return `On ${first.road.title}${made}`;
    return first.own && !made ? `To spend ${plain(first.road.core_target)}% of GDP on defence by ${first.road.core_year}` : `Under “${first.road.title}”${made}`;
  };
  const against = () => {
    if (state.baseline === "zero") return "";
    return ` than at ${state.baseline === "freeze" ? baseShare() : `${plain(Number(state.baseline))}% of GDP`}`;
  };

  const said = {
    plan: (one) => (ownPath(one) ? `on ${one.road.title}` : `under “${one.road.title}”`),
    edition: (one) => `by NATO’s figures of ${data.editions[one.edition].month}`,
    macro: (one) => `by the IMF’s outlook of ${data.macros[one.macro].month}`,
  };

  /* Nothing more, because each member spends what is asked already. */
  const above = (one) => one.found.parts.every(({ rule }) => rule === "above target");
  const already = (one) => `${decimal(one.found.share[0], 2)}% of GDP in ${yearWritten(one, one.found.years[0])}`;
  const alone = (one) => {
    const target = one.road.core_target;
    const what = target === null ? `“${one.road.title}” asks` : `${plain(target)}% of GDP`;
    const spends = one.found.share[0] > target ? `already spends more than ${what}` : `already spends ${what}`;
    return [`${capital(inText(one.who))} ${spends}, ${already(one).replace(target === null ? "" : " of GDP", "")}, and would pay `, tag("strong", {}, "nothing more"), one.own ? "." : ` ${said.plan(one)}.`];
  };

  /* One series of the answer: the first says what is counted from where and when, the others only who and how much. */
  const clause = (one, place, year, lead) => {
    const extra = one.found.extra[at(one, year)];
    const name = varied().includes("who") || !place ? `${inText(one.who)} ` : "";
    const verb = place ? "" : "would pay ";
    const rest = varied().filter((key) => key !== "who").map((key) => ` ${said[key](one)}`).join(",");
    const because = !above(one) ? "" : data.groups[one.who] ? ", since every member already spends as much or more" : `, since it already spends ${already(one)}`;
    if (Math.abs(extra) < 0.05) return tag("span", {}, `${name}${verb}`, tag("strong", {}, "nothing more"), `${rest}${because}`);
    const sum = figure(one, year, "extra", extra);
    const less = extra < 0;
    if (less) sum.textContent = sum.textContent.replace("−", "");
    const named = lead || shown.some((other) => other.found.extra[at(other, year)] <= -0.05);  // more is said of all where some pay less
    const compared = state.baseline === "zero" ? "" : less ? " less" : named ? " more" : "";
    const tail = !lead ? compared : `${perWords[state.per]}${compared} in ${year}${against()}`;
    return tag("span", {}, `${name}${verb}`, tag("strong", {}, sum), tail, rest);
  };

  const answer = (year) => {
    if (shown.length === 1 && above(shown[0]) && !data.groups[shown[0].who] && Math.abs(shown[0].found.extra[at(shown[0], year)]) < 0.05) return alone(shown[0]);
    const first = shown.findIndex((one) => Math.abs(one.found.extra[at(one, year)]) >= 0.05);
    const parts = shown.slice(0, 4).map((one, place) => clause(one, place, year, place === first));
    const more = shown.length > 4 ? [`; ${shown.length - 4} more below`] : [];
    if (!asking()) parts[0].firstChild.data = capital(parts[0].firstChild.data);
    const series = parts.flatMap((part, place) => (place ? [place === shown.length - 1 ? ", and " : ", ", part] : [part]));
    return [asking() ? `${asking()}, ` : "", ...series, ...more, "."];
  };

  /* A page first shows its figures, and its ranges in the next moment. */
  const ranges = (year) => bare ? shown.map(() => null) : shown.map((one) => model.risk(one.who, one.found, one.seen, state.unit, year, "extra", quick ? sparse : 1));
  /* Two ends, the sign and the word of the scale said once where they agree: US$16.6 to 19.1 billion. */
  const between = (one, year, found) => {
    if (!found) return "…";
    const [low, high] = found;
    const both = [figure(one, year, "low", low, "extra"), figure(one, year, "high", high, "extra")];
    if (!low && !high) { both[0].textContent = "none"; both[1].textContent = ""; return tag("span", {}, ...both); }
    ends(both.map((end) => end.textContent), one).forEach((text, place) => { both[place].textContent = text; });
    return tag("span", {}, both[0], " to ", both[1]);
  };
  const ends = ([first, last], one) => {
    const alike = !/−/.test(first + last) && /[a-z]$/.test(first) && first.split(" ").at(-1) === last.split(" ").at(-1);
    return alike ? [first.replace(/ \S+$/, ""), last.replace(sign(currency(one)), "")] : [first, last];
  };
  const joined = (texts, one) => ends(texts, one).join(" to ");

  const more = (year, found) => {
    const one = shown[0];
    const single = shown.length === 1;
    const told = [`Money is ${prices()}. `, ranged() ? "Figures are on the IMF’s path. Growth has usually come out lower, and likely ranges lie where outcomes have come out. " : "A part of GDP or revenue has no range: growth moves money. "];
    if (single && Math.abs(one.found.extra[at(one, year)]) > 0.05) {
      told.unshift(...(ranged() ? [`${capital(likely())}: `, between(one, year, found[0]), "; in all by "] : ["In all by "]), `${year}: `, figure(one, year, "cumulative", one.found.cumulative[at(one, year)]), ". ");
      if (one.found.rule === "exempt" && !data.groups[one.who]) told.push("It is treated as exempt. ");
    }
    const page = single && document.querySelector(`nav a[href="country/${one.who}.html"]`);
    if (page) told.push(tag("a", { href: page.getAttribute("href") }, `More on ${inText(one.who)}`), ". ");
    const without = shown.flatMap(({ who, edition, macro }) => model.members(who).filter((iso3) => data.allies[iso3].forces && !model.standing(edition, macro)[iso3]));
    if (without.length) told.push(`Without ${listed([...new Set(without)].map(inText)).join("")}, of whom NATO’s tables then had no figures. `);
    if (state.new_money > 0) told.push(...related(year));
    if (terms().length) told.push(`With ${terms().join(", ")}. `);
    return told;
  };

  /* What new money in the part up to 1.5% would add; by assumption, since nobody tabulates that part. */
  const related = (year) => {
    const sums = shown.filter((one) => one.road.related_target).map((one) => [one, model.cost(one.who, one.road, one.seen, state.unit, "related")]);
    if (!sums.length) return ["The plan asks for no 1.5%. "];
    return [`With ${plain(state.new_money)}% of the 1.5% new money, on top: `, ...listed(sums.map(([one, found]) => tag("span", {}, figure(one, year, "related", found.extra[year - found.years[0]], "cumulative"), sums.length > 1 ? ` (${label(one)})` : ""))), " a year. "];
  };

  /* ---- Tables ---- */

  const headed = (names, corner) => tag("thead", {}, tag("tr", {}, tag("th", { scope: "col" }, corner), ...names.map((name) => tag("th", { scope: "col", class: "n" }, name))));
  const row = (name, cells) => tag("tr", {}, tag("th", { scope: "row" }, name), ...cells.map((cell) => tag("td", { class: "n" }, cell)));
  /* What is filled alike stays as it is, with the focus of whoever is working by keyboard. */
  const fill = (id, ...children) => {
    const fresh = $(id).cloneNode(false);
    fresh.append(...children);
    if (!fresh.isEqualNode($(id))) $(id).replaceChildren(...fresh.childNodes);
  };

  const besideRows = (year, found) => {
    const cumulated = shown.map((one) => (quick || bare ? null : model.risk(one.who, one.found, one.seen, state.unit, year, "cumulative")));
    const of = (what) => (one) => one.found[what][at(one, year)];
    const percent = (value) => `${decimal(value, 2)}%`;
    const first = (one) => one.found.share[0];
    const last = of("share");
    const amount = (quantity) => (one) => figure(one, year, quantity, of(quantity)(one));
    const lines = [
      ["Share of GDP in the base year", first, (one) => `${percent(first(one))} (${yearWritten(one, one.found.years[0])})`, percent],
      [`Share of GDP in ${year}`, last, (one) => percent(last(one)), percent],
      [`Spending in ${year}`, of("level"), amount("level"), "level"],
      [`Extra a year in ${year}`, of("extra"), amount("extra"), "extra"],
      ...(ranged() ? [[likely(), null, (one, place) => between(one, year, found[place])]] : []),
      [`Extra in all by ${year}`, of("cumulative"), amount("cumulative"), "cumulative"],
      [likely(), null, (one, place) => (cumulated[place] ? !cumulated[place].some(Boolean) ? "none" : joined(cumulated[place].map((end) => money(end, currency(one))), one) : "…")],
      ["Path", null, (one) => rules[one.found.rule] ?? one.found.rule],
    ];
    const groups = shown.some((one) => data.groups[one.who]);
    return lines.filter(([name]) => !(name === "Path" && groups));
  };
  const rules = { "own figures": "own pledges", exempt: "exempt", target: "towards the target", waypoints: "own points", increment: "step by step", overdue: "overdue", "above target": "there already: held", hold: "held" };

  /* The second less the first, where they are in the same money. */
  const difference = (year, value, kind, alike) => {
    if (typeof kind === "function") return `${decimal(value(shown[1]) - value(shown[0]), 2)} points`;
    if (kind !== "cumulative" && ["gdp", "revenue"].includes(state.per)) {
      const [first, second] = shown.map((one) => model.amount(one, year, kind, state.per));
      return `${decimal(second - first, 2)} points`;
    }
    if (!alike) return "";
    const [first, second] = shown.map((one) => (kind === "cumulative" ? value(one) : model.amount(one, year, kind, state.per)));
    return (state.per === "head" && kind !== "cumulative" ? aHead(second - first, shown[0]) : money(second - first, currency(shown[0])));
  };

  const besideTable = (year, found) => {
    const kindOf = (one) => `${currency(one)} ${state.unit.endsWith("constant") ? one.found.years[0] : ""}`;
    const two = shown.length === 2;
    const alike = two && kindOf(shown[0]) === kindOf(shown[1]);
    const body = besideRows(year, found).map(([name, value, write, kind]) => row(name, [...shown.map(write), ...(two ? [value ? difference(year, value, kind, alike) : ""] : [])]));
    fill("beside", headed([...shown.map(label), ...(two ? ["difference"] : [])], "Figure"), tag("tbody", {}, ...body));
  };

  const yearTable = () => {
    const years = [...new Set(shown.flatMap((one) => one.found.years))].sort();
    const many = shown.length > few;
    const names = shown.flatMap((one) => [...(many ? [] : [`${label(one)}, % of GDP`]), `${label(one)}, extra${state.per === "total" ? "" : perWords[state.per]}`]);
    const cells = (one, year) => {
      const place = at(one, year);
      const known = place >= 0 && place < one.found.years.length;
      const share = known ? decimal(one.found.share[place], 2) : "";
      return [...(many ? [] : [share]), known ? figure(one, year, "extra", one.found.extra[place]) : ""];
    };
    const body = years.map((year) => row(shown.some((one) => yearWritten(one, year).endsWith("e")) ? `${year}e` : `${year}`, shown.flatMap((one) => cells(one, year))));
    fill("years", headed(names, "Year"), tag("tbody", {}, ...body));
  };

  /* Who bears the bill of the first group shown, the largest first. */
  const memberTable = (year) => {
    const one = shown.find(({ who }) => data.groups[who]);
    $("members-part").hidden = !one;
    if (!one) return;
    const lines = one.found.parts.map((part) => {
      const extra = part.extra.slice(one.found.years[0] - part.base, year - part.base + 1);
      return { who: part.iso3, share: part.share[year - part.base], extra: extra.at(-1), sum: extra.slice(1).reduce((total, value) => total + value, 0) };
    }).sort((a, b) => b.extra - a.extra);
    $("members-title").textContent = `${label(one)}: by ally`;
    const all = { who: one.who, share: one.found.share[at(one, year)], extra: one.found.extra[at(one, year)], sum: one.found.cumulative[at(one, year)] };
    fill("members", headed([`% of GDP in ${year}`, `extra a year in ${year}`, `in all by ${year}`], "Ally"), tag("tbody", {}, ...[...lines, all].map(({ who, share, extra, sum }) => (
      row(whoIs(who), [decimal(share, 2), money(extra, "USD"), money(sum, "USD")])))));
  };

  /* The first series, where it is none of them, beside every plan on record as written, by the same year. */
  const otherPlans = (year) => {
    const [one] = shown;
    const asWritten = { ...state, target: null, year: null, shape: null, points: [], plan: data.order.plans, who: [one.who], edition: [one.edition], macro: [one.macro], exempt: [1] };
    const found = model.series(asWritten).map((other) => ({ ...other, found: reaching(other, year) }));
    const by = (other, rule) => other.found.parts.some((part) => part.rule === rule);
    const named = (other) => `${other.road.title}${other !== one && by(other, "exempt") && !by(one, "exempt") ? ", as written: with its exemption" : ""}`;
    const lines = [...(one.own || lifted(one) ? [one] : []), ...found];
    const body = lines.map((other) => row(
      named(other),
      [`${decimal(other.found.share[at(other, year)], 2)}%`, shownAmount(other, year, "extra", other.found.extra[at(other, year)]), money(other.found.cumulative[at(other, year)], currency(one))],
    ));
    fill("others", headed([`${whoIs(one.who)} in ${year}`, "extra a year", `in all by ${year}`], "Plan"), tag("tbody", {}, ...body));
    $("pledge").textContent = [pledge(one), found.some((other) => by(other, "above target")) && `An ally already above what a plan or pledge asks is held at ${baseShare()}, not cut.`].filter(Boolean).join(" ");
    const even = model.parity(one.road, one.seen);
    const road = ownPath(one) ? "your own path" : `“${one.road.title}”`;
    const how = terms().join(", ");
    $("parity").textContent = `If every ally followed ${road}${how && ` (${how})`}, Europe and Canada together would ${even ? `spend as much as the United States from ${even} on, at constant prices` : `not spend as much as the United States by ${one.road.horizon}`}.`;
  };
  const pledge = ({ who, found }) => {
    const own = (data.plans["national-pledges"]?.allies[who] ?? []).filter(([due]) => due > found.years[0]).map(([due, share]) => `${plain(share)}% by ${due}`);
    if (own.length) return `${capital(inText(who))}’s own pledge on record: ${own.join(", ")}.`;
    return data.groups[who] ? "" : `${capital(inText(who))} has no verified pledge of its own on record for the years ahead.`;
  };
  const reaching = (other, year) => (other.road.horizon >= year ? other.found : model.cost(other.who, { ...other.road, horizon: year }, other.seen, state.unit));

  /* ---- Charts ---- */

  let loading;
  const load = () => (loading ??= new Promise((resolve, reject) => {
    if (window.vegaEmbed) return resolve();
    document.head.append(tag("script", { src: library }));
    Object.assign(document.head.lastChild, { onload: resolve, onerror: reject });
  }));
  const paint = (name) => {
    const probe = root.appendChild(tag("i", { style: `color: var(${name})` }));
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  };
  const palette = () => ({ lines: marks.map((_, place) => paint(`--series-${place + 1}`)), ink: paint("--ink"), quiet: paint("--quiet"), rule: paint("--rule"), paper: paint("--paper") });

  /* Every year, or every second or fifth, so that their numbers stand apart; names at the ends of lines take their part of the width. */
  const ticks = (years, width) => {
    const [first, last] = [Math.min(...years), Math.max(...years)];
    const room = width >= wide ? width * 0.6 : width - 40;
    const step = [1, 2, 5].find((one) => ((last - first) / one) * 48 <= room) ?? 10;
    return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, place) => last - place * step).reverse();
  };

  const chartSpec = (chart, width, colours, rows) => {
    const ids = shown.map((_, place) => `${place}`);
    const colour = { field: "id", type: "nominal", scale: { domain: ids, range: colours.lines.slice(0, ids.length) }, legend: null };
    const x = { field: "year", type: "quantitative", scale: { zero: false, nice: false }, axis: { format: "d", values: ticks(rows.lines.map((line) => line.year), width), grid: false, title: null } };
    const y = (field) => ({ field, type: "quantitative", axis: { title: null, tickCount: 5, domain: false, ticks: false }, scale: chart === "bill" ? { zero: true } : { domain: domain(rows), nice: false } });
    const layers = [
      ...(rows.bands.length ? [{ data: { name: "bands" }, mark: { type: "area", opacity: 0.18 }, encoding: { x, y: y("low"), y2: { field: "high" }, color: colour } }] : []),
      { data: { name: "lines" }, mark: { type: "line", strokeWidth: 2.5, strokeJoin: "round" }, encoding: { x, y: y("value"), color: colour } },
      { data: { name: "lines" }, mark: { type: "point", size: 160, opacity: 0 }, encoding: { x, y: y("value"), color: colour, tooltip: [{ field: "name", title: "series" }, { field: "year", format: "d" }, { field: "said", title: "figure" }] } },
      { data: { name: "tips" }, mark: { type: "point", filled: true, size: 60, opacity: 1 }, encoding: { x, y: y("value"), color: colour, shape: { field: "id", type: "nominal", scale: { domain: ids, range: shapes.slice(0, ids.length) }, legend: null } } },
      ...(width >= wide ? [{ data: { name: "words" }, mark: { type: "text", align: "left", dx: 9, fontSize: 13, fontWeight: 600 }, encoding: { x, y: y("value"), text: { field: "name" }, color: colour } }] : []),
    ];
    return {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json", width, height: width < wide ? 190 : 240, autosize: { type: "fit", contains: "padding", resize: true }, padding: { left: 2, top: 8, bottom: 2, right: 10 },
      datasets: { ...rows, words: rows.tips.map((tip) => ({ ...tip })) }, layer: layers,
      config: { font: "Source Sans Pro", background: null, view: { stroke: null }, axis: { labelFontSize: 13, labelColor: colours.quiet, gridColor: colours.rule, domainColor: colours.rule, tickColor: colours.rule } },
    };
  };

  /* Room above the highest share to drag a point into; it stays while one is dragged. */
  const domain = ({ lines }) => {
    const values = [...lines.map((line) => line.value), ...draggable().map(([, share]) => share)];
    return [Math.max(Math.floor(Math.min(...values) * 2 - 0.5) / 2, 0), Math.ceil(Math.max(...values) * 2 + 1) / 2];
  };

  const scaleOf = () => {
    if (state.per !== "total") return [1, ""];
    return scaled(Math.max(...shown.flatMap((one) => one.found.extra.map(Math.abs))) || 1);
  };
  const rowsOf = (chart) => {
    const [size] = scaleOf();
    const drawnAs = (one, year, millions) => (state.per === "total" ? millions / size : model.amount(one, year, "extra", state.per, millions));
    const value = (one, year) => (chart === "path" ? one.found.share[at(one, year)] : drawnAs(one, year, one.found.extra[at(one, year)]));
    const said = (one, year) => (chart === "path" ? `${decimal(value(one, year), 2)}%` : shownAmount(one, year, "extra", one.found.extra[at(one, year)]));
    const lines = shown.flatMap((one, place) => one.found.years.map((year) => ({ id: `${place}`, name: label(one), year, value: value(one, year), said: said(one, year) })));
    const tips = shown.map((_, place) => ({ ...lines.findLast((line) => line.id === `${place}`) }));
    const banded = !bare && chart === "bill" && shown.length <= few && ranged();
    const bands = banded ? shown.flatMap((one, place) => one.found.years.map((year) => {
      const [low, high] = year === one.found.years[0] ? [one.found.extra[0], one.found.extra[0]] : model.risk(one.who, one.found, one.seen, state.unit, year, "extra", quick ? sparse : 1);
      return { id: `${place}`, year, low: drawnAs(one, year, low), high: drawnAs(one, year, high) };
    })) : [];
    return { lines, tips, bands };
  };

  const views = {};
  const theme = () => `${getComputedStyle(root).colorScheme} ${document.documentElement.dataset.theme ?? matchMedia("(prefers-color-scheme: dark)").matches}`;
  const draw = async (chart, place) => {
    const width = Math.floor(place.clientWidth);
    if (!width) return;
    const rows = rowsOf(chart);
    const key = [width, theme(), shown.map(label).join(), rows.bands.length > 0, chart === "path" && domain(rows)].join("|");
    if (views[chart]?.key !== key && !(held && views[chart])) {
      await load();
      const holder = tag("div");
      const made = await window.vegaEmbed(holder, chartSpec(chart, width, palette(), rows), { actions: false, renderer: "svg", config: { aria: false }, tooltip: { disableDefaultStyle: true } });
      holder.querySelector("svg")?.setAttribute("aria-hidden", "true");
      views[chart]?.view.finalize();
      views[chart] = { key, view: made.view };
      place.replaceChildren(holder);
    }
    const { view } = views[chart];
    for (const name of ["lines", "tips", ...(rows.bands.length ? ["bands"] : [])]) view.data(name, rows[name]);
    await view.runAsync();
    if (width >= wide) await view.data("words", apart(rows.tips, view)).runAsync();
  };

  /* Names at the ends of lines, moved apart where they would stand upon each other. */
  const apart = (tips, view) => {
    const scale = view.scale("y");
    const placed = tips.map((tip) => ({ ...tip, at: scale(tip.value) })).sort((a, b) => a.at - b.at);
    placed.forEach((tip, place) => { if (place) tip.at = Math.max(tip.at, placed[place - 1].at + 17); });
    const [floor] = scale.range();
    for (let place = placed.length - 1, most = floor + 6; place >= 0; most = placed[place].at - 17, place -= 1) placed[place].at = Math.min(placed[place].at, most);
    return placed.map((tip) => ({ ...tip, value: scale.invert(tip.at) }));
  };

  const charts = async (year) => {
    const [, word] = scaleOf();
    const monies = national() ? [...new Set(shown.map(currency))].join(", ") : "US$";
    const unit = { total: `${monies} ${word}`, head: `${monies} per head` }[state.per] ?? `%${perWords[state.per]}`;
    $("bill-title").textContent = state.baseline === "zero" ? "Spending a year" : "Extra a year";
    const banded = shown.length <= few && ranged();
    $("bill-subtitle").textContent = `${unit}${ranged() ? `, ${prices()}` : ""}${banded ? `; shaded: ${likely()}` : ""}`;
    $("path-subtitle").textContent = "Defence spending, % of GDP; drag the point to change it";
    fill("legend", ...shown.map((one, place) => tag("span", { style: `--mark: var(--series-${place + 1})` }, tag("i", { "aria-hidden": "true" }, marks[place]), ` ${label(one)}`)));
    $("legend").hidden = $("bill").clientWidth >= wide;
    try {
      await draw("bill", $("bill"));
      await draw("path", $("path").firstElementChild);
      handles();
      if (!bare) root.dataset.drawn = "";
    } catch (error) { console.error("The charts could not be drawn:", error); }
  };

  /* ---- Points to drag ---- */

  const draggable = () => (state.points.length ? state.points : shown[0].road.core_target ? [[shown[0].road.core_year ?? shown[0].road.horizon, shown[0].road.core_target]] : []);
  const offset = (view) => [view.origin()[0] + view.padding().left, view.origin()[1] + view.padding().top];
  const handles = () => {
    const { view } = views.path;
    const place = $("path");
    if (held) return;
    place.querySelectorAll(".handle").forEach((old) => old.remove());
    draggable().forEach((_, index) => {
      const handle = tag("span", { class: "handle", "aria-hidden": "true" });
      const settle = () => {
        const [year, share] = draggable()[index];
        handle.style.left = `${offset(view)[0] + view.scale("x")(year)}px`;
        handle.style.top = `${offset(view)[1] + view.scale("y")(share)}px`;
      };
      settle();
      handle.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        handle.setPointerCapture(event.pointerId);
        held = quick = true;
      });
      handle.addEventListener("pointermove", (event) => {
        if (!held) return;
        const box = place.getBoundingClientRect();
        move(index, Math.round(view.scale("x").invert(event.clientX - box.left - offset(view)[0])), Math.round(view.scale("y").invert(event.clientY - box.top - offset(view)[1]) * 20) / 20);
        settle();
      });
      for (const ending of ["pointerup", "pointercancel"]) handle.addEventListener(ending, () => { if (held) { held = quick = false; commit(); show(); } });
      place.append(handle);
    });
  };
  const within = (key, value) => Math.min(Math.max(value, data.limits[key][0]), data.limits[key][1]);
  const move = (index, year, share) => {
    const points = draggable().map((point) => [...point]);
    const [first, last] = [points[index - 1] ?? [shown[0].found.years[0], 0], points[index + 1] ?? [data.limits.year[1] + 1, data.limits.target[1]]];
    points[index] = [Math.min(Math.max(within("year", year), first[0] + 1), last[0] - 1), Number(Math.min(Math.max(within("target", share), first[1]), last[1]).toFixed(2))];
    change(state.points.length ? { points } : { year: points[0][0], target: points[0][1] }, false);
  };

  /* ---- Controls ---- */

  const controls = () => {
    const [first] = shown;
    const road = first.road;
    const shownAs = { ...state, target: state.target ?? road.core_target ?? "", year: state.year ?? road.core_year ?? road.horizon, shape: state.shape ?? (data.shapes.includes(road.shape) ? road.shape : "linear") };
    for (const key of ["target", "year", "growth", "delivered", "delay", "new_money"]) {
      const [field, slide] = [form.elements[key], form.querySelector(`[data-for=${key}]`)];
      if (document.activeElement !== field) field.value = shownAs[key] === "" ? "" : plain(shownAs[key]);
      if (document.activeElement !== slide) slide.value = shownAs[key] === "" ? 2 : shownAs[key];
      slide.setAttribute("aria-valuetext", `${field.value}`);
      field.disabled = slide.disabled = state.points.length > 0 && ["target", "year"].includes(key);
    }
    form.elements.shape.value = shownAs.shape;
    form.elements.shape.disabled = state.points.length > 0;
    for (const key of ["unit", "per"]) form.elements[key].value = state[key];
    const grouped = state.who.some((code) => data.groups[code]);
    for (const option of form.elements.unit.options) option.disabled = grouped && data.national.includes(option.value);
    for (const option of form.elements.per.options) option.disabled = grouped && option.value === "revenue";
    const base = form.elements.baseline;
    if (![...base.options].some((option) => option.value === `${state.baseline}`)) base.append(new Option(`${plain(state.baseline)}% of GDP`, `${state.baseline}`));
    base.value = `${state.baseline}`;
    for (const key of ["plan", "edition", "macro"]) [form.elements[key].value, form.elements[`${key}-2`].value] = [state[key][0], state[key][1] ?? ""];
    const exempting = shown.filter((one) => !one.own || (!state.points.length && state.target === null));
    const exempt = [...new Set(exempting.flatMap(({ who, plan }) => model.members(who).filter((iso3) => data.plans[plan].exemptions[iso3])))];
    $("exempt-field").hidden = !exempt.length;
    $("exempt-who").textContent = exempt.map(inText).join(", ");
    form.elements.exempt.value = `${state.exempt}`;
    base.options[0].textContent = baseShare();
    fill("chosen", ...state.who.map((code) => tag("li", {}, Object.assign(tag("button", { type: "button", "data-drop": code, "aria-label": `Remove ${whoIs(code)}` }, `${whoIs(code)} `, tag("span", { "aria-hidden": "true" }, "×")), { disabled: state.who.length === 1 }))));
    if (!$("points").contains(document.activeElement)) $("points").replaceChildren(...state.points.map(([year, share], place) => tag("li", {}, number("year", year, place), " ", number("share", share, place), " % ", tag("button", { type: "button", "data-cut": place, "aria-label": `Remove the point of ${year}` }, "×"))));
    if (state.points.length) form.querySelector(".own").open = true;
  };
  const number = (what, value, place) => tag("input", { type: "number", "data-point": place, "data-is": what, value, step: what === "year" ? 1 : "any", "aria-label": `${capital(what)} of point ${place + 1}` });

  /* What was typed, as the address would have it; what cannot be read is named and changes nothing. */
  const take = (key, text, changes, push) => {
    try { change(changes(model.parse(key, text)), push); } catch (error) { aside = { [key]: error.message }; notices(); }
  };

  const onInput = ({ target }, push) => {
    const key = target.dataset.for ?? target.name;
    quick = !push && target.type === "range";
    if (target.dataset.point !== undefined) return pointTyped(push);
    if (!key) return;
    if (key === "add") { if (push && target.value) { pick([...(unpicked() ? [] : state.who), target.value]); target.value = ""; } return; }
    const pair = key.replace(/-2$/, "");
    if (["plan", "edition", "macro"].includes(pair)) {
      if (!push) return;
      const both = [...new Set([form.elements[pair].value, form.elements[`${pair}-2`].value].filter(Boolean))];
      return change({ [pair]: both, ...(key === "plan" ? { target: null, year: null, shape: null, points: [], exempt: [1] } : {}) }, true);
    }
    if (target.value.trim() === "") return;
    if (target.dataset.for) form.elements[key].value = target.value;
    take(key, target.value, (value) => ({ [key]: value }), push);
  };
  /* The group a reader finds on the page makes way for the first that is picked by hand. */
  const unpicked = () => !picked && `${state.who}` === `${model.usual().who}`;
  const pick = (who) => { picked = true; change({ who: [...new Set(who)] }, true); };
  const pointTyped = (push) => {
    const points = [...$("points").children].map((item) => [...item.querySelectorAll("input")].map((field) => Number(field.value)));
    take("points", points.map((pair) => pair.join(":")).join(), (value) => ({ points: value }), push);
  };
  const addPoint = () => {
    const [one] = shown;
    const start = state.points.length ? state.points : draggable();
    const last = start.at(-1) ?? [one.road.horizon - 1, one.found.share.at(-1)];
    const next = state.points.length ? [Math.min(last[0] + 1, data.limits.year[1]), last[1]] : last;
    const middle = Math.round((one.found.years[0] + last[0]) / 2);
    const before = Number((one.found.share[middle - one.found.years[0]] ?? last[1]).toFixed(2));
    const points = state.points.length ? (last[0] < next[0] ? [...state.points, next] : state.points) : [[middle, Math.min(before, last[1])], [...last]];
    change({ points, target: null, year: null, shape: null }, true);
  };

  /* ---- State, address, tools ---- */

  const change = (changes, push) => {
    const wanted = { ...state, ...changes };
    if (model.seriesOf(wanted).length > data.most) {  // refused; what is shown stays
      aside = { [Object.keys(changes)[0]]: `${data.too_many}: what is shown was kept` };
      return show();
    }
    ({ state, aside } = model.settle(wanted));
    if (!push) return later();
    commit();
    show();
  };
  let waiting = 0;
  const later = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; show(); }); };
  /* The address follows when a change is made, not while a slider or a point is on its way: back leads to what was before. */
  const commit = () => {
    const hash = model.write(state);
    if (hash !== lastPushed) history.pushState(null, "", hash);
    lastPushed = hash;
  };
  let lastPushed = location.hash;
  const fromAddress = () => {
    ({ state, aside } = model.read(location.hash));
    lastPushed = location.hash;
    picked = false;
    show();
  };

  const notices = () => {
    const all = Object.entries(aside);
    fill("set-aside", ...all.map(([key, reason]) => tag("li", {}, "Set aside in ", tag("strong", {}, key), `: ${reason}.`)));
    $("set-aside").hidden = !all.length;
  };

  const show = () => {
    shown = model.series(state);
    const year = dueYear();
    const found = ranges(year);
    fill("answer", ...answer(year));
    fill("answer-more", ...more(year, found));
    notices();
    controls();
    besideTable(year, found);
    if (!quick) { yearTable(); memberTable(year); otherPlans(year); }
    charts(year);
  };

  const csv = () => {
    const head = ["who", "name", "plan", "title", "edition", "macro", "year", "share_gdp", "baseline_share_gdp", "level", "extra", "extra_p10", "extra_p90", "cumulative", "unit"];
    const quoted = (value) => (/[",]/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : value);
    const lines = shown.flatMap((one) => one.found.years.map((year, place) => {
      const f = one.found;
      return [one.who, whoIs(one.who), one.plan, one.road.title, one.edition, one.macro, year, f.share[place], f.baseline[place], f.level[place], f.extra[place], ...model.risk(one.who, f, one.seen, state.unit, year), f.cumulative[place], `million ${state.unit}${national() ? ` (${currency(one)})` : ""}`];
    }));
    return [head, ...lines].map((line) => line.map(quoted).join()).join("\n");
  };
  const save = (name, blob) => {
    const link = tag("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  /* A page opened from disk has an address on this machine only. */
  const link = () => `${location.href.split("#")[0]}${model.write(state)}`;
  const address = () => (location.protocol === "file:" ? `explorer.html${model.write(state)}` : link());
  const citation = () => `“${$("answer").textContent}” Explorer, ${data.site}; ${[...state.edition.map((id) => data.editions[id].label), ...state.macro.map((id) => data.macros[id].label)].join("; ")}. ${address()}`;
  const copied = async (text, words) => {
    try { await navigator.clipboard.writeText(text); $("done").textContent = words; } catch { $("done").textContent = text; }
  };
  const image = async () => {
    const colours = palette();
    const words = $("answer").textContent.match(/.{1,72}(\s|$)/g);
    const rows = rowsOf("bill");
    const spec = { ...chartSpec("bill", 900, colours, rows), height: 460, padding: 20, background: colours.paper, title: { text: words, subtitle: [$("bill-subtitle").textContent, citation().slice($("answer").textContent.length + 2)], anchor: "start", fontSize: 20, subtitleFontSize: 12, color: colours.ink, subtitleColor: colours.quiet, offset: 14 } };
    const made = await window.vegaEmbed(tag("div"), spec, { actions: false, config: { aria: false } });
    const canvas = await made.view.toCanvas(2);
    canvas.toBlob((blob) => save("explorer.png", blob));
  };
  const tools = {
    link: () => copied(link(), "Link copied"),
    cite: () => copied(citation(), "Citation copied"),
    csv: () => save("explorer.csv", new Blob([csv()], { type: "text/csv" })),
    png: image,
    reset: () => { picked = false; change(model.usual(), true); },
    point: addPoint,
  };

  form.addEventListener("input", (event) => onInput(event, false));
  form.addEventListener("change", (event) => onInput(event, true));
  form.addEventListener("submit", (event) => event.preventDefault());
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.do) tools[button.dataset.do]();
    if (button?.dataset.drop) { pick(state.who.filter((code) => code !== button.dataset.drop)); form.elements.add.focus(); }
    if (button?.dataset.cut) { form.querySelector("[data-do=point]").focus(); change({ points: state.points.filter((_, place) => place !== Number(button.dataset.cut)) }, true); }
  });
  addEventListener("popstate", fromAddress);
  addEventListener("hashchange", fromAddress);
  new MutationObserver(() => charts()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; later(); } });
  if (innerWidth < 960) form.querySelectorAll(".more").forEach((part) => { part.open = false; });
  show();
  const waited = model.steps(state);
  const next = () => { if (waited.length) waited.shift()(); else { bare = false; show(); return; } setTimeout(next, 0); };
  setTimeout(next, 0);
})();
