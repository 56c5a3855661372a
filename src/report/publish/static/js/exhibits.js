/* What a reader can do with a figure or table: take the drawing away as a file; keep the head of a long table in view.
   A head can stick to the window only where the table need not scroll sideways: looked at again when either changes its width, as a
   table does when its font arrives. */
(() => {
  const fitting = new ResizeObserver((entries) => {
    for (const region of new Set(entries.map(({ target }) => target.closest(".scroll")))) {
      region.classList.toggle("fits", region.querySelector("table").offsetWidth <= region.clientWidth);
    }
  });
  document.querySelectorAll(".exhibit > .scroll, .exhibit > .scroll > table").forEach((either) => fitting.observe(either));

  const save = (name, svg) => {
    const copy = svg.cloneNode(true);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  for (const figure of document.querySelectorAll("figure.exhibit")) {
    const svg = figure.querySelector(".still svg");
    const csv = figure.querySelector("a[download]");
    if (!svg || !csv) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.innerHTML = 'SVG<span class="unseen"> of the chart</span>';
    button.addEventListener("click", () => save(`${figure.id}.svg`, svg));
    csv.after(button);
  }
})();
