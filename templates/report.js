// The page works without this script; with it, the findings can be filtered. The filter's
// state lives in the address, as in #status=fail,unknown&severity=high&q=bucket.
(() => {
  "use strict";
  const form = document.getElementById("filter");
  if (!form) return;
  document.documentElement.classList.add("js");

  const rules = Array.from(document.querySelectorAll(".rule"), (el) => ({
    el,
    open: el.open,
    severity: el.dataset.severity,
    service: el.dataset.service,
    frameworks: new Set(el.dataset.frameworks.split(" ")),
    about: [el.querySelector("summary"), el.querySelector(".about")],
    text: null,
    rest: el.querySelector(".rest"),
    rows: Array.from(el.querySelectorAll(".finding"), (row) => ({
      el: row,
      status: row.dataset.status,
      account: row.dataset.account,
      region: row.dataset.region,
      text: null,
      shown: true,
    })),
  }));
  const total = rules.reduce((sum, rule) => sum + rule.rows.length, 0);
  const shown = document.getElementById("shown");
  const none = document.getElementById("none");
  const unfold = document.getElementById("unfold");
  const picks = ["severity", "service", "region", "account", "framework"];

  const text = (el) => el.textContent.toLowerCase();

  // An address of the filter has a "="; any other is that of an element.
  function fromAddress() {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) return false;
    const state = new URLSearchParams(hash);
    form.elements.q.value = state.get("q") || "";
    for (const name of picks) {
      const field = form.elements[name];
      if (field) field.value = state.get(name) || "";
      if (field && field.selectedIndex < 0) field.value = "";
    }
    const statuses = (state.get("status") || "").split(",");
    for (const box of form.querySelectorAll("[name=status]")) {
      box.checked = statuses.includes(box.value);
    }
    return true;
  }

  function read() {
    const state = new URLSearchParams();
    const boxes = form.querySelectorAll("[name=status]:checked");
    const statuses = Array.from(boxes, (box) => box.value);
    if (statuses.length) state.set("status", statuses.join(","));
    for (const name of picks) {
      const field = form.elements[name];
      if (field && field.value) state.set(name, field.value);
    }
    const query = form.elements.q.value.trim().toLowerCase();
    if (query) state.set("q", query);
    return state;
  }

  function apply() {
    const state = read();
    const is = (name, value) => !state.has(name) || state.get(name) === value;
    const statuses = state.has("status") ? new Set(state.get("status").split(",")) : null;
    const words = (state.get("q") || "").split(/\s+/).filter(Boolean);
    const active = Array.from(state.keys()).length > 0;
    let count = 0;
    for (const rule of rules) {
      const fits = is("severity", rule.severity) && is("service", rule.service) &&
        (!state.has("framework") || rule.frameworks.has(state.get("framework")));
      let left = words;
      if (fits && words.length) {
        if (rule.text === null) rule.text = rule.about.map(text).join(" ");
        left = words.filter((word) => !rule.text.includes(word));
      }
      let hits = 0;
      let folded = 0;
      for (const row of rule.rows) {
        let show = fits && (!statuses || statuses.has(row.status)) &&
          is("region", row.region) && is("account", row.account);
        if (show && left.length) {
          if (row.text === null) row.text = text(row.el);
          show = left.every((word) => row.text.includes(word));
        }
        if (show !== row.shown) {
          row.shown = show;
          row.el.hidden = !show;
        }
        if (show) {
          hits += 1;
          if (row.status === "pass" || row.status === "not-applicable") folded += 1;
        }
      }
      // Without a filter a rule is there even if it has no finding at all.
      rule.el.hidden = active && hits === 0;
      rule.el.open = active ? hits > 0 : rule.open;
      if (rule.rest) {
        rule.rest.hidden = active && folded === 0;
        rule.rest.open = active && folded > 0 && (statuses !== null || words.length > 0);
      }
      count += hits;
    }
    shown.textContent = active ? count + " of " + total + " findings" : total + " findings";
    none.hidden = count > 0 || !active;
    return state;
  }

  function remember(state) {
    const hash = state.toString().replaceAll("%2C", ",");
    // The address of an element is not ours to take away.
    if (!hash && location.hash && !location.hash.includes("=")) return;
    try {
      history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
    } catch {
      // Some browsers refuse this for files; then the filter is just not remembered.
    }
  }

  function reveal(id) {
    let el = id && document.getElementById(decodeURIComponent(id));
    if (!el) return;
    if (el.closest("#findings [hidden]") || el.hidden) {
      form.reset();
      apply();
    }
    for (let at = el; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    el.scrollIntoView();
  }

  function follow() {
    if (fromAddress()) {
      apply();
      document.getElementById("findings").scrollIntoView();
    } else {
      apply();
      reveal(location.hash.slice(1));
    }
  }

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => remember(apply()), 100);
  });
  form.addEventListener("reset", () => setTimeout(() => remember(apply())));
  form.addEventListener("submit", (event) => event.preventDefault());
  unfold.addEventListener("click", () => {
    const open = unfold.getAttribute("aria-pressed") !== "true";
    unfold.setAttribute("aria-pressed", String(open));
    for (const rule of rules) {
      if (rule.el.hidden) continue;
      rule.el.open = open;
      for (const row of rule.rows) if (row.shown) row.el.open = open;
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      form.elements.q.focus();
    }
  });
  window.addEventListener("hashchange", follow);

  // For browsers whose style sheets cannot open what is folded.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    const wanted = "details:not([open], .rest, .finding.pass, .finding.not-applicable)";
    closed = Array.from(document.querySelectorAll(wanted));
    for (const el of closed) el.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const el of closed) el.open = false;
  });

  // A click copies a command; where the browser refuses, one click on it selects it whole.
  for (const el of navigator.clipboard ? document.querySelectorAll(".command") : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(el.querySelector("code").textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed";
      }
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    el.prepend(button);
  }

  follow();
})();
