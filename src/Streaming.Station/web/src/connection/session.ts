import { Changes } from '../changes.js';

const TOKEN = 'station.token';
const AUTHOR = 'station.author';

/** Who sits in front of this page. Kept for this tab only: the next person starts afresh. */
class Session extends Changes {
  token = sessionStorage.getItem(TOKEN) ?? '';
  author = sessionStorage.getItem(AUTHOR) ?? '';
  /** "viewer", "technologist", "admin"; empty until the service has said. */
  role = '';
  scope = '';
  /** Why the service refuses the token, or that it wants one. */
  refusal = '';

  get mayEdit(): boolean {
    return this.role === 'technologist' || this.role === 'admin';
  }

  enter(token: string): void {
    this.token = token.trim();
    sessionStorage.setItem(TOKEN, this.token);
    this.refusal = '';
    this.notify();
  }

  leave(): void {
    sessionStorage.removeItem(TOKEN);
    this.token = '';
    this.role = '';
    this.notify();
  }

  sign(author: string): void {
    this.author = author.trim();
    sessionStorage.setItem(AUTHOR, this.author);
    this.notify();
  }

  told(role: string, scope: string): void {
    this.role = role;
    this.scope = scope;
    this.refusal = '';
    this.notify();
  }

  refused(reason: string): void {
    this.refusal = reason;
    this.role = '';
    this.notify();
  }
}

export const session = new Session();
