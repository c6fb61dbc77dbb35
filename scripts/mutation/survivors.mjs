/** Rules that no fixture notices when they are taken away, and why they stay. */
export const survivors = {};
