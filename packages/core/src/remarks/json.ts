/** `text` as a JSON string. */
export function quoteJson(text: string): string {
  const parts: string[] = ['"'];
  let from: i32 = 0;
  for (let i: i32 = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 34 && code !== 92 && code >= 32) continue;
    parts.push(text.substring(from, i));
    if (code >= 32) parts.push(code === 34 ? '\\"' : "\\\\");
    else parts.push("\\u00" + (code < 16 ? "0" : "1") + "0123456789abcdef".charAt(code & 15));
    from = i + 1;
  }
  parts.push(text.substring(from));
  parts.push('"');
  return parts.join("");
}
