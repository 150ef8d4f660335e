namespace FlowFunctions.Targets.Anaplan;

/// <summary>What lets requests pass. Never written anywhere.</summary>
/// <param name="Value">The token.</param>
/// <param name="RefreshAt">From then on a new one is to be got, by this process' clock.</param>
/// <param name="ExpiresAt">From then on it is worth nothing, by this process' clock.</param>
internal sealed record AccessToken(string Value, DateTimeOffset RefreshAt, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"token until {ExpiresAt:O}";
}
