namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

/// <summary>
/// Ends a process, as kill -9 does, before it sends its request of a number to Anaplan, when that has been answered, or between the two: nothing that it does after that reaches anybody.
/// </summary>
/// <param name="atRequest">Counted from 1; 0 for never.</param>
/// <param name="afterAnswer">Whether the request is sent, and its answer lost with the process.</param>
/// <param name="midway">Of the machine's time: how long the answer is waited for, at most; null for as long as it takes.</param>
internal sealed class CrashSwitch(int atRequest = 0, bool afterAnswer = false, TimeSpan? midway = null) : DelegatingHandler
{
    private int _requests;
    private volatile bool _isDead;

    public bool IsDead => _isDead;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isLast = Interlocked.Increment(ref _requests) == atRequest;
        if (_isDead || (isLast && !afterAnswer))
        {
            _isDead = true;
            throw new CrashException();
        }

        if (isLast && midway is { } wait)
        {
            await SendForAsync(request, wait, cancellationToken);
            throw new CrashException();
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (isLast || _isDead)
        {
            _isDead = true;
            answer.Dispose();
            throw new CrashException();
        }

        return answer;
    }

    private async Task SendForAsync(HttpRequestMessage request, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(wait);
        try
        {
            using var lost = await base.SendAsync(request, ended.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
        {
            // Nobody is there any more to see it.
        }
        finally
        {
            _isDead = true;
        }
    }
}
