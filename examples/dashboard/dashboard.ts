/**
 * The back end of a dashboard page, written the way such code is written: one request after the other. Every request is
 * easy to follow, and the page takes as long as all of them together.
 */

interface User {
  id: string;
  name: string;
  orgId: string;
}

interface Org {
  id: string;
  name: string;
  planId: string;
}

interface Plan {
  id: string;
  name: string;
  seats: number;
}

export interface Dashboard {
  greeting: string;
  theme: string;
  features: string[];
  seats: string;
  traffic: number[];
  unread: number;
  mentions: number;
  news: string;
}

class Api {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      headers: { authorization: `Bearer ${this.token}` },
    });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status}`);
    return (await response.json()) as T;
  }

  async post(path: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST ${path}: ${response.status}`);
  }
}

export async function loadDashboard(baseUrl: string, userId: string): Promise<Dashboard> {
  const api = new Api(baseUrl, `token-of-${userId}`);

  const user = await api.get<User>(`/users/${userId}`);
  const org = await api.get<Org>(`/orgs/${user.orgId}`);
  const settings = await api.get<{ theme: string }>(`/users/${user.id}/settings`);
  const features = await api.get<string[]>(`/orgs/${user.orgId}/features`);

  const plan = await api.get<Plan>(`/plans/${org.planId}`);
  const members = await api.get<string[]>(`/orgs/${org.id}/members`);
  const traffic = await api.get<number[]>(`/orgs/${org.id}/traffic?days=7`);

  // The page works without this box.
  let unread = 0;
  let mentions = 0;
  try {
    const inbox = await api.get<unknown[]>(`/users/${user.id}/inbox?unread=1`);
    const tagged = await api.get<unknown[]>(`/users/${user.id}/mentions`);
    unread = inbox.length;
    mentions = tagged.length;
  } catch (error) {
    console.warn("inbox is down", error);
  }

  // The news site is another service: a plain fetch, in two steps.
  const newsResponse = await fetch(`${baseUrl}/news/latest`);
  const news = await newsResponse.text();

  await api.post("/audit", { userId: user.id, viewed: "dashboard" });

  return {
    greeting: `Hello ${user.name}, welcome to ${org.name}`,
    theme: settings.theme,
    features,
    seats: `${members.length} of ${plan.seats} (${plan.name})`,
    traffic,
    unread,
    mentions,
    news,
  };
}
