// --- offsets: from code points, in which places count, to the units of a script's strings ---

// Gives a function from code points to positions in the text, and one back.
function offsets(caseRecord) {
  if (!caseRecord.offsets) caseRecord.offsets = makeOffsets(caseRecord.text);
  return caseRecord.offsets;
}

function makeOffsets(text) {
  if (!/[\ud800-\udbff]/.test(text)) {
    return { toUnits: (place) => place, toPoints: (place) => place };
  }
  const units = [];
  let at = 0;
  for (const character of text) {
    units.push(at);
    at += character.length;
  }
  units.push(at);
  const points = new Map(units.map((unit, point) => [unit, point]));
  return {
    toUnits: (point) => units[Math.max(0, Math.min(point, units.length - 1))],
    toPoints: (unit) => points.get(unit) ?? points.get(unit - 1),
  };
}

// The words of a fact or a numeral, as printed.
function textOf(caseRecord, spot) {
  const { toUnits } = offsets(caseRecord);
  return caseRecord.text.slice(toUnits(spot.start), toUnits(spot.end));
}
