namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

/// <summary>Ends a process, as kill -9 does, before it sends its request of a number to Anaplan, or when that has been answered: nothing that it does after that reaches anybody.</summary>
/// <param name="atRequest">Counted from 1; 0 for never.</param>
/// <param name="afterAnswer">Whether the request is sent, and its answer lost with the process.</param>
internal sealed class CrashSwitch(int atRequest = 0, bool afterAnswer = false) : DelegatingHandler
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

        var answer = await base.SendAsync(request, cancellationToken);
        if (isLast || _isDead)
        {
            _isDead = true;
            answer.Dispose();
            throw new CrashException();
        }

        return answer;
    }
}
