// Consent strings made by the IAB's own packages, with what those packages read in them.
//
//     npm install --prefix FOLDER @iabtcf/core@1.5.6 @iabgpp/cmpapi@3.2.0
//     node tests/consent/iab/vectors.mjs FOLDER > tests/consent/iab/vectors.json
//
// A second argument is the seed (0 makes the file that is stored), a third how many strings of each kind.

import { createRequire } from "node:module";
import path from "node:path";

const [folder, seed = "0", many = "24"] = process.argv.slice(2);
const require = createRequire(path.resolve(folder, "here.js"));
const tcf = require("@iabtcf/core");
const gpp = require("@iabgpp/cmpapi");

let state = (Number(seed) * 2654435761 + 12345) >>> 0;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
};
const below = (end) => Math.floor(random() * end);
const some = (last, share) => Array.from({ length: last }, (_, i) => i + 1).filter(() => random() < share);
const WHEN = new Date(Date.UTC(2026, 0, 15, 10));

// Every vendor declares every purpose and is flexible about it, so that nothing asked for is taken out again.
const ALL = Array.from({ length: 11 }, (_, i) => i + 1);
const listOf = (last, policy) => ({
  gvlSpecificationVersion: 3,
  vendorListVersion: 150,
  tcfPolicyVersion: policy,
  lastUpdated: WHEN.toISOString(),
  purposes: Object.fromEntries(ALL.map((id) => [id, { id, name: `${id}`, description: "", illustrations: [] }])),
  specialPurposes: {}, features: {}, specialFeatures: {}, stacks: {}, dataCategories: {},
  vendors: Object.fromEntries(
    Array.from({ length: last }, (_, i) => i + 1).map((id) => [id, {
      id, name: `${id}`, purposes: ALL, legIntPurposes: ALL.slice(1), flexiblePurposes: ALL,
      specialPurposes: [], features: [], specialFeatures: [], policyUrl: "",
    }]),
  ),
});

// [1, 2, 3, 7] as [[1, 3], [7, 7]]
const ranges = (numbers) => {
  const found = [];
  for (const one of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && one === last[1] + 1) last[1] = one;
    else found.push([one, one]);
  }
  return found;
};
const set = (vector) => {
  const found = [];
  vector.forEach((value, id) => { if (value) found.push(id); });
  return ranges(found);
};

const tcString = (policy) => {
  const last = [3, 40, 300, 1500][below(4)];
  const model = new tcf.TCModel(new tcf.GVL(listOf(last, policy)));
  Object.assign(model, { cmpId: 7, cmpVersion: 1, consentScreen: 1, publisherCountryCode: "FR", isServiceSpecific: true });
  model.purposeConsents.set(some(11, random()));
  model.purposeLegitimateInterests.set(some(11, random()));
  model.specialFeatureOptins.set(some(2, random()));
  model.vendorConsents.set(some(last, [0, 0.02, 0.5, 0.98, 1][below(5)]));
  model.vendorLegitimateInterests.set(some(last, [0, 0.02, 0.5, 1][below(4)]));
  for (let i = below(4); i > 0; i--) {
    const kind = below(3);
    const rule = new tcf.PurposeRestriction(2 + below(9), kind);
    for (const vendor of some(last, [0.02, 0.4, 1][below(3)])) model.publisherRestrictions.add(vendor, rule);
  }
  const segments = [tcf.Segment.CORE];
  if (random() < 0.5) segments.push(tcf.Segment.VENDORS_DISCLOSED);
  if (random() < 0.2) {
    segments.push(tcf.Segment.VENDORS_ALLOWED);
    model.vendorsAllowed.set(some(last, 0.3));
  }
  if (random() < 0.5) {
    segments.push(tcf.Segment.PUBLISHER_TC);
    model.publisherConsents.set(some(11, random()));
    model.publisherLegitimateInterests.set(some(11, random()));
    model.numCustomPurposes = below(5);
    model.publisherCustomConsents.set(some(model.numCustomPurposes, 0.5));
    model.publisherCustomLegitimateInterests.set(some(model.numCustomPurposes, 0.5));
  }
  model.created = WHEN;
  model.lastUpdated = WHEN;
  return tcf.TCString.encode(model, { segments });
};

const tcVector = () => {
  const text = tcString([2, 4, 5][below(3)]);
  const read = tcf.TCString.decode(text);
  const restrictions = read.publisherRestrictions.getRestrictions().map((one) => ({
    purpose: one.purposeId,
    kind: one.restrictionType,
    vendors: ranges(read.publisherRestrictions.getVendors(one)),
  }));
  restrictions.sort((a, b) => a.purpose - b.purpose || a.kind - b.kind);
  const publisher = text.split(".").length > 1 && text.split(".").slice(1).some((one) => "YZabcdef".includes(one[0]));
  return {
    text,
    policy: Number(read.policyVersion),
    special_features: set(read.specialFeatureOptins),
    purposes: set(read.purposeConsents),
    interests: set(read.purposeLegitimateInterests),
    vendors: set(read.vendorConsents),
    vendor_interests: set(read.vendorLegitimateInterests),
    restrictions,
    publisher: publisher ? {
      purposes: set(read.publisherConsents),
      interests: set(read.publisherLegitimateInterests),
      custom: set(read.publisherCustomConsents),
      custom_interests: set(read.publisherCustomLegitimateInterests),
    } : null,
  };
};

const SECTIONS = [
  "usnat", "usca", "usva", "usco", "usut", "usct", "usfl", "usmt", "usor", "ustx", "usde", "usia", "usne", "usnh",
  "usnj", "ustn", "usmn", "usmd", "usin", "usky", "usri",
];
const fill = (model, name) => {
  model.setFieldValue(name, "SaleOptOut", below(3)); // makes the section, so that its fields can be listed
  for (const [field, value] of Object.entries(model.getSection(name))) {
    if (/^(Version|MspaVersion|Gpc|GpcSegment.*)$/.test(field)) continue;
    const one = () => (field === "MspaCoveredTransaction" ? 1 + below(2) : below(3));
    model.setFieldValue(name, field, Array.isArray(value) ? value.map(one) : one());
  }
  if (model.hasField(name, "GpcSegmentIncluded")) {
    const included = random() < 0.5;
    model.setFieldValue(name, "GpcSegmentIncluded", included);
    if (included) model.setFieldValue(name, "Gpc", random() < 0.5);
  }
};
const gppVector = (names) => {
  const model = new gpp.GppModel();
  const tc = names.includes("tcfeuv2") ? tcString(5) : null;
  for (const name of names) {
    if (name === "uspv1") {
      for (const field of ["Notice", "OptOutSale", "LspaCovered"]) model.setFieldValue(name, field, "YN-"[below(3)]);
    } else if (name !== "tcfeuv2") fill(model, name);
  }
  let text = model.encode();
  if (tc) { // the IAB's model makes the header; the TC string itself is the other package's
    model.setFieldValue("tcfeuv2", "CmpId", 7);
    const [head, , ...rest] = model.encode().split("~");
    text = [head, tc, ...rest].join("~");
  }
  const read = new gpp.GppModel(text);
  return {
    text,
    ids: read.getSectionIds(),
    sections: Object.fromEntries(names.filter((name) => name !== "tcfeuv2").map((name) => {
      const fields = Object.entries(read.getSection(name));
      return [name, Object.fromEntries(fields.filter(([field]) => /OptOut$|Consents?$|Processing$|OptOutSale/.test(field)))];
    })),
    tc,
  };
};

const count = Number(many);
const combinations = [["uspv1"], ["tcfeuv2"], ["tcfeuv2", "uspv1"], ["tcfeuv2", "usnat", "usca"], ["usnat", "usri"]];
const document = {
  made_by: { "@iabtcf/core": "1.5.6", "@iabgpp/cmpapi": "3.2.0", seed: Number(seed) },
  tcf: Array.from({ length: count }, tcVector),
  gpp: [...SECTIONS.map((name) => [name]), ...combinations].map(gppVector),
};
const lines = (list) => `[\n${list.map((one) => JSON.stringify(one)).join(",\n")}\n]`;
process.stdout.write(
  `{"made_by": ${JSON.stringify(document.made_by)},\n"tcf": ${lines(document.tcf)},\n"gpp": ${lines(document.gpp)}}\n`,
);
