namespace FlowFunctions.LocalHost.Workers;

/// <summary>One run of the application. Disposing it ends it, gently first.</summary>
internal interface IWorkerRun : IAsyncDisposable
{
    /// <summary>Completes when the application has ended by itself; the result says how, for a person.</summary>
    Task<string> Ended { get; }

    /// <summary>To be called when all its functions are loaded.</summary>
    void Ready();

    /// <summary>Where the application takes HTTP requests, once it has connected.</summary>
    /// <param name="capabilities">What it announced.</param>
    Uri HttpAddress(IReadOnlyDictionary<string, string> capabilities);
}
