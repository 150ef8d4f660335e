using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Output;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Cli.Connecting;

/// <summary>A verb's server, ready to be called, and where the verb writes.</summary>
internal sealed class ServerSession : IDisposable
{
    /// <summary>Of one call with all its tries, the last of which may take its time.</summary>
    private static readonly TimeSpan CallPatience = RetryingHandler.ConflictPatience + RetryingHandler.TryPatience;

    private readonly HttpClient _http;

    private ServerSession(HttpClient http, ServerTarget target, Surroundings surroundings, OutputWriter output, Messages messages)
    {
        _http = http;
        Target = target;
        Surroundings = surroundings;
        Output = output;
        Messages = messages;
        Client = new FlowsClient(http);
    }

    public FlowsClient Client { get; }

    public ServerTarget Target { get; }

    public Surroundings Surroundings { get; }

    public OutputWriter Output { get; }

    public Messages Messages { get; }

    public TimeProvider Time => Surroundings.Time;

    /// <summary>Nothing is asked of the server yet.</summary>
    public static ServerSession Open(ServerTarget target, Surroundings surroundings, OutputWriter output, Messages messages, bool isVerbose)
    {
        Action<string> say = isVerbose ? messages.Say : _ => { };
        var http = CreateHttp(target, surroundings.Time, say, messages.IsLive && !isVerbose ? messages.Say : null);
        var session = new ServerSession(http, target, surroundings, output, messages);
        if (target.Key is { } key)
            session.Client.UseKey(key);
        say($"server {target.Text}, key: {target.KeySource}{(target.Profile is { } profile ? $", profile {profile}" : "")}");
        return session;
    }

    /// <summary>A client with retries and idempotency keys. Redirects are not followed: the key would go to whoever they name.</summary>
    /// <param name="target">The server.</param>
    /// <param name="time">Of pauses between tries.</param>
    /// <param name="say">Told of each exchange.</param>
    /// <param name="sayPause">Told of pauses that somebody notices; null for nobody.</param>
    public static HttpClient CreateHttp(ServerTarget target, TimeProvider time, Action<string> say, Action<string>? sayPause = null)
    {
#pragma warning disable CA2000 // The client owns its handlers.
        var transport = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        var exchange = new VerboseHandler(time, say) { InnerHandler = new LostConnectionHandler(transport) };
        var handler = new IdempotencyKeyHandler { InnerHandler = new RetryingHandler(time, say, sayPause ?? (_ => { })) { InnerHandler = exchange } };
#pragma warning restore CA2000
        return new HttpClient(handler) { BaseAddress = target.Address, Timeout = CallPatience };
    }

    /// <summary>Asks before a change of a production server; says where it goes.</summary>
    public async Task<bool> MayChangeAsync(string what, bool isAnswered, CancellationToken cancellationToken) =>
        !Target.IsProduction || await Messages.ConfirmAsync($"{what} on {Target.Profile}, which is production ({Target.Text})?", isAnswered, cancellationToken);

    public void Dispose() => _http.Dispose();
}
