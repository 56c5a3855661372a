/* How far a sum of allies is widened: report.outlook.pool and stretch. Every earlier vintage is given the range it would have had for the same
   sum, from the record of forecasts and outturns; what came tells by how much those ranges were too narrow. */
const explorerSums = (data) => {
  const FAR = data.far;
  const made = new Map();
  const once = (key, make) => { if (!made.has(key)) made.set(key, make()); return made.get(key); };
  const bytes = (text) => {
    const plain = atob(text);
    const held = new Uint8Array(plain.length);
    for (let place = 0; place < held.length; place += 1) held[place] = plain.charCodeAt(place);
    return held;
  };
  const decimals = (text) => {
    const held = bytes(text);
    return Float64Array.from({ length: held.length / 3 }, (_, place) => {
      const whole = (held[3 * place] << 8 | held[3 * place + 1] << 16 | held[3 * place + 2] << 24) >> 8;
      return whole === data.missing ? NaN : Math.log1p(whole / 100000);
    });
  };
  const mean = (values) => { const known = values.filter((value) => !Number.isNaN(value)); return known.length ? known.reduce((a, b) => a + b, 0) / known.length : NaN; };
  const meanAt = (cube, a, h) => {
    let [total, count] = [0, 0];
    for (const one of cube) if (!Number.isNaN(one[a][h])) { total += one[a][h]; count += 1; }
    return count ? total / count : NaN;
  };
  const quantile = (sorted, at) => {
    const place = at * (sorted.length - 1);
    const [below, part] = [Math.floor(place), place - Math.floor(place)];
    return sorted[below] + (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]) * part;
  };

  /* The vintages that draws follow, one after the other; a draw shares its first ones with the draw before. */
  const followed = (text) => {
    let [at, shared, place, own] = [0, 0, 0, []];
    const read = () => text.charCodeAt(at++) - data.record.first_link;
    const next = () => { if (place >= shared) own[place] = read(); return own[place++]; };
    return { next, begin: () => { [shared, place] = [read(), 0]; return next(); } };
  };

  /* Errors of real growth in log points, vintages × allies × horizons, against the first outturn and against the flash estimate. */
  const errors = (season) => once(season, () => {
    const { vintages, forecasts } = data.record.seasons[season];
    const { allies, first_year: start, years, first, flash } = data.record;
    const [said, came, early] = [forecasts, first, flash].map(decimals);
    const ahead = said.length / vintages.length / allies.length;
    const against = (outturn) => vintages.map((vintage, v) => allies.map((_, a) => Float64Array.from({ length: FAR }, (__, h) => {
      const year = vintage + h - start;
      return (year < years ? outturn[a * years + year] : NaN) - said[(v * allies.length + a) * ahead + Math.min(h, ahead - 1)];
    })));
    return { season, vintages, first: against(came), flash: against(early) };
  });

  /* What was known at a vintage: errors of earlier years, the last of them in spring against its flash; gaps filled from peers. */
  const past = (season, now) => once(`${season} ${now} past`, () => {
    const record = errors(season);
    const used = record.vintages.map((vintage, v) => [vintage, v]).filter(([vintage]) => vintage < now && vintage >= data.record.from);
    const cube = used.map(([vintage, v]) => data.record.allies.map((_, a) => Float64Array.from({ length: FAR }, (__, h) => {
      const year = vintage + h;
      return year >= now ? NaN : (year === now - 1 && season === "04" ? record.flash : record.first)[v][a][h];
    })));
    const lender = data.record.lenders;
    for (const one of cube) one.forEach((row, a) => {
      for (let h = 0; h < FAR; h += 1) for (let from = lender[a], round = 0; round < 3 && Number.isNaN(row[h]); from = lender[from], round += 1) row[h] = one[from][h];
    });
    return cube;
  });

  /* The pool of a past vintage: as far as outturns reach, centred, sizes pulled together. */
  const pool = (season, now) => {
    const cube = past(season, now);
    const us = data.record.allies.indexOf(data.record.reference);
    const reach = cube.map((one) => { let h = 0; while (h < data.record.horizons && !Number.isNaN(one[us][h])) h += 1; return h; });
    const cut = cube.map((one, v) => one.map((row) => row.map((value, h) => (h < reach[v] ? value : NaN))));
    const centred = cut.map((one) => one.map((row) => row.slice()));
    data.record.allies.forEach((_, a) => {
      for (let h = 0; h < data.record.horizons; h += 1) {
        const middle = meanAt(cut, a, h);
        for (const one of centred) one[a][h] -= middle;
      }
    });
    const sizes = data.record.allies.map((_, a) => {
      let [total, count] = [0, 0];
      for (const one of centred) for (let h = 1; h < data.record.horizons; h += 1) if (!Number.isNaN(one[a][h])) { total += one[a][h] ** 2; count += 1; }
      return Math.sqrt(total / count);
    });
    const typical = Math.exp(mean(sizes.filter((size) => size > 0).map(Math.log)));
    const pulled = centred.map((one) => one.map((row, a) => row.map((value) => value * (sizes[a] > 0 ? (typical / sizes[a]) ** data.record.pull : 1))));
    return { reach, cube: pulled };
  };

  /* What the draws of a vintage are centred on: each ally's mean past error, half way to the typical one. */
  const centre = (season, now) => {
    const levels = past(season, now).map((one) => one.map((row) => { let total = 0; return row.map((value) => (total += value)); }));
    const means = data.record.allies.map((_, a) => Array.from({ length: FAR }, (__, h) => meanAt(levels, a, h) || 0));
    return means.map((row) => row.map((value, h) => {
      const sorted = means.map((other) => other[h]).sort((a, b) => a - b);
      return value + data.record.pull * (quantile(sorted, 0.5) - value);
    }));
  };

  /* One past vintage: its centre, exp(centre + draw) by horizon, ally and draw, and the errors that came, cumulated. */
  const scored = (season, now) => once(`${season} ${now}`, () => {
    const { reach, cube } = pool(season, now);
    const middle = centre(season, now);
    const text = data.record.seasons[season].replays[now];
    const count = data.record.draws;
    const allies = data.record.allies.length;
    const grown = Array.from({ length: FAR }, () => new Float64Array(allies * count));
    const links = followed(text);
    for (let draw = 0; draw < count; draw += 1) {
      let [vintage, horizon] = [links.begin(), 0];
      const total = new Float64Array(allies);
      for (let h = 0; h < FAR; h += 1) {
        if (horizon >= reach[vintage]) [vintage, horizon] = [links.next(), 1];
        for (let a = 0; a < allies; a += 1) {
          total[a] += cube[vintage][a][horizon];
          grown[h][a * count + draw] = Math.exp(middle[a][h] + Math.fround(total[a]));
        }
        horizon += 1;
      }
    }
    const v = data.record.seasons[season].vintages.indexOf(now);
    const came = errors(season).first[v].map((row) => { let total = 0; return row.map((value) => (total += value)); });
    return { now, middle, grown, came };
  });

  const ratio = (one, weights, h) => {
    const [total, count] = [weights.reduce((a, b) => a + b, 0), data.record.draws];
    const middle = Math.log(weights.reduce((sum, weight, a) => sum + weight * Math.exp(one.middle[a][h]), 0) / total);
    const drawn = new Float64Array(count);
    weights.forEach((weight, a) => { if (weight) for (let draw = 0; draw < count; draw += 1) drawn[draw] += (weight / total) * one.grown[h][a * count + draw]; });
    const sorted = drawn.map(Math.log).sort();
    const known = weights.map((weight, a) => (weight > 0 && !Number.isNaN(one.came[a][h]) ? weight : 0));
    const part = known.reduce((a, b) => a + b, 0);
    if (!part) return NaN;
    const came = Math.log(known.reduce((sum, weight, a) => sum + (weight ? weight * Math.exp(one.came[a][h]) : 0), 0) / part) - middle;
    const edge = quantile(sorted, came >= 0 ? data.ends[1] : data.ends[0]) - middle;
    return edge * came > 0 ? Math.min(came / edge, data.record.cap) : came === 0 ? 0 : data.record.cap;
  };

  /* The stretch of a sum at 0, 1, … years ahead of the vintage of that year; weights by ally of the record. */
  const stretch = (season, now, weights) => once(`${season} ${now} ${weights.join()}`, () => {
    const replays = Object.keys(data.record.seasons[season].replays).map(Number).filter((vintage) => vintage < now);
    let highest = 1;
    return Array.from({ length: FAR }, (_, h) => {
      const known = replays.filter((vintage) => vintage + h < now).map((vintage) => ratio(scored(season, vintage), weights, h)).filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
      highest = Math.max(highest, known.length ? quantile(known, data.record.level) : 1);
      return highest;
    });
  });
  /* The work that the first sum of a vintage takes, in small parts. */
  const steps = (season, now) => Object.keys(data.record.seasons[season].replays).map(Number).filter((vintage) => vintage < now).map((vintage) => () => scored(season, vintage));
  return { steps, pool, centre, stretch, followed, bytes };
};
