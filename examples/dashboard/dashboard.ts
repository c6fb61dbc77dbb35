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
  teamId: string;
  siteId: string;
}

interface Plan {
  id: string;
  name: string;
  seats: number;
}

interface Settings {
  theme: string;
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
  status: string;
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
  const settings = await api.get<Settings>(`/users/${user.id}/settings`);
  const features = await api.get<string[]>(`/orgs/${user.orgId}/features`);

  const plan = await api.get<Plan>(`/plans/${org.planId}`);
  const members = await api.get<string[]>(`/teams/${org.teamId}/members`);
  const traffic = await api.get<number[]>(`/sites/${org.siteId}/traffic?days=7`);

  // Public services, asked without the client.
  const newsResponse = await fetch(`${baseUrl}/news/latest`);
  const news = await newsResponse.text();
  const statusResponse = await fetch(`${baseUrl}/status`);
  const status = (await statusResponse.json()) as { level: string };

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
    status: status.level,
  };
}
