/* The arithmetic of report.outlook in the browser: shares, money, ranges. Pure functions of the page's data, which Python generated:
   plans, shapes, limits, where allies stand, growth, and the draws of past forecast errors. A test holds every figure to Python's. */
const explorerModel = (data) => {
  const range = (first, last) => Array.from({ length: Math.max(last - first + 1, 0) }, (_, place) => first + place);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const kept = (size, cache = new Map()) => (key, make) => {
    if (!cache.has(key)) {
      if (cache.size >= size) cache.delete(cache.keys().next().value);
      cache.set(key, make());
    }
    return cache.get(key);
  };

  /* ---- Shares: report.outlook.paths ---- */

  const ease = {
    linear: (x) => x,
    step: (x) => Math.floor(x),
    "front-loaded": (x) => 1 - (1 - x) ** data.curve,
    "back-loaded": (x) => x ** data.curve,
  };

  const eased = (start, target, x, shape) => {
    if (shape !== "constant-growth") return start + (target - start) * ease[shape](x);
    return Math.min(start, target) > 0 ? start ** (1 - x) * target ** x : start + (target - start) * x;
  };

  /* What is due after the base year; a missed figure of the past is due in the next year, unless there is one for it. */
  const ahead = (figures, base, start) => {
    const later = figures.filter(([year]) => year > base);
    const missed = figures.filter(([year]) => year <= base).at(-1);
    const overdue = missed && missed[1] > start && later[0]?.[0] !== base + 1;
    return overdue ? [[base + 1, missed[1]], ...later] : later;
  };

  const askedFigures = (plan, component) => {
    const [target, due] = [plan[`${component}_target`], plan[`${component}_year`]];
    const points = plan.waypoints[component] ?? [];
    return target === null ? points : [...points.filter(([year]) => year !== (due ?? plan.horizon)), [due ?? plan.horizon, target]];
  };

  const asked = (start, base, plan, iso3, component) => {
    const core = component === "core";
    const own = core ? ahead(plan.allies[iso3] ?? [], base, start) : [];
    if (own.length) return { rule: "own figures", shape: "waypoints", points: own };
    if (core && plan.exemptions[iso3]) {
      const exemption = plan.exemptions[iso3];
      const due = Math.max(exemption.year ?? plan.core_year ?? plan.horizon, base + 1);
      return { rule: "exempt", shape: ["hold", "waypoints"].includes(plan.shape) ? "linear" : plan.shape, points: [[due, exemption.core]] };
    }
    const figures = askedFigures(plan, component);
    if (!figures.length) return { rule: "hold", shape: "hold", points: [] };
    if (plan.shape === "increment") return { rule: "increment", shape: "increment", points: figures };
    const due = ahead(figures, base, start);
    const rule = Math.max(...figures.map(([year]) => year)) <= base ? "overdue" : plan.shape === "waypoints" ? "waypoints" : "target";
    return due.length ? { rule, shape: plan.shape, points: due } : { rule: "above target", shape: "hold", points: [] };
  };

  const route = (start, base, plan, iso3, component) => {
    const way = asked(start, base, plan, iso3, component);
    if (plan.may_cut || !way.points.length) return way;
    if (start >= Math.max(...way.points.map(([, share]) => share))) return { rule: "above target", shape: "hold", points: [] };
    let highest = start;
    return { ...way, points: way.points.map(([year, share]) => [year, (highest = Math.max(highest, share))]) };
  };

  const between = (points, year) => {
    const next = points.findIndex(([at]) => at >= year);
    if (next < 0) return points.at(-1)[1];
    if (next === 0 || points[next][0] === year) return points[next][1];
    const [[y0, s0], [y1, s1]] = [points[next - 1], points[next]];
    return s0 + ((s1 - s0) / (y1 - y0)) * (year - y0);
  };

  const follow = (start, base, year, way, step) => {
    if (way.shape === "hold") return start;
    const [due, target] = way.points.at(-1);
    if (way.shape === "increment") return Math.min(start + step * (year - base), Math.max(start, target));
    if (way.shape === "waypoints") return between([[base, start], ...way.points], year);
    const x = Math.min(Math.max((year - base) / (due - base), 0), 1);
    return x < 1 ? eased(start, target, x, way.shape) : target;
  };

  /* Percent of GDP from the base year to the plan's horizon. */
  const sharePath = (start, base, plan, iso3, component = "core") => {
    const way = route(start, base, plan, iso3, component);
    return range(base, plan.horizon).map((year) => {
      const share = follow(start, base, Math.max(year - plan.delay, base), way, plan.step_pp ?? 0);
      return plan.delivery === 1 ? share : start + plan.delivery * (share - start);
    });
  };

  /* ---- Growth: report.outlook.macro ---- */

  const level = (macro, indicator, iso3, year) => {
    const held = data.macros[macro];
    const known = held.levels[indicator][iso3];
    const last = known.length - 1;
    const at = year - held.first;
    return at <= last ? known[at] : known[last] * (known[last] / known[last - 1]) ** (at - last);
  };

  const grown = (macro, indicator, iso3, base, year) => level(macro, indicator, iso3, year) / level(macro, indicator, iso3, base);

  /* The factor on every GDP path when real growth is so many points higher each year after the base year. */
  const shifted = (macro, iso3, base, years, points) => {
    let factor = 1;
    return years.map((year) => {
      if (year > base && points) {
        const growth = level(macro, "NGDP_R", iso3, year) / level(macro, "NGDP_R", iso3, year - 1);
        factor *= (growth + points / 100) / growth;
      }
      return factor;
    });
  };

  /* ---- Money: report.outlook.cost ---- */

  /* Where each ally stands in its base year, by iso3: share, k, GDP. */
  const standing = (edition, macro) => keepStandings(`${edition} ${macro}`, () => Object.fromEntries(
    Object.entries(data.standing[edition][macro] ?? {}).map(([iso3, row]) => [iso3, Object.fromEntries(row.map((value, place) => [data.standing_columns[place], value]))]),
  ));
  const members = (code) => data.groups[code]?.members ?? [code];
  const present = (code, edition, macro) => members(code).filter((iso3) => standing(edition, macro)[iso3]);

  const baselineShare = (baseline, start) => (baseline === "freeze" ? start : baseline === "zero" ? 0 : baseline);

  /* One ally, one money path: shares, level, extra and GDP from its base year on. */
  const costOf = (iso3, plan, { edition, macro, baseline, growth }, path, component = "core") => {
    const at = standing(edition, macro)[iso3];
    const years = range(at.base, plan.horizon);
    const start = component === "core" ? at.share : plan.related_start;
    const share = sharePath(start, at.base, plan, iso3, component);
    const anyway = component === "core" ? baselineShare(baseline, start) : null;
    const k = component === "core" ? at.k : 1;
    const { gdp: from, indicator } = data.paths[path];
    const factor = shifted(macro, iso3, at.base, years, growth);
    const gdp = years.map((year, place) => at[from] * grown(macro, indicator, iso3, at.base, year) * factor[place]);
    const before = share.map((value) => anyway ?? (baseline === "zero" ? 0 : start + (1 - plan.new_money) * (value - start)));
    return {
      years, share, baseline: before, gdp, base: at.base, rule: route(start, at.base, plan, iso3, component).rule,
      level: gdp.map((value, place) => ((share[place] * k) / 100) * value),
      extra: gdp.map((value, place) => ((share[place] * k - before[place] * k) / 100) * value),
    };
  };

  /* Sums count the years after the base year: report.outlook.draws. */
  const cumulated = (values) => { let total = 0; return values.map((value, place) => (place ? (total += value) : 0)); };

  /* An ally's or a group's figures by year; a group starts in the first year for which all its members have a figure. */
  const cost = (code, plan, seen, unit = "usd_constant", component = "core") => {
    const path = data.units[unit];
    const lastOf = (one) => ({ level: one.level.at(-1), extra: one.extra.at(-1) });
    const all = present(code, seen.edition, seen.macro).map((iso3) => ({
      iso3, ...costOf(iso3, plan, seen, path, component), constant: lastOf(costOf(iso3, plan, seen, "usd_m_constant", component)),
    }));
    const first = Math.max(...all.map((one) => one.base));
    const cut = (one, name) => one[name].slice(first - one.base);
    const total = (name) => range(first, plan.horizon).map((_, place) => sum(all.map((one) => cut(one, name)[place])));
    const [lv, ex] = [total("level"), total("extra")];
    const people = total("years").map((_, place) => sum(all.map((one) => level(seen.macro, "LP", one.iso3, first + place))));
    const found = { years: range(first, plan.horizon), level: lv, extra: ex, cumulative: cumulated(ex), people, parts: all, rule: all[0]?.rule };
    if (!data.groups[code]) return { ...found, share: cut(all[0], "share"), baseline: cut(all[0], "baseline") };
    const dollars = all.map((one) => (path === "usd_m" ? one : costOf(one.iso3, plan, seen, "usd_m", component)));
    const of = (name, place) => sum(dollars.map((one) => cut(one, name)[place]));
    const percent = (name) => found.years.map((_, place) => (100 * (of("level", place) - (name ? of("extra", place) : 0))) / of("gdp", place));
    return { ...found, share: percent(false), baseline: percent(true) };
  };

  /* ---- Ranges: report.outlook.pool, factors and draws ---- */

  const sums = explorerSums(data);
  const season = (macro) => macro.slice(-2);

  /* Errors of growth come from the record; those of prices as whole numbers of three bytes, in parts of each ally's largest. */
  const errors = (macro, kind) => keepErrors(`${macro} ${kind}`, () => {
    if (kind === "growth") {
      const { reach, cube } = sums.pool(season(macro), data.macros[macro].now);
      const { horizons, allies: every } = data.record;
      return Float64Array.from({ length: every.length * reach.length * horizons }, (_, place) => {
        const [a, v] = [Math.floor(place / (reach.length * horizons)), Math.floor(place / horizons) % reach.length];
        return cube[v][a][place % horizons];
      });
    }
    const { allies, scale, [kind]: text } = data.macros[macro].draws;
    const bytes = sums.bytes(text);
    const each = bytes.length / 3 / allies.length;
    return Float64Array.from({ length: bytes.length / 3 }, (_, place) => {
      const whole = (bytes[3 * place] << 8 | bytes[3 * place + 1] << 16 | bytes[3 * place + 2] << 24) >> 8;
      return whole * scale[kind][Math.floor(place / each)];
    });
  });
  const [keepErrors, keepChains, keepFactors, keepQuantiles, keepStandings] = [kept(12), kept(3), kept(160), kept(4000), kept(24)];

  /* Which vintage and horizon each draw follows in each year; a vintage is followed as far as it reaches, then the next begins one year ahead. */
  const chains = (macro) => keepChains(macro, () => {
    const { reach, links: text, count, span } = data.macros[macro].draws;
    const [vintage, horizon] = [new Uint8Array(count * span), new Uint8Array(count * span)];
    const links = sums.followed(text);
    for (let draw = 0; draw < count; draw += 1) {
      let [now, ahead] = [links.begin(), 0];
      for (let year = 0; year < span; year += 1) {
        if (ahead >= reach[now]) [now, ahead] = [links.next(), 1];
        vintage[year * count + draw] = now;
        horizon[year * count + draw] = ahead++;
      }
    }
    return { count, span, vintage, horizon };
  });

  /* Cumulated errors of an ally in log points, years × draws, from the vintage's own year on. */
  const logs = (macro, iso3, kind, span) => {
    const { count, vintage, horizon } = chains(macro);
    const { allies, reach, horizons, stretch } = data.macros[macro].draws;
    const cube = errors(macro, kind);
    const own = allies.indexOf(iso3) * reach.length * horizons;
    const found = new Float64Array(count * span);
    for (let place = 0; place < found.length; place += 1) {
      found[place] = (place < count ? 0 : found[place - count]) + cube[own + vintage[place] * horizons + horizon[place]];
    }
    for (let year = 0; year < span; year += 1) {
      const [factor, moved] = [stretch[year], centred(macro, iso3, kind, year)];
      for (let place = year * count; place < (year + 1) * count; place += 1) found[place] = found[place] * factor + moved;
    }
    return found;
  };

  /* The centre of the draws in log points off the IMF's path; beyond the record's horizons the last one stays. */
  const centred = (macro, iso3, kind, ahead) => {
    const { now, draws: { allies, centre } } = data.macros[macro];
    const place = Math.min(Math.max(ahead, 0), data.far - 1);
    return (kind === "growth" ? keepErrors(`${macro} centre`, () => sums.centre(season(macro), now)) : centre)[allies.indexOf(iso3)][place];
  };

  /* The same as a factor of one money path in a year. */
  const centreFactor = (macro, iso3, path, base, year) => {
    const { now, draws: { anchor } } = data.macros[macro];
    if (year <= Math.max(base, now - 1)) return 1;
    const at = (code, kind) => centred(macro, code, kind, year - now) - (base > now ? centred(macro, code, kind, base - 1 - now) : 0);
    const prices = path === "usd_m" ? at(anchor, "prices") : path === "ncu_m" ? at(iso3, "prices") : 0;
    return Math.exp(at(iso3, "growth") + prices);
  };

  /* What a draw multiplies an ally's money by, years × draws, in one money path; 1 up to the base year and in years the vintage knows. */
  const factors = (macro, iso3, path, base, last) => keepFactors(`${macro} ${iso3} ${path} ${base} ${last}`, () => {
    const { now, draws: { anchor } } = data.macros[macro];
    const { count } = chains(macro);
    const span = Math.max(last - now + 1, 1);
    const total = logs(macro, iso3, "growth", span);
    const prices = path === "usd_m" ? logs(macro, anchor, "prices", span) : path === "ncu_m" ? logs(macro, iso3, "prices", span) : null;
    if (prices) for (let place = 0; place < total.length; place += 1) total[place] += prices[place];
    const found = new Float64Array(count * (last - base + 1)).fill(1);
    const past = base > now ? (base - 1 - now) * count : -1;
    for (let year = Math.max(base + 1, now); year <= last; year += 1) {
      const [to, from] = [(year - base) * count, (year - now) * count];
      for (let draw = 0; draw < count; draw += 1) found[to + draw] = Math.exp(total[from + draw] - (past < 0 ? 0 : total[past + draw]));
    }
    return found;
  });

  const quantile = (sorted, at) => {
    const place = at * (sorted.length - 1);
    const [below, part] = [Math.floor(place), place - Math.floor(place)];
    const [low, high] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)]];
    return low + (high - low) * part;
  };
  const ends = (drawn) => { drawn.sort(); return data.ends.map((at) => quantile(drawn, at)); };

  /* The sum over allies and years of amounts times factors, in every draw or in every so many-th; a sum of allies has a stretch of its own. */
  const drawn = (found, code, seen, path, years, what, every) => {
    const { count } = chains(seen.macro);
    const { now, draws: { stretch } } = data.macros[seen.macro];
    const whole = new Float64Array(Math.ceil(count / every));
    const wide = found.parts.length > 1 ? widened(found, seen, what) : null;
    for (const year of years) {
      const total = new Float64Array(whole.length);
      let [sumOf, middle] = [0, 0];
      for (const one of found.parts) {
        const factor = factors(seen.macro, one.iso3, path, one.base, one.years.at(-1));
        const [amount, from] = [one[what][year - one.base], (year - one.base) * count];
        for (let draw = 0, place = 0; draw < count; draw += every, place += 1) total[place] += amount * factor[from + draw];
        sumOf += amount;
        if (wide) middle += amount * centreFactor(seen.macro, one.iso3, path, one.base, year);
      }
      const ahead = Math.min(Math.max(year - now, 0), data.far - 1);
      const further = wide ? wide[ahead] / stretch[Math.max(year - now, 0)] : 1;
      for (let place = 0; place < whole.length; place += 1) {
        const [factor, centre] = [total[place] / sumOf, middle / sumOf];
        whole[place] += further === 1 || !(factor > 0) ? total[place] : sumOf * centre * Math.abs(factor / centre) ** further;
      }
    }
    return whole;
  };

  /* The stretch of the sum, weighed by what each member adds in the last year at constant prices; null where nothing is added. */
  const widened = (found, seen, what) => {
    const { allies } = data.macros[seen.macro].draws;
    const weights = new Array(allies.length).fill(0);
    const whole = Math.sign(sum(found.parts.map((one) => one.constant[what])));
    for (const one of found.parts) weights[allies.indexOf(one.iso3)] = Math.max(whole * one.constant[what], 0);
    const all = sum(weights);
    return all > 0 ? sums.stretch(season(seen.macro), data.macros[seen.macro].now, weights.map((weight) => Math.round((weight / all) * 1e6) / 1e6)) : null;
  };

  /* The 80 % range of a year's amount, and of the extra so far; one ally's yearly range is its amount times the factor's. */
  const risk = (code, found, seen, unit, year, what = "extra", every = 1) => {
    const path = data.units[unit];
    if (what === "cumulative") return ends(drawn(found, code, seen, path, found.years.slice(1).filter((one) => one <= year), "extra", every));
    if (found.parts.length > 1) return ends(drawn(found, code, seen, path, [year], what, every));
    const [one] = found.parts;
    const key = `${seen.macro} ${one.iso3} ${path} ${one.base} ${one.years.at(-1)} ${year}`;
    const both = keepQuantiles(key, () => {
      const { count } = chains(seen.macro);
      const factor = factors(seen.macro, one.iso3, path, one.base, one.years.at(-1));
      return ends(factor.slice((year - one.base) * count, (year - one.base + 1) * count));
    });
    return both.map((factor) => factor * one[what][year - one.base]).sort((a, b) => a - b);
  };

  /* ---- The address: report.outlook.scenario ---- */

  const usual = () => structuredClone(data.defaults);
  const whose = (text) => {
    const wanted = folded(text);
    const found = Object.keys(data.names).find((code) => data.names[code].includes(wanted));
    if (!found) throw new Error(`unknown ally or group ${text}`);
    if (!data.groups[found] && !data.allies[found].forces) throw new Error(`${data.allies[found].name} has no armed forces`);
    return found;
  };
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[-_]/g, " ").replaceAll(".", "").trim().replace(/^the /, "");
  const oneOf = (kind, known) => (text) => { if (!known.includes(text)) throw new Error(`unknown ${kind} ${text}`); return text; };
  const number = (key) => (text) => {
    const [low, high] = data.limits[key];
    const value = /^[\s\d.e+-]+$/i.test(text) ? Number(text) : NaN;
    if (!(value >= low && value <= high)) throw new Error(`${key} is ${text}: give a number from ${low} to ${high}`);
    return value;
  };
  const whole = (key) => (text) => { const value = number(key)(text); if (value % 1) throw new Error(`${key} is ${text}: give a whole number`); return value; };
  const points = (text) => {
    const pairs = text.split(",").map((part) => part.split(":"));
    if (!pairs.every(([, share]) => share)) throw new Error(`points is ${text}: write years and shares, 2028:2.5,2035:3.5`);
    const read = pairs.map(([year, share]) => [whole("year")(year), number("target")(share)]);
    if (read.some(([year, share], place) => place && (year <= read[place - 1][0] || share < read[place - 1][1]))) {
      throw new Error(`points is ${text}: write years in increasing order with shares that do not fall`);
    }
    return read;
  };
  const baseline = (text) => {
    if (text === "freeze" || text === "zero") return text;
    return number("baseline")(text.trim().replace(/%$/, "")) || "zero";
  };
  const readers = {
    who: whose, plan: oneOf("plan", Object.keys(data.plans)), target: number("target"), year: whole("year"),
    shape: oneOf("shape", data.shapes), points, exempt: (text) => Number(oneOf("choice of exemptions", ["0", "1"])(text)), new_money: number("new_money"),
    delivered: number("delivered"), delay: whole("delay"), baseline, growth: number("growth"), unit: oneOf("unit", Object.keys(data.units)),
    per: oneOf("choice", data.per), edition: oneOf("edition", Object.keys(data.editions)), macro: oneOf("macro vintage", Object.keys(data.macros)),
  };

  /* Values that are possible alone and not together, with the plan or with the tables. */
  function* clashes(state) {
    const grouped = state.who.some((code) => data.groups[code]);
    if (state.points.length) for (const key of ["target", "year", "shape"]) if (state[key] !== null) yield [key, "own points say it already"];
    if (data.national.includes(state.unit) && grouped) yield ["unit", "national currencies of a group do not add up"];
    if (state.per === "revenue" && grouped) yield ["per", "revenue is that of one ally"];
  }

  const add = (aside, key, reason) => { aside[key] = [...new Set([...(aside[key]?.split("; ") ?? []), reason])].join("; "); };

  const parse = (key, text) => {
    if (!Object.hasOwn(readers, key)) throw new Error(`unknown key ${key}`);
    const parts = (data.several.includes(key) ? text.split(",") : [text]).map((part) => part.trim());
    if (!parts.every(Boolean)) throw new Error(`${key} is empty`);
    const found = [...new Set(parts.map((part) => readers[key](part)))];
    return data.several.includes(key) ? found : found[0];
  };

  /* What can be read of a value, and why the rest cannot: of several, the others are kept. */
  const keep = (state, aside, key, text) => {
    const kept = [];
    for (const part of data.several.includes(key) ? text.split(",") : [text]) {
      try { kept.push(parse(key, part)); } catch (error) { add(aside, key, error.message); }
    }
    if (kept.length) state[key] = data.several.includes(key) ? [...new Set(kept.flat())] : kept[0];
  };

  const read = (hash) => {
    const [state, aside, seen] = [usual(), Object.create(null), new Set()];
    for (const [key, text] of new URLSearchParams(hash.replace(/^[^#]*#/, ""))) {
      if (seen.has(key)) add(aside, key, `given more than once: ${text} was left out`);
      else keep(state, aside, key, text);
      seen.add(key);
    }
    return settle(state, aside);
  };

  /* The state with what is impossible in it set aside, each named with its reason; of what holds several values, one after the other. */
  const settle = (given, aside = Object.create(null)) => {
    const state = { ...given };
    for (const [key, reason] of [...clashes(state)]) { add(aside, key, reason); state[key] = usual()[key]; }
    while (seriesOf(state).length > data.most) {
      const key = data.several.reduce((most, one) => (state[one].length > state[most].length ? one : most));
      add(aside, key, `${data.too_many}: ${state[key].at(-1)} was left out`);
      state[key] = state[key].slice(0, -1);
    }
    for (let [misfit] = misfits(state), tries = 0; misfit && tries < 9; [misfit] = misfits(state), tries += 1) {
      const [key, reason, value] = misfit;
      add(aside, key, reason);
      const rest = value === undefined ? [] : state[key].filter((one) => one !== value);
      state[key] = rest.length ? rest : usual()[key];
    }
    return { state, aside };
  };

  function* misfits(state) {
    for (const name of state.plan) {
      try { planOf(state, name); } catch (error) { for (const key of ["target", "year", "shape", "points"]) if (`${state[key] ?? ""}`) yield [key, error.message]; }
    }
    for (const edition of state.edition) for (const macro of state.macro) {
      if (!Object.keys(standing(edition, macro)).length) yield ["macro", `no growth from ${edition} on in ${macro}`, macro];
      const missing = state.who.find((code) => !present(code, edition, macro).length);
      if (missing) yield ["edition", `${edition} has no share of GDP of ${data.allies[missing].name}`, edition];
      const lowest = Math.min(...Object.values(standing(edition, macro)).map((one) => one.share));
      const asked = state.points.length ? state.points.map(([, share]) => share) : state.target === null ? [] : [state.target];
      if (asked.length && Math.max(...asked) < lowest) yield [state.points.length ? "points" : "target", `every ally spends more than that already: the lowest share is ${lowest.toFixed(2)}%`];
    }
  }

  /* Whether a target, year, shape or points of one's own take the place of that plan: of the first alone. */
  const isOwn = (state, name) => name === state.plan[0] && (state.points.length > 0 || ["target", "year", "shape"].some((key) => state[key] !== null));

  /* Whether exemptions hold: both only for whom the plan exempts, or has a member it does; a target of one's own exempts nobody. */
  const choices = (state, who, name) => {
    if (state.exempt.length === 1) return state.exempt;
    const askedOfAll = name === state.plan[0] && (state.points.length > 0 || state.target !== null);
    return askedOfAll || !members(who).some((iso3) => data.plans[name].exemptions[iso3]) ? [1] : state.exempt;
  };

  /* The plan of that name with the changes of the state; all plans reach as far as the one that reaches furthest. */
  const planOf = (state, name, exempt = state.exempt[0]) => {
    const given = data.plans[name];
    const horizon = Math.max(state.year ?? 0, ...state.plan.map((one) => data.plans[one].horizon), ...state.points.map(([year]) => year));
    const plan = { ...given, horizon, delivery: given.delivery * state.delivered / 100, delay: given.delay + state.delay, new_money: state.new_money / 100, exemptions: exempt ? given.exemptions : {} };
    if (!exempt && Object.keys(given.exemptions).length) plan.title = `${given.title}, without exemption`;
    if (!isOwn(state, name)) return plan;
    const own = { ...plan, allies: {}, step_pp: null };
    if (state.points.length || state.target !== null) own.exemptions = {};
    if (state.points.length) return { ...own, title: "a path of your own", shape: "waypoints", waypoints: { core: state.points }, core_target: null, core_year: null };
    const target = state.target ?? given.core_target;
    if (target === null) throw new Error(`${given.title} has no target of its own: give one as well as a year or shape`);
    const due = state.year ?? given.core_year ?? given.horizon;
    const shape = state.shape ?? (data.shapes.includes(given.shape) ? given.shape : "linear");
    return { ...own, title: `${Number(target.toPrecision(6))}% by ${due}`, shape, core_target: target, core_year: due, waypoints: {} };
  };

  const written = (key, value) => (key === "points" ? value.map(([year, share]) => `${year}:${share}`).join() : `${value}`);
  const write = (state) => {
    const plain = usual();
    const said = data.order.keys.filter((key) => data.always.includes(key) || written(key, state[key]) !== written(key, plain[key]));
    return `#${said.map((key) => `${key}=${written(key, state[key])}`).join("&")}`;
  };

  /* Every series of a state: an ally or group under one plan, with or without its exemptions, seen from one edition and one vintage. */
  const seriesOf = (state) => state.who.flatMap((who) => state.plan.flatMap((plan) => state.edition.flatMap((edition) => state.macro.flatMap((macro) => (
    choices(state, who, plan).map((exempt) => ({ who, plan, edition, macro, exempt })))))));
  const series = (state) => seriesOf(state).map((one) => {
    const seen = { edition: one.edition, macro: one.macro, baseline: state.baseline, growth: state.growth };
    const road = planOf(state, one.plan, one.exempt);
    return { ...one, seen, road, own: isOwn(state, one.plan), found: cost(one.who, road, seen, state.unit) };
  });

  /* An amount of a year (level or extra) as it is shown: in all, an inhabitant, or in percent of GDP, or of government revenue. The last is a share of the
     IMF's GDP over the revenue's; beyond its last year the ratio is held. */
  const amount = (one, year, what, per, millions = one.found[what][year - one.found.years[0]]) => {
    const place = year - one.found.years[0];
    if (per === "total") return millions;
    if (per === "head") return millions / one.found.people[place];
    const points = one.found.share[place] - (what === "extra" ? one.found.baseline[place] : 0);
    if (per === "gdp") return points;
    const at = standing(one.edition, one.macro)[one.who];
    const held = data.macros[one.macro];
    const revenue = held.revenue[one.who];
    return (100 * points * at.k * at.ratio) / revenue[Math.min(year - held.first, revenue.length - 1)];
  };

  /* The first year in which Europe and Canada spend as much as the United States under a plan all follow, at constant prices; null if none. */
  const parity = (plan, seen) => {
    const [rest, us] = ["NATO_EUR_CAN", "USA"].map((code) => cost(code, plan, seen, "usd_constant"));
    return us.years.find((year) => rest.level[year - rest.years[0]] >= us.level[year - us.years[0]]) ?? null;
  };

  /* What the ranges of a state need first, in parts short enough for a page to answer in between. */
  const steps = (state) => (state.who.some((code) => data.groups[code]) ? state.macro.flatMap((macro) => sums.steps(season(macro), data.macros[macro].now)) : []);

  return { steps, read, write, parse, settle, planOf, series, seriesOf, cost, risk, route, amount, parity, usual, standing, members, level };
};
if (typeof window !== "undefined") window.explorerModel = explorerModel;
