import { getPosts, getTags, getUser } from "../lib/api";

export const dynamic = "force-dynamic";

// Three answers that do not depend on each other. ü 😀
export default async function Page() {
  const user = await getUser(7);
  const posts = await getPosts(7);
  const tags = await getTags(7);
  return <main>{[user, posts, tags].join(" ")}</main>;
}
