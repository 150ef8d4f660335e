namespace FlowFunctions.Steps;

/// <summary>Tells what an integration was called, which may have another name by now.</summary>
public interface IRunNames
{
    /// <summary>The names under which the integration has run, as far back as its history is looked at: no fewer than a hundred runs, where there are as many.</summary>
    Task<IReadOnlySet<string>> OfAsync(string integrationId, CancellationToken cancellationToken);
}
