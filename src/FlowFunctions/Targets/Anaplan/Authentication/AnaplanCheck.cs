using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// By the token that steps share: one that is good for now is proof enough, and a refusal is given again for half a minute without asking, so that nobody locks the user by trying.
/// </summary>
internal sealed class AnaplanCheck(AccessTokens tokens, TimeProvider time) : IAnaplanCheck
{
    public async Task<StoreStanding> CheckAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ConnectionCheck.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await tokens.GetAsync(either.Token);
            return new(true, "Anaplan takes the user of this installation.");
        }
        catch (AnaplanException fault)
        {
            return new(fault.IsTransient ? null : false, fault.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(null, $"Anaplan did not answer within {ConnectionCheck.Patience.TotalSeconds:0} seconds.");
        }
    }
}
