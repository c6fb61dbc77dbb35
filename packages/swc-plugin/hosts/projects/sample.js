// ü: one function that can be sped up and one that must not be touched.
export async function load(id) {
  const user = await fetch("/users/" + id);
  const posts = await fetch("/posts/" + id);
  return [user, posts];
}

// @sequential
export async function ordered(id) {
  const user = await fetch("/users/" + id);
  const posts = await fetch("/posts/" + id);
  return [user, posts];
}
