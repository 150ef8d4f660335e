import { root } from "../api/root";

/**
 * The provider by which the platform signs people in, App Service's name for it; null where it does not. The service writes it into the page. Its addresses are the
 * platform's, at the origin's own root: https://learn.microsoft.com/azure/app-service/configure-authentication-customize-sign-in-out
 */
export const platformLogin = document.querySelector<HTMLMetaElement>("meta[name=platform-login]")?.content ?? null;

/** Signs in, and comes back to where the user is. */
export const loginAddress = () => `/.auth/login/${platformLogin}?post_login_redirect_uri=${encodeURIComponent(location.pathname + location.search)}`;

/** Ends the platform's session, and comes back to the page, which asks who it is anew. */
export const logoutAddress = () => `/.auth/logout?post_logout_redirect_uri=${encodeURIComponent(root.pathname)}`;
