using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// By the token that steps share, which Anaplan is asked whether it takes; one that it does not is replaced, as for a step. Thread-safe. What comes of it is the answer for half a minute, so that
/// nobody locks the user, or spends Anaplan's patience, by asking again and again.
/// </summary>
internal sealed class AnaplanCheck(AccessTokens tokens, AuthenticationService service, TimeProvider time) : IAnaplanCheck
{
    /// <summary>How long an answer is given again; as long as a refusal is remembered.</summary>
    public static readonly TimeSpan AnswerLifetime = AccessTokens.RefusalLifetime;

    private readonly Lock _lock = new();
    private Task<StoreStanding>? _last;
    private DateTimeOffset _askedAt;

    public async Task<StoreStanding> CheckAsync(CancellationToken cancellationToken)
    {
        Task<StoreStanding> answer;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_last is null || now - _askedAt >= AnswerLifetime)
            {
                // Not the caller's token: others may wait for the answer too. It has a limit of its own.
                (_last, _askedAt) = (Task.Run(() => AskAsync(now), CancellationToken.None), now);
            }

            answer = _last;
        }

        return await answer.WaitAsync(cancellationToken);
    }

    private async Task<StoreStanding> AskAsync(DateTimeOffset askedAt)
    {
        StoreStanding? answer = null;
        try
        {
            answer = await AskAsync() with { AskedAt = askedAt };
            return answer;
        }
        finally
        {
            if (answer is not { Works: not null })
            {
                Forget(askedAt);
            }
        }
    }

    private async Task<StoreStanding> AskAsync()
    {
        using var limit = new CancellationTokenSource(ConnectionCheck.Patience, time);
        try
        {
            var token = await tokens.GetAsync(limit.Token);
            if (!await service.TakesAsync(token, limit.Token))
            {
                await tokens.ReplaceAsync(token, limit.Token);
            }

            return new(true, "Anaplan takes the user of this installation.");
        }
        catch (AnaplanException fault)
        {
            return new(fault.IsTransient ? null : false, fault.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new(null, $"Anaplan did not answer within {ConnectionCheck.Patience.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>What could not be said is asked for again by whoever comes next.</summary>
    private void Forget(DateTimeOffset askedAt)
    {
        lock (_lock)
        {
            if (_askedAt == askedAt)
            {
                _last = null;
            }
        }
    }
}
