// Asks the API for what a page shows: the catalogue's size, a data set's first records.
(() => {
  const api = "/api/explore/v2.1/catalog/datasets";
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] || "";
  const ask = async (path) =>
    (await fetch(api + path, { headers: { "X-CSRFToken": token } })).json();

  const count = document.getElementById("count");
  if (count) ask("").then((found) => (count.textContent = `${found.total_count} ${count.dataset.label}`));

  const table = document.getElementById("records");
  if (table) {
    ask(`/${table.dataset.dataset}/records?limit=5`).then(({ results }) => {
      const rows = results.map((record) => {
        const row = document.createElement("tr");
        for (const value of Object.values(record)) row.insertCell().textContent = value;
        return row;
      });
      table.tBodies[0].replaceChildren(...rows);
    });
  }
})();
