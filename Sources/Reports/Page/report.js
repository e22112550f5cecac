"use strict";
// Draws the page's charts in the page's colours, and draws them anew when the colours or the paper change.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const themes = ["auto", "light", "dark"];
  let theme = "auto";
  let printing = false;

  const applyTheme = () => {
    const resolved = printing ? "light" : theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
    root.dataset.theme = resolved;
  };

  // The value of each colour of the theme, by the name that figures use.
  const palette = () => {
    const style = getComputedStyle(root);
    return name => style.getPropertyValue("--" + name.slice(1)).trim() || name;
  };
  const coloured = (value, colour) => {
    if (typeof value === "string") return value.startsWith("@") ? colour(value) : value;
    if (Array.isArray(value)) return value.map(item => coloured(item, colour));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coloured(item, colour)]));
    }
    return value;
  };
  const isObject = value => value && typeof value === "object" && !Array.isArray(value);
  const merged = (base, changes) => {
    const result = { ...base };
    for (const [key, value] of Object.entries(changes || {})) {
      result[key] = isObject(value) && isObject(result[key]) ? merged(result[key], value) : value;
    }
    return result;
  };

  const isNarrow = () => innerWidth < 640 && !printing;
  const baseLayout = () => {
    const axis = {
      gridcolor: "@hair", zerolinecolor: "@line", linecolor: "@line", automargin: true, title: { standoff: 8 },
      tickfont: { color: "@soft" }, ticks: "outside", tickcolor: "@line", ticklen: 4,
    };
    return {
      font: { family: getComputedStyle(root).getPropertyValue("--sans"), size: isNarrow() ? 11 : 12.5, color: "@ink" },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", autosize: true,
      margin: isNarrow() ? { l: 44, r: 10, t: 34, b: 44 } : { l: 60, r: 20, t: 34, b: 52 },
      legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom", font: { color: "@soft" }, bgcolor: "rgba(0,0,0,0)" },
      hoverlabel: { font: { family: getComputedStyle(root).getPropertyValue("--sans") } },
      colorway: ["@benign", "@malignant", "@green", "@purple", "@orange", "@sky"],
      bargap: 0.08, modebar: { bgcolor: "rgba(0,0,0,0)", color: "@faint", activecolor: "@accent" }, xaxis: axis, yaxis: axis, axis,
    };
  };
  const layoutOf = (specification, variant) => {
    const base = baseLayout();
    const axis = base.axis;
    delete base.axis;
    const own = merged(specification.layout, variant.layout);
    for (const key of Object.keys(own)) {
      if (/^[xy]axis\d+$/.test(key)) base[key] = axis;
    }
    const layout = merged(base, own);
    layout.height = specification.height;
    if (printing) layout.width = 660;
    return layout;
  };
  const settings = {
    responsive: true, displaylogo: false, displayModeBar: "hover",
    modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"],
  };

  const charts = [...document.querySelectorAll(".chart")].map(element => {
    const specification = JSON.parse(document.getElementById(element.dataset.specification).textContent);
    const choice = document.getElementById(element.id + "-choice");
    return { element, specification, choice };
  });
  const draw = ({ element, specification, choice }) => {
    const variant = specification.variants[choice ? choice.selectedIndex : 0];
    const colour = palette();
    return Plotly.react(
      element, coloured(variant.data, colour), coloured(layoutOf(specification, variant), colour), settings
    ).then(() => { element.dataset.drawn = String(Number(element.dataset.drawn || 0) + 1); });
  };
  const drawAll = () => charts.forEach(chart => { if (chart.element.dataset.drawn) draw(chart); });

  const button = document.getElementById("theme");
  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    button.textContent = "Colours: " + theme;
    applyTheme();
    drawAll();
  });
  dark.addEventListener("change", () => { applyTheme(); drawAll(); });
  const setPrinting = value => {
    if (printing === value) return;
    printing = value;
    applyTheme();
    drawAll();
  };
  addEventListener("beforeprint", () => setPrinting(true));
  addEventListener("afterprint", () => setPrinting(false));
  matchMedia("print").addEventListener("change", event => setPrinting(event.matches));

  const contents = document.querySelector(".contents details");
  const wide = matchMedia("(min-width: 62.01rem)");
  const openContents = () => { if (contents) contents.open = wide.matches; };
  wide.addEventListener("change", openContents);

  const links = new Map([...document.querySelectorAll(".contents a")].map(link => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      links.forEach(link => link.removeAttribute("aria-current"));
      const link = links.get(entry.target.id);
      if (link) link.setAttribute("aria-current", "location");
    }
  }, { rootMargin: "0px 0px -75% 0px" });
  document.querySelectorAll("main section[id]").forEach(section => seen.observe(section));

  // Operating points in a population of another prevalence, by Bayes' rule.
  const readable = value => {
    if (!isFinite(value)) return "–";
    return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
  };
  const percent = share => isFinite(share) ? (share * 100).toPrecision(share > 0.99 && share < 1 ? 5 : 3) + "\u00a0%" : "–";
  document.querySelectorAll(".prevalence").forEach(calculator => {
    const input = calculator.querySelector("input");
    input.addEventListener("input", () => {
      const oneIn = Number(input.value);
      input.setAttribute("aria-invalid", String(!(oneIn > 1)));
      if (!(oneIn > 1)) return;
      const prevalence = 1 / oneIn;
      for (const row of calculator.querySelectorAll("tbody tr")) {
        const sensitivity = Number(row.dataset.sensitivity), specificity = Number(row.dataset.specificity);
        const flagged = sensitivity * prevalence + (1 - specificity) * (1 - prevalence);
        const positive = sensitivity * prevalence / flagged;
        const negative = specificity * (1 - prevalence) / (1 - flagged);
        const shown = [percent(positive), percent(negative), readable(1000 * flagged), readable(1 / positive)];
        row.querySelectorAll("td").forEach((cell, place) => { cell.textContent = shown[place]; });
      }
    });
  });

  applyTheme();
  openContents();
  charts.forEach(chart => { if (chart.choice) chart.choice.addEventListener("change", () => draw(chart)); });
  // One chart after the other, so that the page can be read and scrolled meanwhile.
  let drawing = Promise.resolve();
  for (const chart of charts) {
    drawing = drawing.then(() => draw(chart)).then(() => new Promise(next => setTimeout(next, 0)));
  }
  drawing.then(() => { root.dataset.ready = "true"; });
})();
