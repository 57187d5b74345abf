// The cookies: sorted by any heading, filtered by words, verdicts and party; the totals follow.

class Cookies {
  constructor(host) {
    this.host = host;
    this.body = host.querySelector("tbody");
    this.rows = [...this.body.rows].map((row) => ({
      row,
      words: row.textContent.toLowerCase(),
      verdicts: new Map(row.dataset.verdicts.trim().split(" ").filter(Boolean).map((pair) => {
        const [verdict, count] = pair.split(":");
        return [verdict, Number(count)];
      })),
      keys: {
        rank: Number(row.dataset.rank),
        first: Number(row.dataset.first),
        count: Number(row.dataset.count),
        name: row.cells[1].textContent.trim().toLowerCase(),
        party: row.dataset.party,
        declared: row.cells[3].textContent.trim().toLowerCase(),
        origin: row.cells[4].textContent.trim().toLowerCase(),
      },
    }));
    this.verdicts = new Set();
    this.site = "";
    this.tools();
    this.headings();
    this.badges = new Map([...host.querySelectorAll("[data-total-verdicts] .badge")].map((badge) => [badge.classList[1], badge]));
    this.total = host.querySelector("[data-total]");
    this.totalCount = host.querySelector("[data-total-count]");
    this.all = this.total.textContent;
  }

  tools() {
    const filter = this.host.querySelector("[data-filter]");
    filter.hidden = false;
    this.text = filter.querySelector("[data-text]");
    this.party = filter.querySelector("select[data-party]");
    this.clear = filter.querySelector("[data-clear]");
    this.toggles = [...filter.querySelectorAll(".toggle")];
    this.text.addEventListener("input", () => {
      this.site = "";
      this.filter();
    });
    this.party.addEventListener("change", () => this.filter());
    this.clear.addEventListener("click", () => {
      this.reset();
      this.text.focus();
    });
    for (const toggle of this.toggles) {
      toggle.addEventListener("click", () => {
        const { verdict } = toggle.dataset;
        if (!this.verdicts.delete(verdict)) this.verdicts.add(verdict);
        this.filter();
      });
    }
  }

  reset() {
    this.text.value = this.party.value = this.site = "";
    this.verdicts.clear();
    this.filter();
  }

  headings() {
    this.heads = [...this.host.querySelectorAll("thead [data-key]")];
    for (const head of this.heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        this.sort(head, head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending");
      });
    }
  }

  sort(by, order) {
    for (const head of this.heads) head.removeAttribute("aria-sort");
    by.setAttribute("aria-sort", order);
    const { key } = by.dataset;
    const sign = order === "ascending" ? 1 : -1;
    const collator = new Intl.Collator(lang, { numeric: true });
    const compare = (one, other) => (typeof one === "number" ? one - other : collator.compare(one, other));
    this.rows.sort((one, other) => sign * compare(one.keys[key], other.keys[key]) || one.keys.rank - other.keys.rank);
    this.body.append(...this.rows.map(({ row }) => row));
  }

  /** Show one verdict alone, as a tally of the report's head asks. */
  only(verdict) {
    this.reset();
    this.verdicts.add(verdict);
    this.filter();
  }

  /** Show one party's cookies alone, as the picture asks. */
  of(site) {
    this.reset();
    this.site = site;
    this.text.value = site;
    this.filter();
  }

  filter() {
    const words = this.text.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({ row, words: text, verdicts }) =>
      (!this.party.value || row.dataset.party === this.party.value) &&
      (!this.verdicts.size || [...this.verdicts].some((verdict) => verdicts.has(verdict))) &&
      (this.site ? row.dataset.site === this.site : words.every((word) => text.includes(word)));
    const sums = new Map();
    let shown = 0;
    let count = 0;
    for (const one of this.rows) {
      one.row.hidden = !fits(one);
      if (one.row.hidden) continue;
      shown += 1;
      count += one.keys.count;
      for (const [verdict, number] of one.verdicts) sums.set(verdict, (sums.get(verdict) ?? 0) + number);
    }
    for (const [verdict, badge] of this.badges) {
      badge.hidden = !sums.has(verdict);
      badge.querySelector(".n").textContent = numbers.format(sums.get(verdict) ?? 0);
    }
    const filtered = Boolean(words.length || this.party.value || this.verdicts.size);
    const told = this.host.dataset.shown.replace("{}", numbers.format(shown)).replace("{}", numbers.format(this.rows.length));
    this.total.textContent = filtered ? told : this.all;
    this.totalCount.textContent = numbers.format(count);
    this.clear.hidden = !filtered;
    this.host.querySelector("[data-nothing]").hidden = shown > 0;
    this.host.querySelector("[data-status]").textContent = told;
    for (const toggle of this.toggles) toggle.setAttribute("aria-pressed", String(this.verdicts.has(toggle.dataset.verdict)));
  }
}
