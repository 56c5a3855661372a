/* Charts that fit their column. Each chart stands in the page as a drawing; here it is drawn again at the width there is, and answers
   pointer and keys. If that fails, the drawing stays. What stands below a chart that changes its height stays where the reader sees it. */
(() => {
  const narrowestPanel = 105;
  const wideEnough = 520;

  /* Pages carry each dataset as columns and rows of values; Vega-Lite wants a record for each row. */
  const records = ({ columns, rows }) => rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]])));
  const unpacked = (spec) => {
    const datasets = Object.entries(spec.datasets ?? {}).map(([name, data]) => [name, data.columns ? records(data) : data]);
    return { ...spec, datasets: Object.fromEntries(datasets) };
  };

  const fillsWidth = (spec) => (spec.mark || spec.layer) && (spec.width ?? "container") === "container";

  /* One plot takes the container's width; panels get fewer columns; plots side by side go one below the other. */
  const fitted = (spec, width) => {
    if (spec.facet || spec.repeat) return fittedPanels(spec, width);
    if (spec.hconcat && width < wideEnough) return { ...spec, hconcat: undefined, vconcat: spec.hconcat.map((part) => ({ ...part, width: width - 60 })) };
    return fillsWidth(spec) ? { ...spec, width, autosize: "pad" } : spec;
  };

  const fittedPanels = (spec, width) => {
    const inner = spec.spec?.width;
    if (typeof inner !== "number" || !spec.columns) return spec;
    const gap = typeof spec.spacing === "number" ? spec.spacing : spec.spacing?.column ?? 20;
    const room = width - 45;
    const columns = Math.max(1, Math.min(spec.columns, Math.floor((room + gap) / (Math.min(narrowestPanel, inner) + gap))));
    const panel = Math.floor(Math.min((room + gap) / columns - gap, inner * 1.6));
    return { ...spec, columns, spec: { ...spec.spec, width: panel } };
  };

  /* The width given is that of the whole chart, labels and all. Said to Vega, not to Vega-Lite, which would warn on the console of
     every chart whose height follows its rows. */
  const wholeWidth = (vega) => ({ ...vega, autosize: { type: "fit-x", contains: "padding" } });

  const draw = async (chart) => {
    const width = Math.floor(chart.clientWidth);
    if (!width || chart.drawnWidth === width) return;
    chart.drawnWidth = width;
    const given = unpacked(JSON.parse(chart.querySelector("script").textContent));
    const live = document.createElement("div");
    live.className = "live measuring";
    live.setAttribute("role", "application");
    live.setAttribute("aria-roledescription", "chart; arrow keys go from value to value");
    live.setAttribute("aria-label", chart.querySelector("desc")?.textContent ?? "");
    chart.append(live);
    try {
      await site.asset("vega.js");
      const drawn = await window.vegaEmbed(live, fitted(given, width), { patch: fillsWidth(given) ? wholeWidth : undefined, actions: false, renderer: "svg", config: { aria: false, background: null }, tooltip: () => {} });
      show(chart, live, drawn);
    } catch (error) {
      live.remove();
      console.error(`The chart ${chart.closest("figure")?.id} stays a drawing:`, error);
    }
  };

  const show = (chart, live, drawn) => {
    const below = chart.nextElementSibling;
    const before = below.getBoundingClientRect().top;
    chart.drawn?.finalize();
    chart.drawn = drawn;
    chart.querySelectorAll(".live").forEach((old) => old !== live && old.remove());
    live.classList.remove("measuring");
    live.querySelector("svg")?.setAttribute("aria-hidden", "true");
    chart.querySelector(".still").style.display = "none";
    chart.dataset.live = "";
    if (before < 1) scrollBy({ top: below.getBoundingClientRect().top - before, behavior: "instant" });
    site.readout(chart, live, drawn.view);
  };

  const charts = [...document.querySelectorAll(".chart")];
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); resized.observe(entry.target); }
  }, { rootMargin: "600px" });
  const timers = new WeakMap();
  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      clearTimeout(timers.get(target));
      timers.set(target, setTimeout(draw, target.dataset.live === undefined ? 0 : 150, target));
    }
  });
  charts.forEach((chart) => seen.observe(chart));
})();
