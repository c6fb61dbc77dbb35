export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function lowerQuartile(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 2];
}

/**
 * Exponent `k` of `time ~ size^k`, by least squares on logarithms. Only the upper half of the sizes counts: below it fixed
 * costs hide the growth.
 * @param {{ size: number, time: number }[]} points  in ascending order of size
 */
export function growthExponent(points) {
  const upper = points.slice(points.length >> 1).filter((point) => point.time > 0);
  const xs = upper.map((point) => Math.log(point.size));
  const ys = upper.map((point) => Math.log(point.time));
  const meanX = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const meanY = ys.reduce((sum, y) => sum + y, 0) / ys.length;
  const covariance = xs.reduce((sum, x, index) => sum + (x - meanX) * (ys[index] - meanY), 0);
  const variance = xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0);
  return covariance / variance;
}
