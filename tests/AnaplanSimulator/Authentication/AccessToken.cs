namespace AnaplanSimulator.Authentication;

internal sealed record AccessToken(string User, string Value, string TokenId, string RefreshTokenId, DateTimeOffset ExpiresAt);
