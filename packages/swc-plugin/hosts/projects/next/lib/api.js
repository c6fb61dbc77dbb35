/** A server that takes its time; `/count` tells how many requests it had under way. */
async function ask(path) {
  const response = await fetch(process.env.API + path, { cache: "no-store" });
  return response.json();
}

export const getUser = (id) => ask(`/users/${id}`);
export const getPosts = (id) => ask(`/posts/${id}`);
export const getTags = (id) => ask(`/tags/${id}`);
