/* A ledger that can be filtered by text, verdict, topic and words. The choice stands in the address (#text=000&verdict=holds), so that it
   can be shared; a claim's own address (#000-us-64) always shows that claim. Without this script the ledger is a plain list. */
(() => {
  const ledger = document.querySelector(".ledger");
  const form = ledger?.querySelector(".filters");
  if (!form) return;
  const status = ledger.querySelector(".shown");
  const names = ["text", "verdict", "topic", "q"];
  const { folded } = site;

  const entries = [...ledger.querySelectorAll("li[data-is]")].map((item) => ({ item, is: item.dataset.is.split(" "), words: folded(item.textContent) }));
  const sections = [...ledger.querySelectorAll(".of-text")];
  const field = (name) => form.elements.namedItem(name);

  const fits = ({ is, words }) => {
    const chosen = names.slice(0, -1).map((name) => field(name).value).filter(Boolean);
    return chosen.every((value) => is.includes(value)) && folded(field("q").value).split(/\s+/).every((word) => words.includes(word));
  };

  let saying;
  const say = (shown) => {
    clearTimeout(saying);
    const text = shown === entries.length ? `All ${shown} claims` : shown ? `${shown} of ${entries.length} claims` : "No claim fits: choose less, or show all";
    saying = setTimeout(() => (status.textContent = text), 150);
  };

  const apply = () => {
    for (const entry of entries) entry.item.hidden = !fits(entry);
    for (const section of sections) section.hidden = !section.querySelector("li[data-is]:not([hidden])");
    say(entries.filter(({ item }) => !item.hidden).length);
  };

  const remember = () => {
    const chosen = names.map((name) => [name, field(name).value]).filter(([, value]) => value);
    history.replaceState(null, "", chosen.length ? `#${new URLSearchParams(chosen)}` : "#ledger");
  };

  const choose = (chosen) => {
    for (const name of names) field(name).value = chosen.get(name) ?? "";
  };

  /* Chosen here, not by resetting the form: that writes a new address, and the claim's would be lost. */
  const recall = () => {
    const address = location.hash.slice(1);
    const claim = entries.find(({ item }) => item.id === address);
    const isChoice = address.includes("=");
    if (claim?.item.hidden || isChoice) choose(new URLSearchParams(isChoice ? address : ""));
    apply();
    if (claim) claim.item.scrollIntoView();
    else if (isChoice) ledger.scrollIntoView();
  };

  form.addEventListener("input", () => {
    apply();
    remember();
  });
  form.addEventListener("reset", () => setTimeout(() => {
    apply();
    remember();
  }));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
})();
